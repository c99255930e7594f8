"""Final order of documents, and support: whether the best evidence is good enough to answer."""

from __future__ import annotations

import functools
import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources

from assistant import features
from assistant.answers import Candidate, Support
from assistant.question import Question
from indexer.index import Index

DOCUMENTS = 20
# Support of a question of codes alone, all of which the base names.
_KNOWN_CODES = 0.8


@dataclass(frozen=True, slots=True)
class Calibration:
    """A logistic regression over ``features.Features``, fitted by ``benchmarks/fit_support.py``.

    Evidence counts as enough from ``threshold`` on; ``strong`` is where the stronger half of right answers begins.
    """

    weights: tuple[float, ...]
    bias: float
    threshold: float
    strong: float

    def probability(self, values: Sequence[float]) -> float:
        total = self.bias + sum(weight * value for weight, value in zip(self.weights, values, strict=True))
        return 1 / (1 + math.exp(-max(-60.0, min(60.0, total))))


def documents(candidates: Sequence[Candidate], top: int = DOCUMENTS) -> list[str]:
    """Document ids in the order of their best passage."""
    return list(dict.fromkeys(candidate.passage.document_id for candidate in candidates))[:top]


def support(question: Question, candidates: Sequence[Candidate], index: Index) -> Support:
    calibration = shipped()
    value = _value(calibration, question, candidates, index) if candidates else 0.0
    enough = value >= calibration.threshold
    strength = "weak" if not enough else "strong" if value >= calibration.strong else "moderate"
    return Support(value, enough, strength)


def _value(calibration: Calibration, question: Question, candidates: Sequence[Candidate], index: Index) -> float:
    measured = features.measure(question, candidates, index)
    if question.bare:
        # No labelled question is codes alone, so nothing is fitted for them: what counts is whether the base has them.
        return _KNOWN_CODES * (1 - measured.unknown_codes)
    return calibration.probability(measured.values())


@functools.cache
def shipped() -> Calibration:
    record = json.loads(resources.files("assistant").joinpath("support.json").read_text("utf-8"))
    weights = tuple(record["weights"][name] for name in features.Features.__dataclass_fields__)
    return Calibration(weights, record["bias"], record["threshold"], record["strong"])
