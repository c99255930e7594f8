"""The lists of a shard: of each term and code the rows that have it and what it weighs in each; and their scores.

A server sends the lists of a question, and whoever asks adds them up: exact, and the engine has nothing to do but read.
In SQL every passage must be scored that has one of the words, and with its near words a question has nearly all; bounds
as of MaxScore (Turtle and Flood, 1995) leave few out, since a question weighs dozens of terms. See docs/scale.md.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

Numbers = np.ndarray[Any, np.dtype[Any]]
# A list stands in parts of so many rows, so that a row takes two bytes in it, and one part's scores fit a processor.
_BITS = 16
SPAN = 1 << _BITS
# Rows of a part whose highest score stands for them; NumPy takes 30 times as long to part all scores.
_GROUP = 64
_ROW, _WEIGHT = np.dtype("<u2"), np.dtype("<f4")
# Number, part, rows and weights, as the table holds them.
Packed = tuple[int, int, bytes, bytes]
# Row, the numbers of its terms and codes, and what each weighs.
Line = tuple[int, Numbers, Numbers]


@dataclass(frozen=True, slots=True, eq=False)
class Listed:
    """The rows of one part that have a term, counted from the part's first, and their weights. Shapes (rows,)."""

    rows: Numbers
    weights: Numbers

    @classmethod
    def read(cls, rows: bytes, weights: bytes) -> Listed:
        return cls(np.frombuffer(rows, _ROW), np.frombuffer(weights, _WEIGHT))

    def packed(self) -> tuple[bytes, bytes]:
        return self.rows.astype(_ROW).tobytes(), self.weights.astype(_WEIGHT).tobytes()

    def without(self, rows: Numbers) -> Listed:
        kept = ~np.isin(self.rows, rows)
        return Listed(self.rows[kept], self.weights[kept])


# By part, then by the number of the term.
Lists = Mapping[int, Mapping[int, Listed]]


@dataclass(frozen=True, slots=True)
class Sought:
    """By a shard's numbers: ``sums`` is what each term counts times its weight in a passage; of each of ``once`` a
    passage counts the best that it has.
    """

    sums: Mapping[int, float]
    once: Sequence[Mapping[int, float]] = ()

    @property
    def numbers(self) -> set[int]:
        return {*self.sums, *itertools.chain.from_iterable(self.once)}


def place(row: int) -> tuple[int, int]:
    """The part that a row is in, and which of its rows it is."""
    return row >> _BITS, row & SPAN - 1


def inverted(lines: Iterable[Line]) -> Iterator[Packed]:
    """The lists of ``lines``, which come by row; held is one part at a time."""
    for part, group in itertools.groupby(lines, lambda line: line[0] >> _BITS):
        held = [*group]
        numbers = np.concatenate([numbers for _, numbers, _ in held])
        rows = np.repeat([place(row)[1] for row, _, _ in held], [len(numbers) for _, numbers, _ in held])
        weights = np.concatenate([weights for _, _, weights in held])
        order = np.argsort(numbers, kind="stable")
        starts = np.flatnonzero(np.diff(numbers[order], prepend=-1))
        for own in np.split(order, starts[1:]) if len(order) else ():
            yield int(numbers[own[0]]), part, *Listed(rows[own], weights[own]).packed()


def lists(found: Iterable[Packed]) -> Lists:
    held: dict[int, dict[int, Listed]] = {}
    for number, part, rows, weights in found:
        held.setdefault(part, {})[number] = Listed.read(rows, weights)
    return held


def best(lists: Lists, sought: Sought, allowed: Numbers | None, top: int) -> list[tuple[int, float]]:
    """Rows with their scores, best first, equal ones by row: all above 0 or the first ``top``, of those ``allowed``."""
    found: list[tuple[int, float]] = []
    for part, held in lists.items():
        scores = _scores(held, sought)
        if allowed is not None:
            kept = np.zeros(SPAN, dtype=bool)
            kept[allowed[allowed >> _BITS == part] & SPAN - 1] = True
            scores[~kept] = 0
        rows = np.flatnonzero((scores > 0) & (scores >= _least(scores, top)))
        found += zip(((part << _BITS) + rows).tolist(), scores[rows].tolist(), strict=True)
    return sorted(found, key=lambda one: (-one[1], one[0]))[:top]


def _least(scores: Numbers, top: int) -> float:
    """No more than the score of the last of the first ``top``: so many groups of rows have one that is no lower."""
    highest = scores.reshape(-1, _GROUP).max(axis=1)
    return float(np.sort(highest)[-top]) if 0 < top <= len(highest) else 0.0


def _scores(held: Mapping[int, Listed], sought: Sought) -> Numbers:
    """Of every row of a part, shape (SPAN,); passages with the same terms have the very same."""
    summed = [(held[number], weight) for number, weight in sought.sums.items() if number in held]
    scores = np.zeros(SPAN)
    if summed:
        # One pass over all lists takes half the time of one for each.
        rows = np.concatenate([one.rows for one, _ in summed])
        scores += np.bincount(rows, np.concatenate([weight * one.weights for one, weight in summed]), SPAN)
    for worth in sought.once:
        counted = np.zeros(SPAN)
        for number in sorted(worth, key=worth.__getitem__):
            if one := held.get(number):
                counted[one.rows] = worth[number]
        scores += counted
    return scores
