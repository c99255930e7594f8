"""The store on this machine: Tantivy for words and codes, FAISS for vectors, a file of passages, all in the place.

An open one maps copies of these: it answers as before whatever becomes of the place, and memory holds what is read.

Row n of FAISS and of the file is the passage whose ``row`` is n in Tantivy; opening checks that all count the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from indexer import advice, copies, removal
from indexer.codes import Code
from indexer.embedders import Vectors
from indexer.errors import NoIndexError
from indexer.passages import Passage
from indexer.plugins import NoSettings
from indexer.stores import Batch, Hits, Match, Query, Stored
from indexer.stores.local import passage_file, vectors, words
from indexer.stores.local.passage_file import PassageFile
from indexer.stores.local.vectors import VectorSearch
from indexer.stores.local.words import WordSearch


def write(place: Path, dimension: int, batches: Iterable[Batch], settings: NoSettings) -> None:
    """Raises OSError where the folder cannot be written."""
    searched = words.Writer(place)
    meant, kept = vectors.Writer(place, dimension), passage_file.Writer(place)
    for passages, rows in batches:
        searched.add(passages)
        meant.add(rows)
        kept.add(passages)
    for part in (meant, kept, searched):
        part.finish()


def open(place: Path, settings: NoSettings) -> Local:
    """Raises NoIndexError where a part is missing, damaged, or counts otherwise than the other."""
    again = advice.index(place.parent, (), "--rebuild")
    try:
        with copies.private(place, [words.FOLDER, *vectors.present(place), *passage_file.FILES]) as copy:
            store = Local(WordSearch(copy), VectorSearch(copy), PassageFile(copy))
    except (RuntimeError, ValueError, OSError) as error:
        raise NoIndexError(f"{place}: the index is damaged ({error}); run: {again}") from error
    counts = [len(store.words), len(store.meanings), len(store.kept)]
    if len(set(counts)) > 1:
        raise NoIndexError(
            f"{place}: {counts[1]} vectors, {counts[2]} passages, {counts[0]} of them in {words.FOLDER}/; "
            f"these must be as many; run: {again}"
        )
    return store


def delete(place: Path, settings: NoSettings) -> None:
    removal.remove(place / words.FOLDER)
    for name in (*vectors.FILES, *passage_file.FILES):
        (place / name).unlink(missing_ok=True)


class Local:
    """Safe to share between threads: its parts are only read."""

    def __init__(self, words: WordSearch, meanings: VectorSearch, kept: PassageFile) -> None:
        self.words = words
        self.meanings = meanings
        self.kept = kept

    def __len__(self) -> int:
        return len(self.kept)

    @property
    def absent(self) -> tuple[str, ...]:
        return ()

    def search(self, query: Query) -> Hits:
        return Hits(
            words=tuple(self.words.by_words(query.words, query.near, query.where, query.top)),
            meaning=self._by_vector(query),
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
