"""The contract of a store as tests: every answer is compared with brute force over a small base.

    class TestMine(StoreContract):
        @pytest.fixture
        def module(self) -> Plugin:
            return mine, mine.Settings()

A store that keeps the length of a passage only roughly says so by its own ``length``.
"""

from __future__ import annotations

import contextlib
import gc
import weakref
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from pydantic import BaseModel

from indexer.codes import Code
from indexer.embedders import Vectors
from indexer.errors import NoIndexError
from indexer.passages import Passage
from indexer.stores import Batch, Filter, Module, Query, Store
from indexer.testing import small_base
from indexer.testing.brute_force import BruteForce, check
from indexer.testing.cases import CODES, FILTERS, NEAR, WORDS
from indexer.testing.damages import DAMAGES

Plugin = tuple[Module, BaseModel]
DIMENSION = 8
_NUMBERS = np.random.default_rng(7).normal(size=(small_base.SIZE, DIMENSION)).astype(np.float32)
_NUMBERS[small_base.TWIN] = _NUMBERS[small_base.TWIN - 1]
VECTORS: Vectors = _NUMBERS / np.linalg.norm(_NUMBERS, axis=1, keepdims=True)
PASSAGES = small_base.passages()


def batches(passages: Sequence[Passage], vectors: Vectors, sizes: Sequence[int]) -> Iterator[Batch]:
    """As many passages at a time as ``sizes`` say, then all the others."""
    start = 0
    for size in (*sizes, len(passages)):
        yield passages[start : start + size], vectors[start : start + size]
        start += size


def told(store: Store) -> tuple[object, ...]:
    """All that it can be asked, to be compared with what another tells."""
    return (
        [store.search(Query(("pump", "wound", "refxl"), NEAR, vector, CODES[0], top=20)) for vector in VECTORS[::10]],
        [store.search(Query(("pump",), (), VECTORS[3], CODES[0], (), where, 5)) for where in FILTERS.values()],
        store.passages(range(len(store))),
        store.documents([passage.document_id for passage in PASSAGES]),
        store.vectors(range(len(store))).tobytes(),
        store.rarity(["pump", "zebra"]),
        store.known([code for codes in CODES for code in codes]),
    )


