"""The store on this machine: the contract of every store, and what only it promises."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import cast

import faiss
import numpy as np
import pytest
from conftest import in_a_byte

from indexer.codes import Code
from indexer.errors import NoIndexError
from indexer.stores import Filter, Module, Query, local
from indexer.stores.local import rows, vectors, words
from indexer.stores.local.vectors import Coarse, Exact
from indexer.testing import small_base
from indexer.testing.store_contract import DIMENSION, PASSAGES, VECTORS, Plugin, StoreContract

DEFAULTS = local.Settings()
LOCAL: Plugin = (cast(Module, local), DEFAULTS)


class TestLocal(StoreContract):
    @pytest.fixture
    def module(self) -> Plugin:
        return LOCAL

    def length(self, terms: int) -> int:
        return in_a_byte(terms)


class TestLargeLocal(TestLocal):
    """What it does with a large base: a coarse index, and rows that are read."""

    @pytest.fixture
    def module(self) -> Plugin:
        return cast(Module, local), local.Settings(exact=16)

    @pytest.fixture(autouse=True)
    def large(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(rows, "HELD", 1000)
        monkeypatch.setattr(vectors, "_FEW", 4)


UNFIT = r"the index is damaged \(passages.jsonl does not fit what is known of its rows\); run: citedesk index"


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        (["vectors.faiss"], r"3 vectors, 4 passages, 4 of them in words/; .*; run: citedesk index"),
        (local.passage_file.FILES, r"4 vectors, 3 passages, 4 of them in words/; .*; run: citedesk index"),
        (["passages.npy"], UNFIT),
        (["passages.jsonl.sums"], UNFIT),
    ],
)
def test_the_parts_must_be_as_many(tmp_path: Path, parts: Sequence[str], message: str) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    for folder, count in ((first, 4), (second, 3)):
        folder.mkdir()
        local.write(folder, DIMENSION, [(PASSAGES[:count], VECTORS[:count])], local.Settings())
    for part in parts:
        (second / part).replace(first / part)
    with pytest.raises(NoIndexError, match=message):
        local.open(first, local.Settings())


def test_deleting_leaves_what_is_not_the_store_s(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text("{}")
    local.write(tmp_path, DIMENSION, [(PASSAGES, VECTORS)], local.Settings())
    assert len(list(tmp_path.iterdir())) == 7
    local.delete(tmp_path, local.Settings())
    assert [path.name for path in tmp_path.iterdir()] == ["manifest.json"]


def test_many_passages_keep_their_rows(tmp_path: Path) -> None:
    many = [small_base.alike(number) for number in range(3000)]
    local.write(tmp_path, DIMENSION, [(many, np.zeros((3000, DIMENSION), dtype=np.float32))], local.Settings())
    store = local.open(tmp_path, local.Settings())
    assert [stored[0].row for stored in store.documents(["d0", "d1499", "d2999"]).values()] == [0, 1499, 2999]
    assert [found.id for found in store.passages([2999, 17])] == ["d2999#text", "d17#text"]
    assert [match.row for match in store.search(Query(codes=(Code("CPT", "62368"),), top=3)).codes] == [0, 1, 2]


def test_equal_scores_stand_by_row_where_tantivy_has_another_order(tmp_path: Path) -> None:
    """As where a very large base has several parts."""
    writer = words.Writer(tmp_path)
    for first in (30, 40, 0, 10, 20):
        writer._row = first
        writer.add([small_base.alike(row) for row in range(first, first + 10)])
        writer._writer.commit()
    writer.finish()
    opened = words.WordSearch(tmp_path)
    assert [match.row for match in opened.by_words(["pump"], [], Filter(), 10)] == list(range(10))
    assert [match.row for match in opened.by_codes([Code("CPT", "62368")], Filter(), 45)] == list(range(45))
    assert opened.rows(["d7", "d49"]) == [7, 49]


def written(
    folder: Path, rows: Sequence[Sequence[float]] | np.ndarray, settings: local.Settings = DEFAULTS
) -> Exact | Coarse:
    folder.mkdir(exist_ok=True)
    made = np.asarray(rows, dtype=np.float32)
    writer = vectors.Writer(folder, made.shape[1], settings)
    writer.add(made)
    writer.finish()
    return vectors.opened(folder, settings)


def test_a_large_base_finds_nearly_what_all_vectors_give_and_scores_it_exactly(tmp_path: Path) -> None:
    large = local.Settings(exact=2000)
    drawn = np.random.default_rng(3)
    numbers = (drawn.normal(size=(40, 32))[drawn.integers(0, 40, 2000)] + drawn.normal(size=(2000, 32))).astype("f4")
    rows = numbers / np.linalg.norm(numbers, axis=1, keepdims=True)
    # A copy far behind its original: equal scores stand by row.
    rows[1999] = rows[5]
    opened = written(tmp_path, rows, large)
    assert (tmp_path / "coarse.faiss").stat().st_size < (tmp_path / "vectors.faiss").stat().st_size / 5
    found = {}
    for row in range(0, 200, 5):
        products = rows @ rows[row]
        found[row] = opened.search(rows[row], 20)
        assert np.allclose([score for _, score in found[row]], products[[row for row, _ in found[row]]], atol=1e-6)
        exact = np.lexsort((np.arange(2000), -products))[:20]
        assert len({row for row, _ in found[row]} & set(exact.tolist())) >= 19
    assert [row for row, _ in found[5][:2]] == [5, 1999]
    written(tmp_path / "again", rows, large)
    assert (tmp_path / "again/coarse.faiss").read_bytes() == (tmp_path / "coarse.faiss").read_bytes()


def test_a_search_takes_one_thread_whichever_thread_searches(tmp_path: Path) -> None:
    rows = np.eye(3, dtype=np.float32)
    opened = written(tmp_path, rows)

    def search(row: int) -> int:
        faiss.omp_set_num_threads(2)
        assert opened.search(rows[row], 1) == [(row, 1.0)]
        return int(faiss.omp_get_max_threads())

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(search, range(3))) == [1, 1, 1]


def test_what_a_filter_leaves_of_a_large_base_is_compared_whole_where_it_is_little(tmp_path: Path) -> None:
    rows = np.random.default_rng(4).normal(size=(1000, 16)).astype(np.float32)
    opened = written(tmp_path, rows, local.Settings(exact=500, spare=1))
    allowed = np.arange(1, 1000, 3)
    products = rows @ rows[2]
    exact = [row for row in np.lexsort((np.arange(1000), -products)).tolist() if row % 3 == 1][:50]
    assert [row for row, _ in opened.search(rows[2], 50, allowed)] == exact


def test_of_much_that_a_filter_leaves_the_coarse_index_picks_enough(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vectors, "_FEW", 100)
    rows = np.random.default_rng(4).normal(size=(4000, 16)).astype(np.float32)
    opened = written(tmp_path, rows, local.Settings(exact=500))
    # The nearer half is left out, so that what is wanted lies far behind in the order of the coarse index.
    products = rows @ rows[2]
    order = np.lexsort((np.arange(4000), -products))
    found = opened.search(rows[2], 50, np.sort(order[2000:]))
    assert {row for row, _ in found} <= set(order[2000:].tolist())
    assert len({row for row, _ in found} & set(order[2000:2050].tolist())) >= 48
    assert [score for _, score in found] == sorted((score for _, score in found), reverse=True)


@pytest.fixture
def large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store of a base so large that rows are read from its files."""
    monkeypatch.setattr(rows, "HELD", 1000)
    local.write(tmp_path, DIMENSION, [(PASSAGES, VECTORS)], local.Settings(exact=16))
    return tmp_path


