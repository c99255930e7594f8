"""The vectors of a generation in FAISS: searched exactly, in a large base after a coarse search that picks whom.

A small base holds its vectors in memory. A large one holds a coarse index (product quantisation in four bits, Andre et
al., "Cache locality is not enough", VLDB 2015, FAISS "fast scan"), a sixteenth of the bytes, and reads from the disk
the vectors of what that finds, and of what a filter leaves where that is little.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import faiss
import numpy as np
import numpy.typing as npt

from indexer.embedders import Vectors
from indexer.stores.local import rows
from indexer.stores.local.rows import Rows
from indexer.stores.local.settings import Settings

EXACT, _COARSE = "vectors.faiss", "coarse.faiss"
FILES = (EXACT, rows.sums(EXACT), _COARSE)
# Dimensions that share one code of four bits, how many codes there are, and from how many vectors they are learned.
_SHARE, _CODES, _SAMPLE = 2, 16, 20_000
# Rows that are read at once while a coarse index is made.
_PART = 16_384
# What a filter leaves is compared whole up to so many vectors; reading one takes some five microseconds.
_FEW = 2_000


class Writer:
    """Writes vectors as they come and holds none. Raises OSError where the folder cannot be written."""

    def __init__(self, folder: Path, dimension: int, settings: Settings) -> None:
        self._folder, self._dimension, self._settings = folder, dimension, settings
        self._count = 0
        self._rows = rows.Writer(folder, EXACT, _head(dimension, 0))

    def add(self, vectors: Vectors) -> None:
        for row in np.ascontiguousarray(vectors, dtype=np.float32):
            self._rows.add(row.tobytes())
        self._count += len(vectors)

    def finish(self) -> None:
        self._rows.file.seek(0)
        self._rows.file.write(_head(self._dimension, self._count))
        self._rows.close()
        if self._count >= max(_CODES, self._settings.exact) and self._dimension % _SHARE == 0:
            # With one thread the same vectors give the same index.
            faiss.omp_set_num_threads(1)
            coarse = faiss.IndexPQFastScan(self._dimension, self._dimension // _SHARE, 4, faiss.METRIC_INNER_PRODUCT)
            step = max(1, self._count // _SAMPLE)
            # Copied: a view would hold its whole part.
            coarse.train(np.concatenate([part[-start % step :: step].copy() for start, part in self._parts()]))
            for _, part in self._parts():
                coarse.add(part)
            _save(coarse, self._folder / _COARSE)

    def _parts(self) -> Iterator[tuple[int, Vectors]]:
        """What was written, so many rows at a time, with the number of the first."""
        for start in range(0, self._count, _PART):
            count = min(_PART, self._count - start)
            at = len(_head(self._dimension, 0)) + 4 * self._dimension * start
            read = np.fromfile(self._folder / EXACT, np.float32, count * self._dimension, offset=at)
            yield start, read.reshape(count, self._dimension)


def _head(dimension: int, count: int) -> bytes:
    """What stands in a file of FAISS before the vectors of a flat index: that of an empty one with both its counts."""
    empty = faiss.serialize_index(faiss.IndexFlatIP(dimension)).tobytes()
    # After four letters and the dimension, and at the end.
    return empty[:8] + count.to_bytes(8, "little") + empty[16:-8] + (count * dimension).to_bytes(8, "little")


def coarse(folder: Path) -> bool:
    """Whether there is a coarse index, so that a search reads single vectors."""
    return (folder / _COARSE).exists()


def _save(index: Any, path: Path) -> None:  # noqa: ANN401  FAISS has no types
    with path.open("wb") as file:
        faiss.write_index(index, faiss.PyCallbackIOWriter(file.write))  # type: ignore[attr-defined]


def opened(folder: Path, settings: Settings) -> Exact | Coarse:
    """Raises RuntimeError, OSError or ValueError where a part is missing or damaged."""
    return Coarse(folder, settings.spare) if coarse(folder) else Exact(folder)


class Exact:
    """Holds every vector and compares each. Safe to share between threads."""

    def __init__(self, folder: Path) -> None:
        index: Any = faiss.read_index(str(folder / EXACT))
        shape = index.ntotal, index.d
        # What the index holds, not copied.
        held = faiss.rev_swig_ptr(index.get_xb(), shape[0] * shape[1]) if shape[0] else np.zeros(0, np.float32)
        self._index, self._vectors = index, held.reshape(shape)

    def __len__(self) -> int:
        return len(self._vectors)

    def search(
        self, vector: Vectors, top: int, allowed: npt.NDArray[np.int64] | None = None
    ) -> list[tuple[int, float]]:
        """The ``top`` rows, of those ``allowed`` where any are named, with their inner products.

        Best first, equal ones by row.
        """
        count = len(self) if allowed is None else len(allowed)
        if not count:
            return []
        asked = _asked(vector)
        chosen = {} if allowed is None else {"params": _only(allowed, len(self))}
        scores, found = self._index.search(asked, min(top + 1, count), **chosen)
        if count > top and scores[0][top] == scores[0][top - 1]:
            # All that are as good as the last one.
            least = float(np.nextafter(scores[0][top], np.float32(-np.inf)))
            _, every, among = self._index.range_search(asked, least, **chosen)
            return _best(among, every, top)
        return _best(found[0], scores[0], top)

    def vectors(self, rows: Sequence[int]) -> Vectors:
        return np.array(self._vectors[list(rows)], dtype=np.float32).reshape(-1, self._vectors.shape[1])


class Coarse:
    """Holds the coarse index and reads vectors by their rows; ``spare`` as in the settings. Safe to share between
    threads. ``search`` and ``vectors`` raise NoIndexError where a vector is no longer what was written.
    """

    def __init__(self, folder: Path, spare: int) -> None:
        self._spare = spare
        self._index: Any = faiss.read_index(str(folder / _COARSE))
        head = _head(self._index.d, len(self))
        with (folder / EXACT).open("rb") as file:
            if file.read(len(head)) != head:
                raise ValueError(f"{_COARSE} does not fit {EXACT}")
        each = 4 * self._index.d
        self._rows = Rows(folder, EXACT, range(len(head), len(head) + each * (len(self) + 1), each), hold=False)

    def __len__(self) -> int:
        return int(self._index.ntotal)

    def search(
        self, vector: Vectors, top: int, allowed: npt.NDArray[np.int64] | None = None
    ) -> list[tuple[int, float]]:
        """As of ``Exact``; of more than a few it may miss some that its codes make look worse than they are."""
        asked = _asked(vector)
        found = self._likely(asked, self._spare * top, allowed)
        return _best(found, self.vectors(found.tolist()) @ asked[0], top)

    def vectors(self, rows: Sequence[int]) -> Vectors:
        read = b"".join([self._rows[row] for row in rows])
        return np.frombuffer(read, dtype=np.float32).reshape(-1, self._index.d)

    def _likely(self, asked: Vectors, wanted: int, allowed: npt.NDArray[np.int64] | None) -> npt.NDArray[np.int64]:
        """Rows to be compared, as many as are ``wanted`` or all that are ``allowed``."""
        if allowed is not None and len(allowed) <= max(wanted, _FEW):
            return allowed
        looked = wanted
        while looked < len(self):
            found = self._index.search(asked, looked)[1][0]
            found = found[found >= 0] if allowed is None else np.intersect1d(found, allowed)
            if len(found) >= wanted:
                return found
            looked *= 4
        return np.arange(len(self)) if allowed is None else allowed


def _asked(vector: Vectors) -> Vectors:
    # More threads than one made a single search 1.4 to 7 times slower on busy cores. It is set for each thread that
    # searches, and for that one alone.
    faiss.omp_set_num_threads(1)
    return np.ascontiguousarray(vector, dtype=np.float32).reshape(1, -1)


def _best(rows: npt.NDArray[np.int64], scores: Vectors, top: int) -> list[tuple[int, float]]:
    best = np.lexsort((rows, -scores))[:top]
    return [(int(row), float(score)) for row, score in zip(rows[best], scores[best], strict=True)]


def _only(allowed: npt.NDArray[np.int64], count: int) -> Any:  # noqa: ANN401
    marked = np.zeros(count, dtype=bool)
    marked[allowed] = True
    selector = faiss.IDSelectorBitmap(np.packbits(marked, bitorder="little"))  # type: ignore[call-arg, arg-type]
    return faiss.SearchParameters(sel=selector)  # type: ignore[call-arg]
