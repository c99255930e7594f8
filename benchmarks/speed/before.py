"""A store before another one."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from indexer.codes import Code
from indexer.embedders import Vectors
from indexer.passages import Passage
from indexer.stores import Hits, Query, Store, Stored


class Before:
    """``heard`` is told the name of each call first; ``search``, where it is given, answers in the other's place."""

    def __init__(
        self, store: Store, heard: Callable[[str], None], search: Callable[[Query], Hits] | None = None
    ) -> None:
        self._store, self._heard, self._search = store, heard, search or store.search

    def __len__(self) -> int:
        return len(self._store)

    @property
    def absent(self) -> tuple[str, ...]:
        return self._store.absent

    def search(self, query: Query) -> Hits:
        self._heard("search")
        return self._search(query)

    def passages(self, rows: Sequence[int]) -> list[Passage]:
        self._heard("passages")
        return self._store.passages(rows)

    def documents(self, ids: Sequence[str]) -> dict[str, list[Stored]]:
        self._heard("documents")
        return self._store.documents(ids)

    def vectors(self, rows: Sequence[int]) -> Vectors:
        self._heard("vectors")
        return self._store.vectors(rows)

    def rarity(self, terms: Sequence[str]) -> dict[str, float]:
        self._heard("rarity")
        return self._store.rarity(terms)

    def known(self, codes: Sequence[Code]) -> frozenset[Code]:
        self._heard("known")
        return self._store.known(codes)
