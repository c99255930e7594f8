"""Support: whether the best evidence is good enough to answer."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answers import Candidate, Support
from assistant.finding import features
from assistant.finding.calibration import Calibration
from assistant.reading.question import Question
from indexer.index import Index

# Support of a question of codes alone, all of which the base names.
_KNOWN_CODES = 0.8


def measure(question: Question, candidates: Sequence[Candidate], index: Index, calibration: Calibration) -> Support:
    """``candidates`` are in their final order; without any, support is 0."""
    value = _value(calibration, question, candidates, index) if candidates else 0.0
    enough = value >= calibration.fitted.threshold
    strength = "weak" if not enough else "strong" if value >= calibration.strong else "moderate"
    return Support(value, enough, strength, calibration.holds(index.manifest), calibration.caveat(index.manifest))


def _value(calibration: Calibration, question: Question, candidates: Sequence[Candidate], index: Index) -> float:
    measured = features.measure(question, candidates, index)
    if question.bare:
        # No labelled question is codes alone, so nothing is fitted for them: what counts is whether the base has them.
        return _KNOWN_CODES * (1 - measured.unknown_codes)
    return calibration.fitted.chance(measured)
