"""Rows of bytes in a file, each with its digest: compared whenever it is read, so that the file need not be read whole.

A small file is held in memory; its opener has compared it. A large one is read, never mapped: one that is cut short
under a mapping ends the process, here it is an error. An open file stays whole when it is deleted or replaced.
"""

from __future__ import annotations

import hashlib
import os
import threading
import weakref
from pathlib import Path

import numpy as np
import numpy.typing as npt

from indexer import advice
from indexer.errors import NoIndexError

# A file of at most so many bytes is held.
HELD = 32 << 20
# Bytes of a row's sha256 that are kept.
_DIGEST = 16


def sums(name: str) -> str:
    """The file of the digests for the file ``name``."""
    return f"{name}.sums"


class Writer:
    """Appends rows to the file ``name``, which may begin with something else. Holds none of them.

    Raises OSError where the folder cannot be written.
    """

    def __init__(self, folder: Path, name: str, head: bytes = b"") -> None:
        self.file = (folder / name).open("wb")
        self.file.write(head)
        self._sums = (folder / sums(name)).open("wb")

    def add(self, row: bytes) -> None:
        self.file.write(row)
        self._sums.write(_digest(row))

    def close(self) -> None:
        self.file.close()
        self._sums.close()


class Rows:
    """``starts`` are the places in the file where each row begins, and the last one ends.

    Safe to share between threads. Raises OSError or ValueError where a file is missing or does not fit the other.
    """

    def __init__(self, folder: Path, name: str, starts: npt.NDArray[np.int64] | range, hold: bool = True) -> None:
        self._path, self._starts = folder / name, starts
        self._sums = (folder / sums(name)).read_bytes()
        self._reading = threading.Lock()
        # Without a buffer, which would be filled for a row and thrown away.
        self._file = self._path.open("rb", buffering=0)
        weakref.finalize(self, self._file.close)
        if starts[-1] != os.fstat(self._file.fileno()).st_size or len(self._sums) != _DIGEST * len(self):
            raise ValueError(f"{name} does not fit what is known of its rows")
        self._held = None
        if hold and held(self._path):
            self._held = self._file.readall()
            self._file.close()

    def __len__(self) -> int:
        return len(self._starts) - 1

    def __getitem__(self, row: int) -> bytes:
        """Raises NoIndexError where it is no longer what was written."""
        start, end = int(self._starts[row]), int(self._starts[row + 1])
        if self._held is not None:
            return self._held[start:end]
        try:
            with self._reading:
                self._file.seek(start)
                found = self._file.read(end - start)
        except OSError as error:
            raise self._damaged(error.strerror) from error
        if _digest(found) != self._sums[_DIGEST * row : _DIGEST * (row + 1)]:
            raise self._damaged("it was changed")
        return found

    def _damaged(self, what: str | None) -> NoIndexError:
        again = advice.index(self._path.parent.parent, (), "--rebuild")
        return NoIndexError(f"{self._path}: the index is damaged ({what}); run: {again}")


def held(path: Path) -> bool:
    """Whether the file is read whole when it is opened."""
    return path.stat().st_size <= HELD


def _digest(row: bytes) -> bytes:
    return hashlib.sha256(row).digest()[:_DIGEST]
