"""What one question has had from the store: nothing is asked for twice, however many steps want it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from indexer import terms
from indexer.codes import Code
from indexer.embedders import Vectors
from indexer.index import Index
from indexer.passages import Passage
from indexer.stores import Hits, Query, Store, Stored

Told = TypeVar("Told")


def over(index: Index) -> Index:
    """``index`` for one question: the steps that answer it share what they read."""
    return index if isinstance(index.store, Memo) else replace(index, store=Memo(index.store))


def rarity(text: str, store: Store) -> dict[str, float]:
    """Of each search term of ``text``, in their order."""
    return store.rarity(tuple(dict.fromkeys(terms.find(text))))


class Memo:
    """A store before another one, asked only for what was not asked before. For one thread."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._passages: dict[int, Passage] = {}
        self._documents: dict[str, list[Stored]] = {}
        self._rarity: dict[str, float] = {}
        self._known: dict[Code, bool] = {}
        self._absent = dict.fromkeys(store.absent)

    def __len__(self) -> int:
        return len(self._store)

    @property
    def absent(self) -> tuple[str, ...]:
        """What did not answer at any time since the question was asked."""
        self._absent |= dict.fromkeys(self._store.absent)
        return tuple(self._absent)

    def search(self, query: Query) -> Hits:
        hits = self._told(self._store.search(query))
        self._rarity.update(hits.rarity)
        self._known.update((code, code in hits.known) for code in query.codes)
        return hits

    def passages(self, rows: Sequence[int]) -> list[Passage]:
        if new := [row for row in dict.fromkeys(rows) if row not in self._passages]:
            self._passages.update(zip(new, self._store.passages(new), strict=True))
        return [self._passages[row] for row in rows]

    def documents(self, ids: Sequence[str]) -> dict[str, list[Stored]]:
        if new := [id for id in dict.fromkeys(ids) if id not in self._documents]:
            self._documents.update(self._told(self._store.documents(new)))
        return {id: self._documents[id] for id in ids}

    def vectors(self, rows: Sequence[int]) -> Vectors:
        return self._store.vectors(rows)

    def rarity(self, terms: Sequence[str]) -> dict[str, float]:
        if new := [term for term in dict.fromkeys(terms) if term not in self._rarity]:
            self._rarity.update(self._told(self._store.rarity(new)))
        return {term: self._rarity[term] for term in terms}

    def known(self, codes: Sequence[Code]) -> frozenset[Code]:
        if new := [code for code in dict.fromkeys(codes) if code not in self._known]:
            told = self._told(self._store.known(new))
            self._known.update((code, code in told) for code in new)
        return frozenset(code for code in codes if self._known[code])

    def _told(self, found: Told) -> Told:
        """What was absent while it was asked for is kept in mind."""
        self._absent |= dict.fromkeys(self._store.absent)
        return found
