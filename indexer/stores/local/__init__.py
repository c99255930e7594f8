"""The store on this machine: Tantivy for words and codes, FAISS for vectors, a file of passages, all in the place.

An open one answers as before when the place is deleted or replaced, and quotes no byte that was changed in it: the
words are mapped from a copy, what is small is held in memory, and of a large file each row is compared when it is read.

Row n of the vectors and of the file is the passage whose ``row`` is n in Tantivy; opening checks that all count the
same.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from indexer import advice, copies, removal
from indexer.codes import Code
from indexer.embedders import Vectors
from indexer.errors import NoIndexError
from indexer.passages import Passage
from indexer.stores import Batch, Hits, Match, Query, Stored
from indexer.stores.local import passage_file, rows, vectors, words
from indexer.stores.local.passage_file import PassageFile
from indexer.stores.local.settings import Settings as Settings
from indexer.stores.local.vectors import Coarse, Exact
from indexer.stores.local.words import WordSearch

# All of it lies in the place, so that a copy of the folder is a copy of the store.
IN_PLACE = True
_AT_ONCE = os.cpu_count() or 1


def write(place: Path, dimension: int, batches: Iterable[Batch], settings: Settings) -> None:
    """Raises OSError where the folder cannot be written."""
    searched = words.Writer(place)
    meant, kept = vectors.Writer(place, dimension, settings), passage_file.Writer(place)
    for passages, numbers in batches:
        searched.add(passages)
        meant.add(numbers)
        kept.add(passages)
    for part in (meant, kept, searched):
        part.finish()


def open(place: Path, settings: Settings) -> Local:
    """Raises NoIndexError where a part is missing, damaged, or counts otherwise than the other."""
    again = advice.index(place.parent, (), "--rebuild")
    try:
        with copies.private(place, [words.FOLDER]) as copy:
            searched = WordSearch(copy)
        store = Local(searched, vectors.opened(place, settings), PassageFile(place))
    except (RuntimeError, ValueError, OSError) as error:
        raise NoIndexError(f"{place}: the index is damaged ({error}); run: {again}") from error
    counts = [len(store.words), len(store.meanings), len(store.kept)]
    if len(set(counts)) > 1:
        raise NoIndexError(
            f"{place}: {counts[1]} vectors, {counts[2]} passages, {counts[0]} of them in {words.FOLDER}/; "
            f"these must be as many; run: {again}"
        )
    return store


def compares(place: Path) -> list[str]:
    """The files of which an open store reads rows, each with its digest."""
    read = [vectors.EXACT] if vectors.coarse(place) else []
    lines = place / passage_file.LINES
    return read if not lines.exists() or rows.held(lines) else [*read, lines.name]


def delete(place: Path, settings: Settings) -> None:
    removal.remove(place / words.FOLDER)
    for name in (*vectors.FILES, *passage_file.FILES):
        (place / name).unlink(missing_ok=True)


class Local:
    """Safe to share between threads: its parts are only read."""

    def __init__(self, words: WordSearch, meanings: Exact | Coarse, kept: PassageFile) -> None:
        self.words = words
        self.meanings = meanings
        self.kept = kept
        # In a large base the two searches that take long go on at once.
        self._beside = ThreadPoolExecutor(_AT_ONCE, "meanings") if isinstance(meanings, Coarse) else None

    def __len__(self) -> int:
        return len(self.kept)

    @property
    def absent(self) -> tuple[str, ...]:
        return ()

    def search(self, query: Query) -> Hits:
        meant = self._beside.submit(self._by_vector, query) if self._beside else None
        return Hits(
            words=tuple(self.words.by_words(query.words, query.near, query.where, query.top)),
            meaning=meant.result() if meant else self._by_vector(query),
            codes=tuple(self.words.by_codes(query.codes, query.where, query.top)),
            rarity=self.rarity((*query.words, *query.weigh)),
            known=self.known(query.codes),
        )

    def passages(self, rows: Sequence[int]) -> list[Passage]:
        return self.kept.passages(rows)

    def documents(self, ids: Sequence[str]) -> dict[str, list[Stored]]:
        found: dict[str, list[Stored]] = {id: [] for id in ids}
        rows = self.words.rows(ids)
        for row, passage in zip(rows, self.kept.passages(rows), strict=True):
            found[passage.document_id].append(Stored(row, passage))
        return found

    def vectors(self, rows: Sequence[int]) -> Vectors:
        return self.meanings.vectors(rows)

    def rarity(self, terms: Sequence[str]) -> dict[str, float]:
        return {term: self.words.rarity(term) for term in terms}

    def known(self, codes: Sequence[Code]) -> frozenset[Code]:
        return frozenset(code for code in codes if self.words.knows(code))

    def _by_vector(self, query: Query) -> tuple[Match, ...]:
        if query.vector is None:
            return ()
        allowed = self.words.allowed(query.where) if query.where else None
        return tuple(Match(row, score) for row, score in self.meanings.search(query.vector, query.top, allowed))
