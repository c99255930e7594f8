"""What a question wants to be told that a text either states or does not: a payer's own rule, an amount, a frequency.

A document may share every word of a question and still leave out the one thing asked for. These demands are read from
the question by its words and looked for in a text by what would have to stand there.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable

from assistant.reading.facts import Facts
from indexer import codes, lexicon
from indexer.lexicon import Entry, Facet, Kind
from indexer.passages import Passage

# Payers that texts seldom name, since they go without saying or under many words: not to name one says nothing.
_UNSAID = frozenset({Kind.MEDICARE, Kind.SELF_PAY, Kind.AUTO, Kind.ANY})
_AT_LARGE = frozenset({Kind.COMMERCIAL, Kind.CONTRACTOR, Kind.ADVANTAGE})
# What is asked for, and what a text that answers it holds.
_FIGURES = (
    (
        "an amount",
        r"\bhow much\b|\bwhat (?:does|did|do|will) (?:\S+ ){1,3}pays?\b|\bpa(?:y|id|yment) (?:amount|rate|for)\b"
        r"|\b(?:fee|allowable|allowed amount|conversion factor|price[sd]?|w?rvus?|cost)\b",
        r"\$\s?\d|\b\d+(?:\.\d+)? ?(?:percent\b|%)|\brvu",
    ),
    # A percentage that the question itself states is no demand for one.
    (
        "a percentage",
        r"\b(?:what|which|how (?:much|many))(?: \S+){0,2} (?:percent|pct|%)|\bpercentages?\b"
        r"|\b(?:what share|split of)\b",
        r"\d ?(?:%|percent)|percentage",
    ),
    (
        "a frequency",
        r"\bhow (?:often|long between)\b|\bhow many (?:times|sessions|visits|per)\b|\bfrequency\b|\bevery how\b"
        r"|\bper (?:year|yr|quarter|month)\b|\bsessions\b",
        r"\b(?:once|twice|times|per (?:year|day|month|week)|every \w+|months?|annual\w*|frequency)\b",
    ),
    ("a medically unlikely edit", r"\bmues?\b", r"\bmues?\b|medically unlikely"),
)
_ASKED = tuple(
    (name, re.compile(asked, re.IGNORECASE), re.compile(held, re.IGNORECASE)) for name, asked, held in _FIGURES
)
_DIAGNOSES = re.compile(
    r"\b(?:dx|icd\S*|diagnos[ie]s) (?:codes?|list)\b|\b(?:what|which|covered) dx\b|\bdx for\b", re.I
)


def held_by(passages: Iterable[Passage]) -> str:
    """The text in which demands are looked for: all that ``passages`` say, with their titles and sources."""
    return "\n".join(f"{one.source} {one.title} {one.text}" for one in passages)


def unnamed(question: str, text: str) -> list[str]:
    """The payers, contractors and states that a question names as meant and ``text`` does not speak of, as typed."""
    spoken = _spoken_of(text)
    return [words for words, entry in _parties(question) if not any(entry.covers(other) for other in spoken)]


def _parties(question: str) -> list[tuple[str, Entry]]:
    found = lexicon.find(question)
    # The state in "California Medicaid" is said with it.
    inner = {other for one, other in itertools.pairwise(found) if other.start < one.end}
    named = [one for one in found if not one.negated and one not in inner and _is_party(one.entry)]
    first = {one.entry: question[one.start : one.end] for one in reversed(named)}
    return [(first[entry], entry) for entry in dict.fromkeys(one.entry for one in named)]


def _is_party(entry: Entry) -> bool:
    """Whether it is a payer, contractor or state with rules of its own, and no whole kind of private insurer."""
    if entry.facet is Facet.PAYER:
        return entry.kind not in _UNSAID and not (entry.whole and entry.kind in _AT_LARGE)
    return entry.facet is Facet.STATE


def _spoken_of(text: str) -> set[Entry]:
    return {one.entry for one in lexicon.find(text)}


def lacking(question: str, text: str) -> list[str]:
    """What is asked for (amount, share, frequency, unlikely edits, diagnoses) and ``text`` does not hold, in words."""
    found = [name for name, asked, held in _ASKED if asked.search(question) and not held.search(text)]
    if _DIAGNOSES.search(question) and not any(code.is_diagnosis for code in codes.values(codes.find(text))):
        found.append("diagnosis codes")
    return found


def other_party(facts: Facts, text: str) -> bool:
    """Whether payers, contractors or states are meant and ``text`` speaks of not one of them."""
    asked = [entry for entry in (*facts.payers, *facts.states) if _is_party(entry)]
    spoken = _spoken_of(text) if asked else set()
    return bool(asked) and not any(entry.covers(other) for entry in asked for other in spoken)


def unmet(question: str, text: str) -> int:
    """How many of the things asked for ``text`` does not hold."""
    return len(lacking(question, text))


def other_year(facts: Facts, text: str) -> bool:
    """Whether years are named and ``text`` speaks of not one of them."""
    return bool(facts.years) and not set(facts.years) & set(lexicon.years(text))
