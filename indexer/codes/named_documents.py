"""Numbers that name another document: local coverage determinations, coverage articles and forum threads."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from indexer.codes.lookalikes import normalised, without_systems

_ID = r"\s?(?:(?:id|no|num|number|nbr)\b\.?|\#){0,2}\s?[:\#]?\s?"
_REFERENCES = re.compile(
    rf"""
    \b(?:threads?|topic){_ID}(?P<thread>\d{{3,9}})\b
    | /threads/(?:[\w%-]{{1,200}}\.)?(?P<linked_thread>\d{{3,9}})\b
    | \#(?P<marked_thread>\d{{5,9}})\b
    | \blcd{_ID}D?(?P<lcd>L?\d{{5}})\b
    | \bD?(?P<bare_lcd>L[1-3]\d{{4}})\b
    | \barticle{_ID}(?P<article>A?\d{{5}})\b
    | \b(?P<bare_article>A\d{{5}})\b
    """,
    re.VERBOSE | re.IGNORECASE,
)
_KINDS = {"thread": ("thread", ""), "lcd": ("LCD", "L"), "article": ("article", "A")}


@dataclass(frozen=True, slots=True)
class Reference:
    """``kind`` is LCD, article or thread; ``value`` is upper case, coverage documents with their letter."""

    kind: str
    value: str
    start: int
    end: int


def references(text: str) -> tuple[Reference, ...]:
    """Every reference in order of its place; ``text[start:end]`` is the number."""
    return tuple(_references(without_systems(normalised(text))))


def _references(text: str) -> Iterator[Reference]:
    for match in _REFERENCES.finditer(text):
        group = match.lastgroup or ""
        kind, letter = _KINDS[group.rpartition("_")[2]]
        yield Reference(kind, letter + match[group].upper().removeprefix(letter), *match.span(group))
