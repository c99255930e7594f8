"""Footnotes: smaller rows at the foot of a column, the first of them marked; and their marks in the text."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from indexer.printed import Row
from indexer.printed.glyphs import LOWERED, RAISED

# A footnote is at most so high as the letters of the text.
SMALLER = 0.93
_MARKED = re.compile(rf"{RAISED}?(?P<mark>\d{{1,3}}|[*†‡§¶]{{1,3}}){LOWERED}?[.)]?(?=\s|[A-Z])")
_HIGH = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_RAISED = re.compile(f"{RAISED}([^{LOWERED}]*){LOWERED}")


def parted(rows: Sequence[Row], body: float) -> tuple[tuple[Row, ...], tuple[Row, ...]]:
    """The column's text, and its footnotes; ``body`` is the height of the text's letters."""
    start = len(rows)
    while start and rows[start - 1].height < SMALLER * body:
        start -= 1
    first = next((place for place in range(start, len(rows)) if mark(rows[place])), len(rows))
    return tuple(rows[:first]), tuple(rows[first:])


def mark(row: Row) -> str | None:
    """What the row begins with, if that marks a footnote."""
    found = _MARKED.match(row.text)
    return found["mark"] if found else None


def with_marks(text: str, known: Collection[str]) -> str:
    """Raised marks as ``[1]`` where the page has that footnote, and behind a number, which they would change; else as
    they are raised.
    """

    def told(match: re.Match[str]) -> str:
        behind = text[match.start() - 1 : match.start()]
        return f" [{match[1]}]" if match[1] in known or behind.isdigit() else match[1].translate(_HIGH)

    return _RAISED.sub(told, text)
