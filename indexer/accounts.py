"""What a reading tells besides its documents: what became of each line, what is to be known, what was counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Fate:
    """What became of the source's lines ``first`` to ``last``, from 1; a line with two fates stands in two."""

    first: int
    last: int
    what: str


@dataclass(frozen=True, slots=True)
class Note:
    """Something that was mended, or read in one of two ways; nothing was left out for it. ``line`` counts from 1."""

    what: str
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Count:
    """How often something was met that no note tells one by one: ``masked: name``, ``mended: entity``."""

    what: str
    number: int


_EMPTY: dict[str, None] = {"empty": None}
_MARKUP: dict[str, None] = {"markup": None}


def rows(text: str, fates: Mapping[int, Mapping[str, None]]) -> tuple[Fate, ...]:
    """The fates of all lines of ``text``, by number, those in a row that are alike as one.

    A line that ``fates`` lacks is empty, or held nothing but what mending took away.
    """
    found, open_since, number = list[Fate](), dict[str, int](), 0
    for number, line in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), 1):
        current = fates.get(number) or (_MARKUP if line and not line.isspace() else _EMPTY)
        if current.keys() == open_since.keys():
            continue
        found += [Fate(first, number - 1, what) for what, first in open_since.items() if what not in current]
        open_since = {what: open_since.get(what, number) for what in current}
    found += [Fate(first, number, what) for what, first in open_since.items()]
    return tuple(sorted(found))


def tally(counts: Counter[str]) -> Callable[[str, int], None]:
    """What adds up in ``counts`` whatever it hears of, and how often."""

    def hear(what: str, number: int) -> None:
        counts[what] += number

    return hear


def told(counts: Counter[str]) -> tuple[Count, ...]:
    """In the order of their names."""
    return tuple(Count(what, number) for what, number in sorted(counts.items()))
