"""The part of an answer that says what the codes of the question are: the family in which each stands by its number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from indexer.codes import Code, families
from indexer.codes.families import Family


@dataclass(frozen=True, slots=True)
class Named:
    """``family`` is None of a number that no section of its code set holds."""

    code: Code
    family: Family | None


def of(codes: Sequence[Code]) -> tuple[Named, ...]:
    return tuple(Named(code, families.of(code)) for code in codes)