def test_files_of_which_rows_are_read_are_compared_by_the_store(
    large: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    assert local.compares(large) == ["vectors.faiss", "passages.jsonl"]
    small = tmp_path_factory.mktemp("small")
    local.write(small, DIMENSION, [(PASSAGES[:1], VECTORS[:1])], local.Settings())
    assert local.compares(small) == local.compares(small / "nowhere") == []


@pytest.mark.parametrize("name", ["vectors.faiss", "passages.jsonl"])
def test_a_row_that_was_changed_is_told_and_the_others_are_read(large: Path, name: str) -> None:
    opened = local.open(large, local.Settings())
    path = large / name
    data = path.read_bytes()
    ask = (lambda row: opened.vectors([row])) if name == "vectors.faiss" else (lambda row: opened.passages([row]))
    # The last byte is the last row's.
    path.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
    ask(0)
    with pytest.raises(NoIndexError, match=rf"{name}: the index is damaged \(it was changed\); run: citedesk index"):
        ask(len(PASSAGES) - 1)
    path.write_bytes(data[: len(data) // 2])
    ask(1)
    with pytest.raises(NoIndexError, match="the index is damaged"):
        ask(len(PASSAGES) - 2)


def test_a_file_whose_rows_are_read_may_be_deleted_or_replaced(large: Path) -> None:
    opened = local.open(large, local.Settings())
    for name in local.compares(large):
        (large / "other").write_bytes(b"other")
        (large / "other").replace(large / name)
        (large / name).unlink()
    assert opened.passages([5, 7]) == [PASSAGES[5], PASSAGES[7]]
    assert np.array_equal(opened.vectors([9]), VECTORS[[9]])
