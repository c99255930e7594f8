"""Final order of documents, and support: whether the best evidence is good enough to answer."""

from __future__ import annotations

import functools
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from importlib import resources

from assistant.answers import Candidate, Support
from assistant.finding import features
from assistant.finding.retrieval import Candidates
from assistant.fitted.logistic import Logistic
from assistant.reading.question import Question
from indexer import lexicon
from indexer.index import Index
from indexer.passages import Passage
from indexer.sources import Tier

DOCUMENTS = 20
# What authority and time are worth beside a fused score between 0 and 1, and how many candidates they are weighed for.
# Fitted on the development questions; see docs/benchmarks.md. Never an age penalty: old guidance that stands keeps all.
PUBLISHED, OWN_AUTHORITY, STANDS, YEAR, HEAD = 0.03, 0.08, 0.03, 0.08, 40
# Support of a question of codes alone, all of which the base names.
_KNOWN_CODES = 0.8


@dataclass(frozen=True, slots=True)
class Calibration:
    """Over ``features.Features``, fitted by ``benchmarks/fit_support.py``.

    Evidence that passes is enough; ``strong`` is where the stronger half of right answers begins.
    """

    fitted: Logistic
    strong: float


def rank(question: Question, found: Candidates) -> Candidates:
    """The final order: evidence first, then who says it, whether it still stands, and the year asked about."""
    years = set(question.facts.years)
    weighed = [replace(one, score=one.score + _worth(one.passage, question, years)) for one in found[:HEAD]]
    return found.led_by(sorted(weighed, key=lambda one: (-one.score, one.row)))


def _worth(passage: Passage, question: Question, years: set[int]) -> float:
    """The payer's own authorities count more where the question names Medicare; a year asked about settles the time."""
    worth = PUBLISHED if passage.tier <= Tier.SOCIETY else 0.0
    if question.medicare and passage.tier in {Tier.CMS, Tier.MAC}:
        worth += OWN_AUTHORITY
    if years:
        said = {*lexicon.years(f"{passage.title} {passage.text}"), *([passage.date.year] if passage.date else [])}
        return worth + STANDS + (YEAR if years & said else 0.0)
    return worth + (STANDS if passage.superseded_by is None else 0.0)


def documents(candidates: Sequence[Candidate], top: int = DOCUMENTS) -> list[str]:
    """Document ids in the order of their best passage."""
    found: dict[str, None] = {}
    for candidate in candidates:
        found[candidate.passage.document_id] = None
        if len(found) == top:
            break
    return list(found)


def support(question: Question, candidates: Sequence[Candidate], index: Index) -> Support:
    calibration = shipped()
    value = _value(calibration, question, candidates, index) if candidates else 0.0
    enough = value >= calibration.fitted.threshold
    strength = "weak" if not enough else "strong" if value >= calibration.strong else "moderate"
    return Support(value, enough, strength)


def _value(calibration: Calibration, question: Question, candidates: Sequence[Candidate], index: Index) -> float:
    measured = features.measure(question, candidates, index)
    if question.bare:
        # No labelled question is codes alone, so nothing is fitted for them: what counts is whether the base has them.
        return _KNOWN_CODES * (1 - measured.unknown_codes)
    return calibration.fitted.chance(measured)


@functools.cache
def shipped() -> Calibration:
    record = json.loads(resources.files("assistant.fitted").joinpath("support.json").read_text("utf-8"))
    return Calibration(Logistic.read(record), record["strong"])
