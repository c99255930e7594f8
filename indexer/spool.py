"""Vectors on the disk as they are made, so that an indexing that was killed goes on where it ended.

A file beside the generations holds them by the digest of their text, and no text. It goes once a generation is whole.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import Self

import numpy as np

from indexer.embedders import Vectors

FILE = "vectors.part"
# Of a text's sha256.
DIGEST = 16


class Spool:
    """Vectors of the shape (dimension,), all made by ``maker``; those of another one are dropped.

    ``anew`` drops what is there. One thread may add while others ask. Raises OSError where the file cannot be written.
    """

    def __init__(self, folder: Path, maker: str, dimension: int, anew: bool = False) -> None:
        self._path, self.dimension = folder / FILE, dimension
        self._form = np.dtype([("digest", f"V{DIGEST}"), ("check", "<u4"), ("vector", "<f4", (dimension,))])
        self._head = hashlib.sha256(f"{maker} {dimension}".encode()).digest()
        self._rows: dict[bytes, int] = {}
        whole = 0 if anew else self._resumed()
        if not whole:
            self._path.write_bytes(self._head)
        self._file = self._path.open("r+b")
        self._file.truncate(len(self._head) + whole * self._form.itemsize)
        self._file.seek(0, 2)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def __len__(self) -> int:
        return len(self._rows)

    def __contains__(self, digest: bytes) -> bool:
        return digest in self._rows

    def add(self, digests: Sequence[bytes], vectors: Vectors) -> None:
        """They are there for whoever comes after a kill, once this returns."""
        found = np.zeros(len(digests), dtype=self._form)
        found["digest"] = np.array(digests, dtype=f"V{DIGEST}")
        found["vector"] = vectors
        found["check"] = [zlib.crc32(row.tobytes()) for row in found["vector"]]
        first = len(self._rows)
        self._file.write(found.tobytes())
        self._file.flush()
        self._rows.update((digest, first + row) for row, digest in enumerate(digests))

    def of(self, digests: Sequence[bytes]) -> Vectors:
        """In their order; each is there."""
        found = np.zeros(len(digests), dtype=self._form)
        # Read, not mapped: what is mapped of it would count as memory.
        with self._path.open("rb") as file:
            for at, digest in enumerate(digests):
                file.seek(len(self._head) + self._rows[digest] * self._form.itemsize)
                found[at] = np.frombuffer(file.read(self._form.itemsize), dtype=self._form)[0]
        vectors: Vectors = found["vector"]
        return vectors

    def done(self) -> None:
        """Nothing of it is needed any more."""
        self._file.close()
        self._path.unlink(missing_ok=True)

    def _resumed(self) -> int:
        """How many whole vectors an earlier run left; after a power cut the last ones may be none."""
        try:
            with self._path.open("rb") as file:
                if file.read(len(self._head)) != self._head:
                    return 0
            count = (self._path.stat().st_size - len(self._head)) // self._form.itemsize
        except FileNotFoundError:
            return 0
        with self._path.open("rb") as file:
            file.seek(len(self._head))
            for row in range(count):
                one = np.frombuffer(file.read(self._form.itemsize), dtype=self._form)[0]
                digest = one["digest"].tobytes()
                if zlib.crc32(one["vector"].tobytes()) != one["check"] or digest in self._rows:
                    return row
                self._rows[digest] = row
        return count
