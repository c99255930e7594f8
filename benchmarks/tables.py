"""Tables of measures: one row an example, numbers and labels only, so that a fit can be repeated without its texts."""

from __future__ import annotations

import csv
import functools
import typing
from collections import Counter
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

FOLDER = Path(__file__).with_name("measures")
# Rounding moves no chance by more than a ten-thousandth of the weights' sum, far less than another processor does.
DIGITS = 4
Row = TypeVar("Row")
Key = tuple[str, ...]
# The rows of each table by its name; what they are is told by the ``SHAPES`` of the module that measured them.
Tables = Mapping[str, Sequence[Any]]
_READ: dict[object, Callable[[str], object]] = {bool: lambda text: text == "1", int: int, float: float}


@dataclass(frozen=True, slots=True)
class Regression:
    """What one fit is made on: ``values`` of shape (examples, names)."""

    names: tuple[str, ...]
    values: NDArray[np.float64]


def write(path: Path, rows: Sequence[object]) -> None:
    """``rows`` are dataclasses of one kind; the fields of an inner dataclass become columns of their own."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(name for name, _ in columns(type(rows[0])))
        writer.writerows([_written(value) for value in _flat(row)] for row in rows)


def read(path: Path, shape: type[Row]) -> list[Row]:
    """Raises ValueError where the table's columns are not those of ``shape``."""
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        if list(reader.fieldnames or ()) != [name for name, _ in columns(shape)]:
            raise ValueError(f"{path}: its columns are not those of {shape.__name__}; measure anew: make measures")
        return [_made(shape, row) for row in reader]


def keyed(rows: Sequence[object]) -> dict[Key, tuple[float, ...]]:
    """The numbers of each row by its labels and, among rows of the same labels, its place."""
    found: dict[Key, tuple[float, ...]] = {}
    for key, row in zip(_keys(rows), rows, strict=True):
        found[key] = tuple(value for value in _flat(row) if isinstance(value, float))
    return found


def only(rows: Sequence[Row], keys: Container[Key]) -> list[Row]:
    """The rows that ``keyed`` names so."""
    return [row for key, row in zip(_keys(rows), rows, strict=True) if key in keys]


def _keys(rows: Sequence[object]) -> Iterator[Key]:
    seen: Counter[Key] = Counter()
    for row in rows:
        labels = tuple(str(value) for value in _flat(row) if not isinstance(value, float))
        yield (*labels, str(seen[labels]))
        seen[labels] += 1


def columns(shape: type) -> Iterator[tuple[str, Any]]:
    """Their names and kinds, in the order in which they are written."""
    hints = _hints(typing.cast(Any, shape))
    for field in fields(shape):
        inner = hints[field.name]
        if is_dataclass(inner):
            yield from columns(typing.cast(type, inner))
        else:
            yield field.name, inner


def _flat(row: object) -> Iterator[object]:
    for field in fields(typing.cast(Any, row)):
        value = getattr(row, field.name)
        if is_dataclass(value):
            yield from _flat(value)
        else:
            yield value


_hints = functools.cache(typing.get_type_hints)


def _written(value: object) -> str:
    if isinstance(value, float):
        return f"{round(value, DIGITS):g}"
    return str(int(value)) if isinstance(value, bool) else str(value)


def _made(shape: type[Row], row: Mapping[str, str]) -> Row:
    hints = _hints(typing.cast(Any, shape))
    parts = {
        field.name: _made(hints[field.name], row)
        if is_dataclass(hints[field.name])
        else _READ.get(hints[field.name], hints[field.name])(row[field.name])
        for field in fields(typing.cast(Any, shape))
    }
    return shape(**parts)
