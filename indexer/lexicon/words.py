"""Words of a text as names are made of them, with their places."""

from __future__ import annotations

import re
from typing import NamedTuple

# "L&I" is one word.
_WORD = re.compile(r"([^\W_]+(?:&[^\W_]+)*)(?:['’]s(?![^\W_]))?")
# What may stand between two words of one name: white space, a mark or both, but no end of a clause.
_JOINT = re.compile(r"['’]?\s{0,3}[-–/&+]?\s{0,2}")


class Word(NamedTuple):
    """``text`` is in small letters and without the ending of a possessive, which its place holds: "Medicare's"."""

    text: str
    start: int
    end: int


def split(text: str) -> list[Word]:
    return [Word(one[1].lower(), one.start(), one.end()) for one in _WORD.finditer(text)]


def joined(text: str, one: Word, other: Word) -> bool:
    """Whether the two may stand in one name."""
    return other.start - one.end <= 5 and _JOINT.fullmatch(text, one.end, other.start) is not None
