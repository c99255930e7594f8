"""The words by which two sentences pull apart: opposites, one of them negated, or other figures of one unit.

They tell nothing by themselves: only sentences that answer one question are held against one another.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass

# What a service earns, what is allowed, what is required, how often, and which of two services it is.
_AXES = (
    (
        r"separate(?:ly)?|in addition|additional(?:ly)?|as well|on top of|both|unbundle\w*|apart|its own|extra|beside"
        r"|together|alongside|also (?:bill|report|code)\w*",
        r"includ(?:es|ed|ing|e)|inclusive|bundl(?:ed|es|e|ing)|part of|incidental|covers|integral|inherent|packaged"
        r"|only one|just one|alone|global",
    ),
    (
        r"may|can|allow(?:s|ed)?|permit(?:s|ted)?|ok|okay|fine|appropriate|correct|yes|acceptable|payable|pays?|paid"
        r"|reimburse[sd]?|billable|reportable|cover(?:s|ed)|valid|right|proper|report(?:s|ed)?|bill(?:s|ed)?|use[sd]?",
        r"never|den(?:y|ies|ied|ials?)|inappropriate|incorrect|wrong|prohibit\w*|forbid\w*|forbidden|invalid"
        r"|non-?covered|nonpayable|cannot|can't|no|reject(?:s|ed)?|improper|exclude[sd]?",
    ),
    (
        r"must|requir(?:es|ed|e)|needs?|needed|necessary|has to|have to|mandatory|always|should",
        r"optional|unnecessary|need not|needn't|may",
    ),
    (r"each|every|per|twice|multiple|units", r"once|one unit|single|only one|a single"),
    (r"new patient|initial", r"established|subsequent"),
)
_PATTERNS = [
    [(re.compile(rf"\b(?:{words})\b", re.IGNORECASE), way) for words, way in zip(axis, (1, -1), strict=True)]
    for axis in _AXES
]
_NOT = re.compile(
    r"\b(?:not|never|no|nor|neither|cannot|without|rather than|instead of|nothing|none)\b|\b\w+n't\b", re.IGNORECASE
)
_NOT_BEHIND = re.compile(r"\s+(?:not|never|be not|no)\b|n't", re.IGNORECASE)
# How far before a word, in characters and within its part of the sentence, a negation is looked for.
_NEAR = 45
_PART = re.compile(r"[;:.()]|\bbut\b")
_UNITS = (
    r"day|month|year|hour|minute|unit|time|week|percent|visit|session|level|lesion|code|side|service|line|cm|inch(?:e)?"
)
_NUMBERS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
_FIGURE = re.compile(
    rf"(?<![\w.$])(\$?\d{{1,3}}(?:,\d{{3}})*(?:\.\d+)?%?|{'|'.join(_NUMBERS)})[\s-]+({_UNITS})s?\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Opposed:
    """Words of one sentence, as they stand there or with the "not" before them, and those of the other."""

    one: tuple[str, ...]
    other: tuple[str, ...]


def find(one: str, other: str) -> tuple[Opposed, ...]:
    return tuple(_opposites(one, other))


def _opposites(one: str, other: str) -> Iterator[Opposed]:
    for at in range(len(_AXES)):
        (mine, said), (theirs, told) = _stand(one)[at], _stand(other)[at]
        if mine * theirs < 0:
            yield Opposed(said, told)
    figures, others = _figures(one), _figures(other)
    for unit in figures.keys() & others.keys():
        if figures[unit].isdisjoint(others[unit]):
            yield Opposed(*(tuple(f"{count} {unit}" for count in sorted(held[unit])) for held in (figures, others)))


@functools.lru_cache(16_384)
def _stand(sentence: str) -> tuple[tuple[int, tuple[str, ...]], ...]:
    """For each axis: 1 or -1 where all of its words in the sentence go one way, else 0; and these words."""
    found = []
    for axis in _PATTERNS:
        told = [
            (-way if negated else way, f"not {match[0].lower()}" if negated else match[0].lower())
            for pattern, way in axis
            for match in pattern.finditer(sentence)
            for negated in [_negated(sentence, match)]
        ]
        ways = {way for way, _ in told}
        found.append((ways.pop() if len(ways) == 1 else 0, tuple(dict.fromkeys(words for _, words in told))))
    return tuple(found)


def _negated(sentence: str, match: re.Match[str]) -> bool:
    """Two negations before a word are none."""
    before = _PART.split(sentence[max(0, match.start() - _NEAR) : match.start()])[-1]
    behind = _NOT_BEHIND.match(sentence, match.end()) is not None
    return (len(_NOT.findall(before)) + behind) % 2 == 1


@functools.lru_cache(16_384)
def _figures(sentence: str) -> dict[str, frozenset[str]]:
    """The figures of each unit that the sentence names, written as digits."""
    found: dict[str, set[str]] = {}
    for count, unit in _FIGURE.findall(sentence):
        small = count.lower()
        found.setdefault(unit.lower(), set()).add(str(_NUMBERS.index(small)) if small in _NUMBERS else small)
    return {unit: frozenset(counts) for unit, counts in found.items()}
