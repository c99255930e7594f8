"""The passages of a generation as JSON Lines, each found at once by its row."""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np

from indexer import records
from indexer.passages import Passage
from indexer.stores.local import rows
from indexer.stores.local.rows import Rows

LINES, _STARTS = "passages.jsonl", "passages.npy"
FILES = (LINES, rows.sums(LINES), _STARTS)
# Passages that stay decoded, about 16 MB: a small base whole, of a large one what is asked about again and again.
KEPT = 4096


class Writer:
    """Keeps passages in the order in which they come. Raises OSError where the folder cannot be written."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lines = rows.Writer(folder, LINES)
        self._starts = array("q", [0])

    def add(self, passages: Iterable[Passage]) -> None:
        for passage in passages:
            line = json.dumps(records.plain(passage), ensure_ascii=False).encode() + b"\n"
            self._lines.add(line)
            self._starts.append(self._starts[-1] + len(line))

    def finish(self) -> None:
        self._lines.close()
        np.save(self._folder / _STARTS, np.frombuffer(self._starts, dtype=np.int64), allow_pickle=False)


class PassageFile:
    """Safe to share between threads. Raises OSError or ValueError where a part is missing or does not fit the other."""

    def __init__(self, folder: Path) -> None:
        lines = Rows(folder, LINES, np.load(folder / _STARTS, allow_pickle=False))
        self._count = len(lines)

        # No method: a method in its own object's cache would keep the file open until the next collection of garbage.
        @lru_cache(KEPT)
        def one(row: int) -> Passage:
            return records.passage(json.loads(lines[row]))

        self._one = one

    def __len__(self) -> int:
        return self._count

    def passages(self, rows: Sequence[int]) -> list[Passage]:
        """Raises NoIndexError where one is no longer what was written."""
        return [self._one(int(row)) for row in rows]
