"""Documents that are nearly the same: told, never dropped."""

from __future__ import annotations

import re
import zlib
from array import array
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from indexer.passages import Passage

_WORD = re.compile(r"\w+")
# Words in a row that are compared, how many of a document's smallest check sums stand for all of its rows, and how many
# of these are looked up: that two documents share none of four while they share 85 of 100 happens once in 2,000 times.
_ROW, _KEPT, _LOOKED_UP = 4, 64, 4
# From this share of common rows on two documents are nearly the same. A shorter one than _FEWEST rows is like many.
LEAST, _FEWEST = 0.85, 16
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
        words = [word for passage in document for word in _WORD.findall(passage.text.lower())]
        rows = {zlib.crc32(" ".join(words[at : at + _ROW]).encode()) for at in range(len(words) - _ROW + 1)}
        if len(rows) >= _FEWEST:
            self._of.append((document[0].document_id, path))
            self._rows.append(array("I", sorted(rows)[:_KEPT]))

    def pairs(self) -> Iterator[Alike]:
        """Each document that is like an earlier one, with the earliest, so that ten alike are nine pairs."""
        having: dict[int, list[int]] = defaultdict(list)
        for number, rows in enumerate(self._rows):
            for row in rows[:_LOOKED_UP]:
                having[row].append(number)
        near = {pair for those in having.values() if len(those) <= _COMMON for pair in combinations(those, 2)}
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
