"""Codes in free text, as coders write them: lists that drop the stem, ranges, wildcards, modifiers and units.

Every mention keeps its offsets. What merely looks like a code (dollars, ZIP codes, telephone numbers, dates, thread
ids, coverage articles) is overwritten first; then diagnoses, procedures and modifiers are read, each from what is left.
"""

from __future__ import annotations

from collections.abc import Iterable

from indexer.codes import diagnoses, modifiers, procedures
from indexer.codes.lookalikes import BLANK, CODE, normalised, plain
from indexer.codes.notation import MAX_RANGE, Code, Mention, is_wildcard, values

__all__ = ["MAX_RANGE", "Code", "Mention", "find", "is_wildcard", "values"]


def find(text: str) -> tuple[Mention, ...]:
    """Codes of every system in order of their place; mentions never overlap."""
    normal = normalised(text)
    left = plain(normal)
    diagnosed = tuple(diagnoses.find(left, normal))
    left = _without(left, diagnosed, BLANK)
    performed = tuple(procedures.find(left))
    left = _without(left, performed, CODE)
    return tuple(sorted((*diagnosed, *performed, *modifiers.find(left)), key=lambda mention: mention.start))


def _without(text: str, mentions: Iterable[Mention], fill: str) -> str:
    pieces, position = [], 0
    for mention in mentions:
        pieces += [text[position : mention.start], fill * (mention.end - mention.start)]
        position = mention.end
    return "".join([*pieces, text[position:]])
