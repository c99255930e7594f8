"""Documents that are nearly the same: told, never dropped."""

from __future__ import annotations

import functools
import re
import zlib
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import numpy as np
import numpy.typing as npt

from indexer.passages import Passage

_WORD = re.compile(r"\w+")
# Words in a row that are compared, how many of a document's smallest check sums stand for all of its rows, and how many
# of these are looked up: that two documents share none of four while they share 85 of 100 happens once in 2,000 times.
_ROW, _KEPT, _LOOKED_UP = 4, 64, 4
# From this share of common rows on two documents are nearly the same. A shorter one than _FEWEST rows is like many.
LEAST, _FEWEST = 0.85, 16
# An odd number without a pattern, so that the upper half of a product is a check sum.
_MIXED = np.uint64(0x9E3779B97F4A7C15)
# A row that so many documents have is a phrase of the field or of a form.
_COMMON = 20


@dataclass(frozen=True, slots=True)
class Alike:
    """The document ``id`` of the file ``path`` is nearly the same as ``other``; ``share`` of their rows is common."""

    id: str
    path: Path
    other: str
    share: float


class Likenesses:
    """Hears every document, and then knows the pairs. It holds some 64 numbers of each."""

    def __init__(self) -> None:
        self._of: list[tuple[str, Path]] = []
        self._rows: list[array[int]] = []

    def add(self, document: Sequence[Passage], path: Path) -> None:
        """All passages of one document of the file ``path``."""
        rows = _sums([word for passage in document for word in _WORD.findall(passage.text.lower())])
        if len(rows) >= _FEWEST:
            self._of.append((document[0].document_id, path))
            self._rows.append(array("I", rows[:_KEPT].tobytes()))

    def pairs(self) -> Iterator[Alike]:
        """Each document that is like an earlier one, with the earliest, so that ten alike are nine pairs."""
        looked_up = np.array([rows[:_LOOKED_UP] for rows in self._rows], dtype=np.uint32).reshape(-1)
        order = np.argsort(looked_up, kind="stable")
        numbers, rows = order // _LOOKED_UP, looked_up[order]
        starts = np.flatnonzero(np.diff(rows, prepend=rows[:1] + np.uint32(1)))
        ends = np.append(starts[1:], len(rows))
        some = (ends - starts > 1) & (ends - starts <= _COMMON)
        near = set[tuple[int, int]]()
        for start, end in zip(starts[some].tolist(), ends[some].tolist(), strict=True):
            near.update(combinations(numbers[start:end].tolist(), 2))
        told: set[int] = set()
        for one, other in sorted(near):
            if other not in told and (share := self._share(one, other)) >= LEAST:
                told.add(other)
                yield Alike(*self._of[other], self._of[one][0], share)

    def _share(self, one: int, other: int) -> float:
        """Of the smallest rows of both together, how many both have: of a sample of the whole the same is true."""
        first, second = set(self._rows[one]), set(self._rows[other])
        smallest = sorted(first | second)[:_KEPT]
        return sum(row in first and row in second for row in smallest) / len(smallest)


def _sums(words: Sequence[str]) -> npt.NDArray[np.uint32]:
    """The different check sums of the rows of ``words``, the smallest first."""
    numbers = np.fromiter(map(_number, words), dtype=np.uint64, count=len(words))
    rows = np.zeros(max(0, len(words) - _ROW + 1), dtype=np.uint64)
    for at in range(_ROW):
        rows = (rows + numbers[at : at + len(rows)]) * _MIXED
    return np.unique((rows >> np.uint64(32)).astype(np.uint32))


@functools.lru_cache(65_536)
def _number(word: str) -> int:
    return zlib.crc32(word.encode())
