"""Codes in free text, as coders write them: lists that drop the stem, ranges, wildcards, modifiers and units.

Every mention keeps its offsets. What merely looks like a code (dollars, ZIP codes, telephone numbers, dates, thread
ids, coverage articles) is overwritten first; then diagnoses, procedures and modifiers are read, each from what is left.
"""

from __future__ import annotations

from collections.abc import Iterable

from indexer import code_diagnoses, code_modifiers, code_procedures
from indexer.code_lookalikes import BLANK, CODE, normalised, plain
from indexer.code_references import Reference, references
from indexer.code_values import MAX_RANGE, Code, Mention, is_wildcard, values

__all__ = ["MAX_RANGE", "Code", "Mention", "Reference", "find", "is_wildcard", "references", "values"]


def find(text: str) -> tuple[Mention, ...]:
    """Codes of every system in order of their place; mentions never overlap."""
    normal = normalised(text)
    left = plain(normal)
    diagnoses = tuple(code_diagnoses.find(left, normal))
    left = _without(left, diagnoses, BLANK)
    procedures = tuple(code_procedures.find(left))
    left = _without(left, procedures, CODE)
    return tuple(sorted((*diagnoses, *procedures, *code_modifiers.find(left)), key=lambda mention: mention.start))


def _without(text: str, mentions: Iterable[Mention], fill: str) -> str:
    pieces, position = [], 0
    for mention in mentions:
        pieces += [text[position : mention.start], fill * (mention.end - mention.start)]
        position = mention.end
    return "".join([*pieces, text[position:]])
