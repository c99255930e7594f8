"""How much of the first ten of a search is as it would be with every vector compared: the order before the reader."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from assistant.ask import Desk
from assistant.settings import AssistantSettings
from benchmarks.speed.before import Before
from benchmarks.speed.figures import Figure
from benchmarks.speed.ground import PART, Ground
from indexer.embedders import Vectors
from indexer.index import Index
from indexer.stores import Hits, Match, Query, Store

LARGEST = 1_000_000
LEAST, FIRST = 0.98, 10


class Exact:
    """Searches by ``store``. At first it only keeps in mind which vectors are asked for; ``compare`` goes through all
    vectors once, and from then on the meaning of each is searched exactly.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._asked: dict[bytes, tuple[Vectors, int]] = {}
        self._exact: dict[bytes, tuple[Match, ...]] = {}

    def search(self, query: Query) -> Hits:
        hits = self._store.search(query)
        if query.vector is None or query.where:
            return hits
        key = query.vector.tobytes()
        if key not in self._exact:
            self._asked[key] = query.vector, query.top
            return hits
        return replace(hits, meaning=self._exact[key])

    def compare(self) -> None:
        asked = np.stack([vector for vector, _ in self._asked.values()])
        top = max(top for _, top in self._asked.values())
        rows = np.zeros((len(asked), 0), dtype=np.int64)
        scores = np.zeros((len(asked), 0), dtype=np.float32)
        for start in range(0, len(self._store), PART):
            part = self._store.vectors(range(start, min(len(self._store), start + PART)))
            numbers = np.broadcast_to(np.arange(start, start + len(part)), (len(asked), len(part)))
            rows, scores = np.hstack([rows, numbers]), np.hstack([scores, asked @ part.T])
            # Equal ones by row.
            best = np.lexsort((rows, -scores), axis=1)[:, :top]
            rows, scores = np.take_along_axis(rows, best, 1), np.take_along_axis(scores, best, 1)
        for number, (key, (_, wanted)) in enumerate(self._asked.items()):
            pairs = zip(rows[number, :wanted], scores[number, :wanted], strict=True)
            self._exact[key] = tuple(Match(int(row), float(score)) for row, score in pairs)


def measure(ground: Ground, size: int) -> Iterator[Figure | str]:
    share = found(ground.opened(size), ground.questions)
    yield Figure(f"recall@{FIRST}", share, "of the first ten", 1.0, "exact search", True, LEAST, noise=0.005)


def found(index: Index, asked: Sequence[str]) -> float:
    """The share of the exact first ten that a search has among its own, the average over the questions."""
    exact = Exact(index.store)
    store = Before(index.store, lambda name: None, exact.search)
    desk = Desk(replace(index, store=store), AssistantSettings(reader=False))
    ours = [_first(desk, text) for text in asked]
    exact.compare()
    best = [_first(desk, text) for text in asked]
    return float(np.mean([len(one & other) / max(1, len(other)) for one, other in zip(ours, best, strict=True)]))


def _first(desk: Desk, text: str) -> set[int]:
    return {candidate.row for candidate in desk.search(text).candidates[:FIRST]}
