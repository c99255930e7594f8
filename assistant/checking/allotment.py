"""What a text says of which code, where it names several: "26 is the reading, and TC the picture".

Nothing is parsed: a text falls into clauses at its signs and at words such as "and", and a clause without a code goes
with the neighbour that the weaker sign parts it from.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.rewording import turning
from indexer import codes

# What parts clauses, the strongest first.
_SIGNS = (
    r"[.;?!]\s",
    r",?\s(?:and|but|while|whereas|or\srather)\s",
    r"[:,)]\s|\s[-–—]\s",
    r"\s?\(|\s(?:if|when|for|with|where|once)\s",
)
_SIGN = re.compile("|".join(f"({sign})" for sign in _SIGNS))
_SENTENCE = len(_SIGNS) - 1
# What is said before it is said of every code after it.
_ANNOUNCES = ":"
_TOKEN = re.compile(r"\b[A-Z]*\d[A-Z\d.]*\b|\b[A-Z]{2}\b")
_LIKE = re.compile(r"\b[A-Z]{1,2}\d{1,4}\b(?!\.\d)")
_JOINING = re.compile(r"^(?:and|or|with) ")
# What counts something is no code that looks like one: "14 days", "30 minutes".
_COUNTED = re.compile(r"\s?(?:%|(?:minutes?|hours?|days?|weeks?|months?|years?|units?|percent|times?|cm|mm|mg|ml)\b)")


@dataclass(frozen=True, slots=True)
class Share:
    """Of the words that a claim says of a code and its evidence says at all, the parts that the evidence says of other
    codes alone, and of this one alone.
    """

    foreign: float
    own: float


@dataclass(frozen=True, slots=True)
class Allotment:
    """``share``: of the code of a claim with the greatest foreign part; None where its evidence parts none from others.
    ``own``: the clauses of the evidence that are of codes of the claim, or of none; all of it where there are no such.
    """

    share: Share | None
    own: str


@dataclass(frozen=True, slots=True)
class _Group:
    """Clauses that belong together, the codes they name, and what parts them from the next, as a number and a sign."""

    text: str
    named: frozenset[str]
    words: frozenset[str]
    strength: int
    sign: str


def of(claim: str, evidence: str) -> Allotment:
    """What of ``evidence`` is said of which code of ``claim``."""
    values = _values(claim)
    like = frozenset(map(_shape, values))
    offered = _groups(evidence, like)
    return Allotment(_share(_groups(claim, like), offered), _own(values, offered) or evidence)


def _share(claimed: Sequence[_Group], offered: Sequence[_Group]) -> Share | None:
    parts = []
    for one in claimed:
        mine = [other for other in offered if one.named & other.named]
        own, others = _words(mine), _words(other for other in offered if other.named and other not in mine)
        # What is said of every code tells none from another.
        said = (one.words & (own | others)) - _words(other for other in offered if not other.named)
        if mine and others and said:
            parts.append(Share(len(said - own) / len(said), len(said - others) / len(said)))
    return max(parts, key=lambda part: part.foreign, default=None)


def _own(values: frozenset[str], offered: Sequence[_Group]) -> str:
    """Empty where none of ``offered`` names one of ``values``."""
    if not any(one.named & values for one in offered):
        return ""
    return "; ".join(one.text for one in offered if not one.named or one.named & values)


def _groups(text: str, like: frozenset[str]) -> list[_Group]:
    """``like``: shapes of values that count as codes whether or not they are known as such."""
    found = _joined(_clauses(text, like), weakest=0)
    return _joined(_lists(found), weakest=_SENTENCE)


def _joined(found: Sequence[_Group], weakest: int) -> list[_Group]:
    """Those that only one of two neighbours names a code of, over signs up to ``weakest``, the weakest sign first."""
    left = list(found)
    while joints := [at for at in range(len(left) - 1) if left[at].strength <= weakest and _belong(*left[at : at + 2])]:
        at = min(joints, key=lambda at: left[at].strength)
        left[at : at + 2] = [_merged(*left[at : at + 2])]
    return left


def _belong(one: _Group, other: _Group) -> bool:
    """Whether only one of the two names a code, and the first does not announce others."""
    return not (one.named and other.named) and not (one.sign == _ANNOUNCES and not one.named)


def _lists(found: Sequence[_Group]) -> list[_Group]:
    """With codes that stand side by side, one of them without a word of its own, as one: the same is said of both."""
    left, alone = [found[0]], [not one.words for one in found]
    for at, other in enumerate(found[1:], 1):
        one = left[-1]
        ends = one.strength < _SENTENCE and any(one.text.endswith(code) for code in one.named)
        if ends and (alone[at - 1] or alone[at]) and any(_opens(other.text, code) for code in other.named):
            left[-1] = _merged(one, other)
        else:
            left.append(other)
    return left


def _opens(text: str, code: str) -> bool:
    return _JOINING.sub("", text).startswith(code)


def _merged(one: _Group, other: _Group) -> _Group:
    text = f"{one.text}{'' if one.sign == '(' else ','} {other.text}"
    return _Group(text, one.named | other.named, one.words | other.words, other.strength, other.sign)


def _clauses(text: str, like: frozenset[str]) -> list[_Group]:
    found, start = list[_Group](), 0
    for match in _SIGN.finditer(text):
        # The word that opens a clause is part of it.
        strength, sign = len(_SIGNS) - (match.lastindex or 0), match[0].strip()
        found.append(_clause(text[start : match.start()], like, strength, sign))
        start = match.start() if sign.isalpha() else match.end()
    return [*found, _clause(text[start:], like, _SENTENCE, "")]


def _clause(text: str, like: frozenset[str], strength: int, sign: str) -> _Group:
    tokens = [match for match in _TOKEN.finditer(text) if not _COUNTED.match(text, match.end())]
    named = _values(text) | {match[0] for match in tokens if _shape(match[0]) in like}
    rest = _TOKEN.sub(lambda match: " " if match[0] in named else match[0], text)
    return _Group(text.strip(), named, frozenset(word.text for word in turning.words(rest)), strength, sign)


def _values(text: str) -> frozenset[str]:
    """Of codes, and of what is written like one: "P4"."""
    return frozenset(code.value for code in codes.values(codes.find(text))) | frozenset(_LIKE.findall(text))


def _shape(value: str) -> str:
    return re.sub(r"[A-Z]", "A", re.sub(r"\d", "9", value))


def _words(found: Iterable[_Group]) -> frozenset[str]:
    return frozenset().union(*(one.words for one in found))
