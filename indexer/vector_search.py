"""The vectors of a generation in FAISS: searched exactly, in a large base after a coarse search that picks whom.

The exact vectors are memory-mapped and are all that a small base needs. A coarse index (product quantisation in four
bits, Andre et al., "Cache locality is not enough", VLDB 2015, FAISS "fast scan") reads a sixteenth of the bytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import faiss
import numpy as np

from indexer.embedders import Vectors

_EXACT, _COARSE = "vectors.faiss", "coarse.faiss"
# From this many vectors on a coarse index is faster; below, exact search takes less than embedding the question does.
LARGE = 20_000
# How many finds of the coarse index are scored exactly for each one wanted. At 100,000 vectors and 100 wanted, 4 find
# 0.9986 of the exact hundred, 8 find 1.0000.
_SPARE = 8
# Dimensions that share one code of four bits, and how many vectors a coarse index learns its codes from.
_SHARE, _SAMPLE = 2, 20_000


def write(folder: Path, vectors: Vectors) -> None:
    """Raises OSError where the folder cannot be written."""
    count, dimension = vectors.shape
    exact = faiss.IndexFlatIP(dimension)
    exact.add(np.ascontiguousarray(vectors))
    _save(exact, folder / _EXACT)
    if count >= LARGE and dimension % _SHARE == 0:
        # With one thread the same vectors give the same index.
        faiss.omp_set_num_threads(1)
        coarse = faiss.IndexPQFastScan(dimension, dimension // _SHARE, 4, faiss.METRIC_INNER_PRODUCT)
        coarse.train(np.ascontiguousarray(vectors[:: max(1, count // _SAMPLE)]))
        coarse.add(np.ascontiguousarray(vectors))
        _save(coarse, folder / _COARSE)


def _save(index: Any, path: Path) -> None:  # noqa: ANN401  FAISS has no types
    with path.open("wb") as file:
        faiss.write_index(index, faiss.PyCallbackIOWriter(file.write))  # type: ignore[attr-defined]


def _opened(path: Path) -> Any:  # noqa: ANN401
    return faiss.read_index(str(path), faiss.IO_FLAG_MMAP_IFC)


class VectorSearch:
    """Safe to share between threads. Raises RuntimeError where a part is missing or damaged."""

    def __init__(self, folder: Path) -> None:
        # More threads than one made a single search 1.4 to 7 times slower on busy cores.
        faiss.omp_set_num_threads(1)
        self._exact: Any = _opened(folder / _EXACT)
        coarse = folder / _COARSE
        self._coarse = _opened(coarse) if coarse.exists() else None
        if self._coarse is not None and self._coarse.ntotal != self._exact.ntotal:
            raise RuntimeError(f"{_COARSE} does not fit {_EXACT}")
        shape = self._exact.ntotal, self._exact.d
        rows = faiss.rev_swig_ptr(self._exact.get_xb(), shape[0] * shape[1]) if shape[0] else np.zeros(0, np.float32)
        self._rows: Vectors = rows.reshape(shape)

    def __len__(self) -> int:
        return int(self._exact.ntotal)

    def search(self, vector: Vectors, top: int) -> list[tuple[int, float]]:
        """The ``top`` rows with their inner products, best first, equal ones by row."""
        if self._coarse is None or _SPARE * top >= len(self):
            scores, rows = self._exact.search(vector.reshape(1, -1), min(top, len(self)))
            rows, scores = rows[0], scores[0]
        else:
            _, found = self._coarse.search(vector.reshape(1, -1), _SPARE * top)
            rows = found[0][found[0] >= 0]
            scores = self._rows[rows] @ vector
        best = np.lexsort((rows, -scores))[:top]
        return [(int(row), float(score)) for row, score in zip(rows[best], scores[best], strict=True) if row >= 0]

    def vectors(self, rows: Sequence[int]) -> Vectors:
        return np.array(self._rows[list(rows)], dtype=np.float32).reshape(-1, self._exact.d)
