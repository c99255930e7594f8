"""Records of a CSV file, which may run over several lines; one whose quotation mark is never closed costs one line."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from indexer.formats import Damage

_LONGEST = 500  # lines of one record
_UNCLOSED = (
    "a quotation mark opens a cell here and nothing closes it; close it, or double it where it is a mark of inches"
)
_DELIMITERS = ",;\t|"


@dataclass(frozen=True, slots=True)
class Record:
    """``number`` is the line where it begins, ``last`` the one where it ends, from 1."""

    number: int
    last: int
    cells: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        return not any(cell.strip() for cell in self.cells)


def delimiter(head: str) -> str:
    """What parts the cells of a line of titles."""
    return max(_DELIMITERS, key=lambda sign: (head.count(sign), -_DELIMITERS.index(sign)))


def of(lines: Iterable[tuple[int, str] | Damage], parts: str) -> Iterator[Record | Damage]:
    """The records of ``lines``; ``parts`` is the sign between cells. Empty lines are none."""
    waiting = iter(lines)
    again = list[tuple[int, str] | Damage]()  # lines that were taken for a record's and are not
    while (line := again.pop() if again else next(waiting, None)) is not None:
        if isinstance(line, Damage):
            yield line
            continue
        number, text = line
        if not text.strip():
            continue
        cells = _cells(text, parts)
        taken = list[tuple[int, str] | Damage]()
        while cells is None and len(taken) < _LONGEST:
            further = again.pop() if again else next(waiting, None)
            if further is None:
                break
            taken.append(further)
            if isinstance(further, Damage):
                break
            text = f"{text}\n{further[1]}"
            cells = _cells(text, parts) if '"' in further[1] else None
        if cells is None:
            again += reversed(taken)
            yield Damage(_UNCLOSED, number)
        else:
            yield Record(number, number + text.count("\n"), tuple(cells))


def _cells(text: str, parts: str) -> list[str] | None:
    """None where a quotation mark waits for the line that closes it."""
    try:
        return next(csv.reader([text], delimiter=parts, strict='"' in text), [])
    except csv.Error as error:
        if "unexpected end" in str(error):
            return None
    try:  # marks within a cell, as people type them
        return next(csv.reader([text], delimiter=parts), [])
    except csv.Error:
        return None
