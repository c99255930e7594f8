"""What measures stand on: the shipped base, the same grown to a size, the model, and the questions."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import faiss

from assistant.ask import Desk
from assistant.settings import AssistantSettings
from benchmarks import grown
from benchmarks.grown.seeds import Seeds
from benchmarks.speed import processes, timings
from indexer import models
from indexer.index import Index, open_index

# Rows of vectors that are read at once.
PART = 16_384
SAMPLE = 128


@dataclass(frozen=True, slots=True)
class Built:
    """A grown index. ``seconds`` and ``processor`` seconds went into storing it with its passages and vectors at hand;
    its process held ``megabytes`` for itself at the highest.
    """

    folder: Path
    seconds: float
    processor: float
    megabytes: float
    bytes: int


@dataclass(frozen=True)
class Ground:
    """``index`` is of the shipped base ``kb``. ``peers``: the Python that other programs are installed for, or None.

    Whatever is made stands in ``scratch`` and is made once, grown bases in ``made`` by size. ``rounds``: how often a
    whole process is started. ``asked`` and ``real`` take the place of the labelled questions and of the seeds.
    """

    index: Path
    kb: Path
    scratch: Path
    peers: Path | None = None
    rounds: int = 5
    asked: Sequence[str] = ()
    real: Seeds | None = None
    made: dict[int, Built] = field(default_factory=dict)

    @property
    def questions(self) -> Sequence[str]:
        """Labelled questions over the shipped base; others where they are given."""
        return self.asked or timings.questions()

    @functools.cached_property
    def texts(self) -> list[str]:
        """Of some shipped passages, evenly spaced, as they are embedded."""
        store = self.opened(0).store
        rows = range(0, len(store), max(1, len(store) // SAMPLE))
        return [passage.searched for passage in store.passages(rows)]

    @property
    def model(self) -> Path:
        return models.find(None).folder

    @functools.cached_property
    def seeds(self) -> Seeds:
        """What bases are grown from."""
        return self.real or grown.seeds(self.opened(0))

    def built(self, size: int) -> Built:
        """The base grown to so many passages."""
        if size not in self.made:
            folder = self.scratch / f"grown-{size}"
            folder.mkdir(parents=True)
            told = processes.module("benchmarks.speed.grown_index", str(self.index), str(folder), str(size))
            self.made[size] = Built(folder, **told)
        return self.made[size]

    def folder(self, size: int) -> Path:
        return self.built(size).folder if size else self.index

    def opened(self, size: int) -> Index:
        return open_index(self.folder(size))

    def unread(self, size: int) -> Desk:
        """A desk without the reader."""
        return Desk(self.opened(size), AssistantSettings(reader=False))

    def vectors(self, size: int) -> Path:
        """Its vectors as the plain program keeps them."""
        path = self.scratch / f"plain-{size}.faiss"
        if not path.exists():
            index = self.opened(size)
            store, dimension = index.store, index.manifest.dimension
            kept: Any = faiss.IndexFlatIP(dimension)
            # Room for all at once: an index that grows holds its vectors twice while it moves them.
            kept.codes.resize(4 * len(store) * dimension)
            kept.ntotal = len(store)
            rows = faiss.rev_swig_ptr(kept.get_xb(), len(store) * dimension).reshape(len(store), dimension)
            for start in range(0, len(store), PART):
                part = range(start, min(len(store), start + PART))
                rows[part.start : part.stop] = store.vectors(part)
            faiss.write_index(kept, str(path))
        return path
