"""Final order of documents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.answers import Candidate
from assistant.finding.retrieval import Candidates
from assistant.reading import service_date
from assistant.reading.question import Question
from assistant.reading.service_date import Asked, Standing
from indexer import lexicon
from indexer.passages import Passage
from indexer.sources import Tier

DOCUMENTS = 20
# What authority and time are worth beside a fused score between 0 and 1, and how many candidates they are weighed for.
# Chosen by hand on the development questions; ``benchmarks/ablation.py`` measures what they add. Never an age penalty:
# old guidance that stands keeps all.
PUBLISHED, OWN_AUTHORITY, STANDS, YEAR, HEAD = 0.03, 0.08, 0.03, 0.08, 40


def rank(question: Question, found: Candidates) -> Candidates:
    """The final order: evidence first, then who says it, whether it still stands, and the year asked about."""
    years, asked = set(question.facts.years), service_date.asked(question)
    weighed = [replace(one, score=one.score + _worth(one.passage, question, years, asked)) for one in found[:HEAD]]
    return found.led_by(sorted(weighed, key=lambda one: (-one.score, one.row)))


def _worth(passage: Passage, question: Question, years: set[int], asked: Asked) -> float:
    """The payer's own authorities count more where the question names Medicare, and what was in force on the day asked
    about, most of all what speaks of that year or is known to have stood then.
    """
    worth = PUBLISHED if passage.tier <= Tier.SOCIETY else 0.0
    if question.medicare and passage.tier in {Tier.CMS, Tier.MAC}:
        worth += OWN_AUTHORITY
    standing = asked.standing(passage)
    if not standing.in_force:
        return worth
    if standing is Standing.STOOD:
        return worth + STANDS + YEAR
    return worth + STANDS + (YEAR if years and years & _years(passage) else 0.0)


def _years(passage: Passage) -> set[int]:
    """Those that it names, and that of its date."""
    return {*lexicon.years(f"{passage.title} {passage.text}"), *([passage.date.year] if passage.date else [])}


def documents(candidates: Sequence[Candidate], top: int = DOCUMENTS) -> list[str]:
    """Document ids in the order of their best passage."""
    found: dict[str, None] = {}
    for candidate in candidates:
        found[candidate.passage.document_id] = None
        if len(found) == top:
            break
    return list(found)