class StoreContract:
    """Give it the fixture ``module``: the plug-in's module and an instance of its settings."""

    def length(self, terms: int) -> int:
        """How many terms the store takes a passage of ``terms`` terms to have."""
        return terms

    @pytest.fixture
    def store(self, module: Plugin, tmp_path: Path) -> Store:
        return self.made(module, tmp_path, PASSAGES, VECTORS)

    @pytest.fixture
    def truth(self) -> BruteForce:
        return BruteForce(PASSAGES, VECTORS, self.length)

    def made(self, module: Plugin, place: Path, passages: Sequence[Passage], vectors: Vectors) -> Store:
        """Written, then opened."""
        code, settings = module
        code.write(place, DIMENSION, batches(passages, vectors, (1, 0, 7)), settings)
        return code.open(place, settings)

    @pytest.mark.parametrize("words", WORDS, ids=lambda words: " ".join(words)[:20])
    def test_words_are_scored_by_bm25(self, store: Store, truth: BruteForce, words: tuple[str, ...]) -> None:
        for top in (3, 100):
            query = Query(words=words, top=top)
            hits = store.search(query)
            check(hits.words, truth.words(query), top)
            assert hits.rarity == pytest.approx(truth.rarity(words))
            assert (hits.meaning, hits.codes, hits.known) == ((), (), frozenset())

    def test_near_words_weigh_no_more_than_what_they_stand_for(self, store: Store, truth: BruteForce) -> None:
        for near in (NEAR[:1], NEAR[1:2], NEAR[2:3], NEAR):
            query = Query(words=("pump",), near=near)
            check(store.search(query).words, truth.words(query), 100)

    @pytest.mark.parametrize("slip", ["pumpp", "clousur", "woundx", "wund", "refxl", "62638", "zzzzzz"])
    def test_a_word_that_nobody_has_may_be_a_slip_of_one_letter(
        self, store: Store, truth: BruteForce, slip: str
    ) -> None:
        query = Query(words=(slip, "layer"))
        check(store.search(query).words, truth.words(query), 100)

    def test_meaning_is_the_product_of_the_vectors(self, store: Store, truth: BruteForce) -> None:
        for vector in (*VECTORS[::20], -VECTORS[0], VECTORS[small_base.TWIN]):
            for top in (1, 5, 1000):
                query = Query(vector=vector, top=top)
                check(store.search(query).meaning, truth.meaning(query), top)

    @pytest.mark.parametrize("codes", CODES, ids=lambda codes: " ".join(code.value for code in codes))
    def test_codes_their_wildcards_and_their_neighbours(
        self, store: Store, truth: BruteForce, codes: tuple[Code, ...]
    ) -> None:
        for top in (3, 100):
            query = Query(codes=codes, top=top)
            hits = store.search(query)
            check(hits.codes, truth.codes(query), top)
            assert hits.known == truth.known(codes)

    @pytest.mark.parametrize("where", FILTERS.values(), ids=FILTERS)
    def test_filters_hold_for_every_signal_and_change_no_score(
        self, store: Store, truth: BruteForce, where: Filter
    ) -> None:
        for top in (2, 100):
            query = Query(("pump", "wound"), NEAR, VECTORS[3], CODES[0], ("zebra",), where, top)
            hits = store.search(query)
            check(hits.words, truth.words(query), top)
            check(hits.meaning, truth.meaning(query), top)
            check(hits.codes, truth.codes(query), top)
            assert hits.rarity == pytest.approx(truth.rarity(("pump", "wound", "zebra")))
            assert hits.known == truth.known(CODES[0])

    def test_equal_scores_stand_by_row_and_the_first_are_kept(self, module: Plugin, tmp_path: Path) -> None:
        alike = [small_base.alike(number) for number in range(300)]
        rows = VECTORS[np.random.default_rng(1).integers(0, 3, 300)]
        truth = BruteForce(alike, rows, self.length)
        store = self.made(module, tmp_path, alike, rows)
        for top in (10, 100, 120):
            for where in (Filter(), FILTERS["a payer"], Filter(documents=frozenset(f"d{row}" for row in range(150)))):
                query = Query(("pump",), (), rows[0], CODES[0], (), where, top)
                hits = store.search(query)
                for found in (hits.words, hits.codes):
                    assert [match.row for match in found] == list(range(top))
                    assert len({match.score for match in found}) == 1
                check(hits.meaning, truth.meaning(query), top)

    def test_passages_documents_and_vectors_come_in_batches(self, store: Store) -> None:
        assert len(store) == len(PASSAGES)
        assert store.passages(range(len(PASSAGES))) == PASSAGES
        assert store.passages([4, 0, 4]) == [PASSAGES[4], PASSAGES[0], PASSAGES[4]]
        assert store.passages([]) == []
        ids = list(dict.fromkeys(passage.document_id for passage in PASSAGES))
        found = store.documents([*ids, "nowhere", ids[0]])
        assert list(found) == [*ids, "nowhere"]
        for id, stored in found.items():
            rows = [row for row, passage in enumerate(PASSAGES) if passage.document_id == id]
            assert [(one.row, one.passage) for one in stored] == [(row, PASSAGES[row]) for row in rows]
        assert store.documents([]) == {}
        assert np.array_equal(store.vectors([9, 0, 9]), VECTORS[[9, 0, 9]])
        assert store.vectors([]).shape == (0, DIMENSION)

    def test_rarity_and_known_codes_come_in_batches(self, store: Store, truth: BruteForce) -> None:
        asked = ["zebra", "pump", "wound", "\u8a3a\u65ad"]
        assert list(store.rarity(asked)) == asked
        assert store.rarity(asked) == pytest.approx(truth.rarity(asked))
        assert store.rarity([]) == {}
        every = [code for codes in CODES for code in codes]
        assert store.known(every) == truth.known(every)
        assert store.known([]) == frozenset()

    def test_an_empty_store_finds_nothing(self, module: Plugin, tmp_path: Path) -> None:
        store = self.made(module, tmp_path, [], VECTORS[:0])
        for where in (Filter(), FILTERS["all at once"]):
            hits = store.search(Query(("pump", "pumpp"), NEAR, VECTORS[0], CODES[2], (), where, 10))
            assert (len(store), hits.words, hits.meaning, hits.codes, hits.known) == (0, (), (), (), frozenset())
        assert store.documents(["d1"]) == {"d1": []}

    def test_generations_stand_beside_each_other_until_one_is_deleted(self, module: Plugin, tmp_path: Path) -> None:
        code, settings = module
        one, other = tmp_path / "one", tmp_path / "other"
        for place in (one, other):
            place.mkdir()
        old = self.made(module, one, PASSAGES[:2], VECTORS[:2])
        new = self.made(module, other, PASSAGES, VECTORS)
        assert (len(old), len(new)) == (2, len(PASSAGES))
        code.delete(one, settings)
        code.delete(one, settings)
        with pytest.raises(NoIndexError, match="citedesk index"):
            code.open(one, settings)
        assert code.open(other, settings).passages([5]) == [PASSAGES[5]]

    def test_a_place_without_a_generation_is_refused(self, module: Plugin, tmp_path: Path) -> None:
        code, settings = module
        with pytest.raises(NoIndexError, match="citedesk index"):
            code.open(tmp_path, settings)
        code.delete(tmp_path, settings)

    def test_what_was_written_is_let_go(self, module: Plugin, tmp_path: Path) -> None:
        """A base is larger than memory: of what ``write`` was given, only the last batches are still held."""
        given: list[weakref.ref[Vectors]] = []
        most = 0

        def stream() -> Iterator[Batch]:
            nonlocal most
            for passages, vectors in batches(PASSAGES, VECTORS, [5] * 10):
                copied = vectors.copy()
                given.append(weakref.ref(copied))
                yield passages, copied
                del copied
                gc.collect()
                most = max(most, sum(ref() is not None for ref in given))

        code, settings = module
        # What was there before is not gone through at every batch.
        gc.freeze()
        try:
            code.write(tmp_path, DIMENSION, stream(), settings)
        finally:
            gc.unfreeze()
        assert most <= 2
        assert len(code.open(tmp_path, settings)) == len(PASSAGES)

    @pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
    def test_what_becomes_of_its_files_changes_no_answer(
        self, module: Plugin, tmp_path: Path, damage: Callable[[Path, Path], object]
    ) -> None:
        """Every file of the place is damaged behind a store that was opened and not yet asked."""
        code, settings = module
        place, other = tmp_path / "place", tmp_path / "other"
        for folder in (place, other):
            folder.mkdir()
        expected = told(self.made(module, place, PASSAGES, VECTORS))
        self.made(module, other, PASSAGES[::-1], VECTORS[::-1])
        store = code.open(place, settings)
        others = sorted(path for path in other.rglob("*") if path.is_file())
        for path in sorted(path for path in place.rglob("*") if path.is_file()):
            damage(path, next((one for one in others if one.suffix == path.suffix), others[0]))
        with contextlib.suppress(NoIndexError):
            assert told(store) == expected

    def test_threads_share_it(self, store: Store) -> None:
        queries = [Query(("pump", "wound"), NEAR, vector, CODES[0], top=20) for vector in VECTORS[:16]]
        alone = [store.search(query) for query in queries]
        with ThreadPoolExecutor(4) as threads:
            assert list(threads.map(store.search, queries)) == alone
