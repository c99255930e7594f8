"""The vectors of a generation in FAISS: searched exactly, in a large base after a coarse search that picks whom.

The exact vectors are memory-mapped and are all that a small base needs. A coarse index (product quantisation in four
bits, Andre et al., "Cache locality is not enough", VLDB 2015, FAISS "fast scan") reads a sixteenth of the bytes. What a
filter leaves is always searched exactly.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import faiss
import numpy as np
import numpy.typing as npt

from indexer.embedders import Vectors

_EXACT, _COARSE = "vectors.faiss", "coarse.faiss"
FILES = (_EXACT, _COARSE)
# From this many vectors on a coarse index is faster; below, exact search takes less than embedding the question does.
LARGE = 20_000
# How many finds of the coarse index are scored exactly for each one wanted. At 100,000 vectors and 100 wanted, 4 find
# 0.9986 of the exact hundred, 8 find 1.0000.
_SPARE = 8
# Dimensions that share one code of four bits, and how many vectors a coarse index learns its codes from.
_SHARE, _SAMPLE = 2, 20_000
# Rows that are read at once while a coarse index is made.
_PART = 16_384


class Writer:
    """Writes vectors as they come and holds none. Raises OSError where the folder cannot be written."""

    def __init__(self, folder: Path, dimension: int) -> None:
        self._folder, self._dimension, self._count = folder, dimension, 0
        self._file = (folder / _EXACT).open("wb")
        self._file.write(_head(dimension, 0))

    def add(self, vectors: Vectors) -> None:
        self._file.write(np.ascontiguousarray(vectors, dtype=np.float32).tobytes())
        self._count += len(vectors)

    def finish(self) -> None:
        with self._file:
            self._file.seek(0)
            self._file.write(_head(self._dimension, self._count))
        if self._count >= LARGE and self._dimension % _SHARE == 0:
            # With one thread the same vectors give the same index.
            faiss.omp_set_num_threads(1)
            coarse = faiss.IndexPQFastScan(self._dimension, self._dimension // _SHARE, 4, faiss.METRIC_INNER_PRODUCT)
            step = max(1, self._count // _SAMPLE)
            coarse.train(np.concatenate([part[-start % step :: step] for start, part in self._parts()]))
            for _, part in self._parts():
                coarse.add(part)
            _save(coarse, self._folder / _COARSE)

    def _parts(self) -> Iterator[tuple[int, Vectors]]:
        """What was written, so many rows at a time, with the number of the first."""
        for start in range(0, self._count, _PART):
            rows = min(_PART, self._count - start)
            at = len(_head(self._dimension, 0)) + 4 * self._dimension * start
            read = np.fromfile(self._folder / _EXACT, np.float32, rows * self._dimension, offset=at)
            yield start, read.reshape(rows, self._dimension)


def _head(dimension: int, count: int) -> bytes:
    """What stands in a file of FAISS before the vectors of a flat index: that of an empty one with both its counts."""
    empty = faiss.serialize_index(faiss.IndexFlatIP(dimension)).tobytes()
    # After four letters and the dimension, and at the end.
    return empty[:8] + count.to_bytes(8, "little") + empty[16:-8] + (count * dimension).to_bytes(8, "little")


def present(folder: Path) -> list[str]:
    """A small base has no coarse index."""
    return [_EXACT, _COARSE] if (folder / _COARSE).exists() else [_EXACT]


def _save(index: Any, path: Path) -> None:  # noqa: ANN401  FAISS has no types
    with path.open("wb") as file:
        faiss.write_index(index, faiss.PyCallbackIOWriter(file.write))  # type: ignore[attr-defined]


def _opened(path: Path) -> Any:  # noqa: ANN401
    return faiss.read_index(str(path), faiss.IO_FLAG_MMAP_IFC)


def _rows(exact: Any) -> Vectors:  # noqa: ANN401
    """What the index holds, not copied."""
    shape = exact.ntotal, exact.d
    rows = faiss.rev_swig_ptr(exact.get_xb(), shape[0] * shape[1]) if shape[0] else np.zeros(0, np.float32)
    held: Vectors = rows.reshape(shape)
    return held


class VectorSearch:
    """Safe to share between threads. Raises RuntimeError where a part is missing or damaged."""

    def __init__(self, folder: Path) -> None:
        self._exact: Any = _opened(folder / _EXACT)
        coarse = folder / _COARSE
        self._coarse = _opened(coarse) if coarse.exists() else None
        if self._coarse is not None and self._coarse.ntotal != self._exact.ntotal:
            raise RuntimeError(f"{_COARSE} does not fit {_EXACT}")
        self._rows = _rows(self._exact)

    def __len__(self) -> int:
        return int(self._exact.ntotal)

    def search(
        self, vector: Vectors, top: int, allowed: npt.NDArray[np.int64] | None = None
    ) -> list[tuple[int, float]]:
        """The ``top`` rows, of those ``allowed`` where any are named, with their inner products.

        Best first, equal ones by row.
        """
        asked = np.ascontiguousarray(vector, dtype=np.float32).reshape(1, -1)
        # More threads than one made a single search 1.4 to 7 times slower on busy cores. It is set for each thread that
        # searches, and for that one alone.
        faiss.omp_set_num_threads(1)
        if allowed is None and self._coarse is not None and _SPARE * top < len(self):
            _, found = self._coarse.search(asked, _SPARE * top)
            rows = found[0][found[0] >= 0]
            scores = self._rows[rows] @ asked[0]
        else:
            rows, scores = self._exactly(asked, top, allowed)
        best = np.lexsort((rows, -scores))[:top]
        return [(int(row), float(score)) for row, score in zip(rows[best], scores[best], strict=True)]

    def _exactly(
        self, asked: Vectors, top: int, allowed: npt.NDArray[np.int64] | None
    ) -> tuple[npt.NDArray[np.int64], Vectors]:
        """At least ``top`` of them, and all that are as good as the last one."""
        count = len(self) if allowed is None else len(allowed)
        if not count:
            return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.float32)
        chosen = {} if allowed is None else {"params": _only(allowed, len(self))}
        scores, rows = self._exact.search(asked, min(top + 1, count), **chosen)
        if count > top and scores[0][top] == scores[0][top - 1]:
            least = float(np.nextafter(scores[0][top], np.float32(-np.inf)))
            _, every, found = self._exact.range_search(asked, least, **chosen)
            return found, every
        return rows[0], scores[0]

    def vectors(self, rows: Sequence[int]) -> Vectors:
        return np.array(self._rows[list(rows)], dtype=np.float32).reshape(-1, self._exact.d)


def _only(allowed: npt.NDArray[np.int64], count: int) -> Any:  # noqa: ANN401
    marked = np.zeros(count, dtype=bool)
    marked[allowed] = True
    selector = faiss.IDSelectorBitmap(np.packbits(marked, bitorder="little"))  # type: ignore[call-arg, arg-type]
    return faiss.SearchParameters(sel=selector)  # type: ignore[call-arg]
