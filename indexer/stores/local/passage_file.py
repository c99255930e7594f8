"""The passages of a generation as JSON Lines, each found at once by its row: a memory-mapped file and its offsets."""

from __future__ import annotations

import json
import mmap
from array import array
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np

from indexer import records
from indexer.passages import Passage

_LINES, _STARTS = "passages.jsonl", "passages.npy"
FILES = (_LINES, _STARTS)
# Passages that stay decoded, about 16 MB: a small base whole, of a large one what is asked about again and again.
KEPT = 4096


class Writer:
    """Keeps passages in the order in which they come. Raises OSError where the folder cannot be written."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._starts = array("q", [0])
        (folder / _LINES).touch()

    def add(self, passages: Iterable[Passage]) -> None:
        with (self._folder / _LINES).open("ab") as file:
            for passage in passages:
                line = json.dumps(records.plain(passage), ensure_ascii=False).encode() + b"\n"
                self._starts.append(self._starts[-1] + file.write(line))

    def finish(self) -> None:
        np.save(self._folder / _STARTS, np.frombuffer(self._starts, dtype=np.int64), allow_pickle=False)


class PassageFile:
    """Safe to share between threads. Raises OSError or ValueError where a part is missing or does not fit the other."""

    def __init__(self, folder: Path) -> None:
        self._starts = np.load(folder / _STARTS, mmap_mode="r", allow_pickle=False)
        with (folder / _LINES).open("rb") as file:
            # An empty file cannot be mapped.
            empty = not file.seek(0, 2)
            self._lines = b"" if empty else mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        if int(self._starts[-1]) != len(self._lines):
            raise ValueError(f"{_LINES} does not fit {_STARTS}")
        starts, lines = self._starts, self._lines

        # No method: a method in its own object's cache would keep the file open until the next collection of garbage.
        @lru_cache(KEPT)
        def one(row: int) -> Passage:
            return records.passage(json.loads(lines[starts[row] : starts[row + 1]]))

        self._one = one

    def __len__(self) -> int:
        return len(self._starts) - 1

    def passages(self, rows: Sequence[int]) -> list[Passage]:
        return [self._one(int(row)) for row in rows]
