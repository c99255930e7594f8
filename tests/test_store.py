"""The contract of every store: each module of ``indexer/stores`` is found by its file and tested alike."""

from __future__ import annotations

from collections.abc import Sequence
from math import log
from pathlib import Path
from typing import cast

import numpy as np
import pytest

from indexer import plugins, stores, vector_search
from indexer.codes import Code
from indexer.documents import PartialDate
from indexer.embedders import Vectors
from indexer.errors import NoIndexError
from indexer.passages import Passage
from indexer.sources import Tier
from indexer.stores import Match, Store, local
from indexer.vector_search import VectorSearch
from indexer.vocabulary import Near

K1, B = 1.2, 0.75


def passage(id: str, text: str, context: str = "", values: Sequence[str] = ()) -> Passage:
    document, _, part = id.partition("#")
    named = tuple(Code("HCPCS" if value[0].isalpha() else "CPT", value) for value in values)
    return Passage(
        id, document, part, None, "T", context, text, named, Tier.CPT, None, "source", "citation", None, None
    )


WORDS = [
    passage("a#1", "pump refill"),
    passage("a#2", "pump pump volume check"),
    passage("b#1", "closure layers centimetres measured pump", "wound"),
    passage("c#1", "wound"),
]
FULL = Passage(
    "threads/é#post-2.1",
    "threads/é",
    "post-2.1",
    "responder 1",
    "A “title”",
    "A “title”\nthe question",
    "Line one.\n\nLine two \U0001f600 \0 end.",
    (Code("CPT", "62368"), Code("modifier", "25"), Code("ICD-10-CM", "M17.11")),
    Tier.FORUM,
    PartialDate(2010, 3, 19),
    "AAPC forum",
    "AAPC forum, March 19, 2010",
    "https://example.org/?a=1&b=2",
    "a later rule",
)


@pytest.fixture(params=[*plugins.names(stores), "local, large"])
def module(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> stores.Module:
    """The last one is a store of its own kind: what this machine does with a large base, from 16 passages on."""
    name, _, large = request.param.partition(", ")
    if large:
        monkeypatch.setattr(vector_search, "LARGE", 16)
    return cast(stores.Module, plugins.load(stores, name))


def made(module: stores.Module, folder: Path, passages: Sequence[Passage], vectors: Vectors | None = None) -> Store:
    """Written, then opened."""
    if vectors is None:
        vectors = np.eye(len(passages), 8, dtype=np.float32)
    module.write(folder, passages, vectors)
    return module.load(folder)


def pairs(matches: Sequence[Match]) -> list[tuple[int, object]]:
    return [(match.row, pytest.approx(match.score, abs=1e-6)) for match in matches]


def idf(named: int, of: int) -> float:
    return log(1 + (of - named + 0.5) / (named + 0.5))


def bm25(times: int, named: int, of: int, length: int, mean: float) -> float:
    return idf(named, of) * times * (K1 + 1) / (times + K1 * (1 - B + B * length / mean))


def test_by_vector_equals_the_products_of_all_vectors(module: stores.Module, tmp_path: Path) -> None:
    numbers = np.random.default_rng(7).normal(size=(300, 8)).astype(np.float32)
    vectors = numbers / np.linalg.norm(numbers, axis=1, keepdims=True)
    store = made(module, tmp_path, [passage(f"d{row}#1", "text") for row in range(300)], vectors)
    for question in vectors[::60]:
        products = vectors @ question
        expected = sorted(range(300), key=lambda row: (-products[row], row))[:20]
        found = store.by_vector(question, 20)
        assert [match.row for match in found] == expected
        assert np.allclose([match.score for match in found], products[expected], atol=1e-6)
    assert len(store.by_vector(vectors[0], 1000)) == 300
    assert np.array_equal(store.vectors([299, 0]), vectors[[299, 0]])
    assert store.vectors([]).shape == (0, 8)


def test_by_words_is_bm25(module: stores.Module, tmp_path: Path) -> None:
    store = made(module, tmp_path, WORDS)
    # Four passages of 2, 4, 6 and 1 words, context included; "pump" stands in three of them, "wound" in two.
    mean = (2 + 4 + 6 + 1) / 4
    pump = {0: bm25(1, 3, 4, 2, mean), 1: bm25(2, 3, 4, 4, mean), 2: bm25(1, 3, 4, 6, mean)}
    wound = {2: bm25(1, 2, 4, 6, mean), 3: bm25(1, 2, 4, 1, mean)}
    assert pairs(store.by_words("pump", 10)) == [(1, pump[1]), (0, pump[0]), (2, pump[2])]
    both = [(3, wound[3]), (2, pump[2] + wound[2]), (1, pump[1]), (0, pump[0])]
    assert pairs(store.by_words("pump wound", 10)) == both
    assert pairs(store.by_words("pump wound", 2)) == both[:2]


def test_a_near_word_counts_by_its_score_and_never_more_than_the_word_it_stands_for(
    module: stores.Module, tmp_path: Path
) -> None:
    store = made(module, tmp_path, WORDS)
    mean = (2 + 4 + 6 + 1) / 4
    refill, pump = bm25(1, 1, 4, 2, mean), {0: bm25(1, 3, 4, 2, mean), 1: bm25(2, 3, 4, 4, mean)}
    # "refill" stands in one passage and "pump" in three: the near word is worth log(10/7) / log(10/3) of itself.
    part = log(1 + 1.5 / 3.5) / log(1 + 3.5 / 1.5)
    found = dict(pairs(store.by_words("pump", 10, [Near("refilled", "pump", 0.5)])))
    assert found[0] == pytest.approx(pump[0] + 0.5 * part * refill, rel=1e-4)
    assert found[1] == pytest.approx(pump[1], rel=1e-4)
    # A word that the question has itself, and one for a stop word, add nothing.
    same = [Near("pumps", "pump", 0.5), Near("refill", "the", 0.5)]
    assert pairs(store.by_words("pump", 10, same)) == pairs(store.by_words("pump", 10))


def test_words_are_found_in_any_form_and_case_and_beside_any_mark(module: stores.Module, tmp_path: Path) -> None:
    store = made(module, tmp_path, [passage("a#1", "Refilling (62368)."), passage("b#1", "Café notes, E/M-visit")])
    for words in ("refill", "REFILLS", "62368?", "the refilled"):
        assert [match.row for match in store.by_words(words, 10)] == [0]
    for words in ("cafe", "CAFÉ", "visits", "note"):
        assert [match.row for match in store.by_words(words, 10)] == [1]


@pytest.mark.parametrize("text", ["", " ", "the of and", "?!", "\U0001f600", '"', "body:(", "pump AND (", "a\0b" * 3])
def test_odd_searches_find_nothing_and_break_nothing(module: stores.Module, tmp_path: Path, text: str) -> None:
    found = made(module, tmp_path, WORDS[3:]).by_words(text, 10)
    assert found == []


def test_equal_scores_are_ordered_by_row(module: stores.Module, tmp_path: Path) -> None:
    alike = [passage(f"d{row}#1", "pump refill", values=["62368"]) for row in range(40)]
    store = made(module, tmp_path, alike, np.ones((40, 8), dtype=np.float32) / np.float32(8**0.5))
    for found in (
        store.by_words("pump", 10),
        store.by_vector(store.vectors([0])[0], 10),
        store.by_code([Code("CPT", "62368")], 10),
    ):
        assert [match.row for match in found] == list(range(10))
        assert len({match.score for match in found}) == 1


def test_by_code_weighs_the_code_itself_and_its_neighbours(module: stores.Module, tmp_path: Path) -> None:
    named = [["62368"], ["62370", "62365"], ["62367", "J3490"], ["62368", "99213"], []]
    store = made(module, tmp_path, [passage(f"d{row}#1", "text", values=values) for row, values in enumerate(named)])
    # Two of five passages name 62368; 62370 and 62367 are within two numbers of it, 62365 is not.
    code = idf(2, 5)
    assert pairs(store.by_code([Code("CPT", "62368")], 10)) == [(0, code), (3, code), (1, code / 4), (2, code / 4)]
    assert pairs(store.by_code([Code("CPT", "62368"), Code("CPT", "99213")], 1)) == [(3, code + idf(1, 5))]
    # Nobody names 62371; one passage names 62370.
    assert pairs(store.by_code([Code("CPT", "62371")], 10)) == [(1, idf(1, 5) / 4)]
    assert pairs(store.by_code([Code("HCPCS", "J3491")], 10)) == [(2, idf(1, 5) / 4)]
    assert store.by_code([Code("CPT", "11042")], 10) == []
    assert store.by_code([], 10) == []


def test_a_wildcard_means_each_of_its_codes(module: stores.Module, tmp_path: Path) -> None:
    named = [["99213"], ["99214", "99215"], ["99221"], ["9921X"]]
    store = made(module, tmp_path, [passage(f"d{row}#1", "text", values=values) for row, values in enumerate(named)])
    found = store.by_code([Code("CPT", "9921X")], 10)
    assert pairs(found) == [(0, idf(1, 4)), (1, idf(1, 4)), (3, idf(1, 4))]
    assert store.knows(Code("CPT", "9921X"))
    assert store.knows(Code("CPT", "9922X"))
    assert not store.knows(Code("CPT", "9923X"))


def test_it_knows_the_codes_that_passages_name(module: stores.Module, tmp_path: Path) -> None:
    store = made(module, tmp_path, [FULL])
    assert all(store.knows(code) for code in FULL.codes)
    assert not store.knows(Code("CPT", "62367"))
    assert not store.knows(Code("HCPCS", "62368"))


def test_passages_come_back_as_they_went_in(module: stores.Module, tmp_path: Path) -> None:
    store = made(module, tmp_path, [*WORDS, FULL])
    assert len(store) == 5
    assert store.passages([4, 0, 4, 2]) == [FULL, WORDS[0], FULL, WORDS[2]]
    assert store.passages(range(5)) == [*WORDS, FULL]
    assert store.passages([]) == []


def test_a_document_s_rows_are_its_passages_in_order(module: stores.Module, tmp_path: Path) -> None:
    store = made(module, tmp_path, [*WORDS, FULL])
    assert store.rows("a") == [0, 1]
    assert store.rows("threads/é") == [4]
    assert store.rows("nowhere") == []


def test_rarity_is_the_weight_of_each_word(module: stores.Module, tmp_path: Path) -> None:
    store = made(module, tmp_path, WORDS)
    rarity = store.rarity("Pumps and wounds, pump: a zebra")
    assert rarity == {
        "pump": pytest.approx(idf(3, 4)),
        "wound": pytest.approx(idf(2, 4)),
        "zebra": pytest.approx(idf(0, 4)),
    }
    assert store.rarity("") == {}


def test_many_passages_keep_their_rows(module: stores.Module, tmp_path: Path) -> None:
    many = [passage(f"d{row}#1", f"word{row} text") for row in range(3000)]
    store = made(module, tmp_path, many, np.zeros((3000, 8), dtype=np.float32))
    assert [store.by_words(f"word{row}", 1)[0].row for row in (0, 1, 1499, 2999)] == [0, 1, 1499, 2999]
    assert [found.id for found in store.passages([2999, 17])] == ["d2999#1", "d17#1"]


def test_a_folder_without_a_store_is_refused_with_the_command_that_mends_it(
    module: stores.Module, tmp_path: Path
) -> None:
    with pytest.raises(NoIndexError, match=r"run: citedesk index"):
        module.load(tmp_path)


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        (["vectors.faiss"], r"3 vectors, 4 passages, 4 of them in words/; .*; run: citedesk index"),
        (["passages.jsonl", "passages.npy"], r"4 vectors, 3 passages, 4 of them in words/; .*; run: citedesk index"),
        (["passages.npy"], r"the index is damaged \(passages.jsonl does not fit passages.npy\); run: citedesk index"),
    ],
)
def test_the_parts_on_this_machine_must_be_as_many(tmp_path: Path, parts: list[str], message: str) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    for folder, passages in ((first, WORDS), (second, WORDS[:3])):
        folder.mkdir()
        local.write(folder, passages, np.eye(len(passages), 8, dtype=np.float32))
    for part in parts:
        (second / part).replace(first / part)
    with pytest.raises(NoIndexError, match=message):
        local.load(first)


def test_a_large_base_finds_nearly_what_all_vectors_give_and_scores_it_exactly(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vector_search, "LARGE", 2000)
    drawn = np.random.default_rng(3)
    numbers = (drawn.normal(size=(40, 32))[drawn.integers(0, 40, 2000)] + drawn.normal(size=(2000, 32))).astype("f4")
    vectors = numbers / np.linalg.norm(numbers, axis=1, keepdims=True)
    # A copy far behind its original: equal scores stand by row.
    vectors[1999] = vectors[5]
    vector_search.write(tmp_path, vectors)
    assert (tmp_path / "coarse.faiss").stat().st_size < (tmp_path / "vectors.faiss").stat().st_size / 5
    opened = VectorSearch(tmp_path)
    found = {}
    for row in range(0, 200, 5):
        products = vectors @ vectors[row]
        found[row] = opened.search(vectors[row], 20)
        assert np.allclose([score for _, score in found[row]], products[[row for row, _ in found[row]]], atol=1e-6)
        exact = np.lexsort((np.arange(2000), -products))[:20]
        assert len({row for row, _ in found[row]} & set(exact.tolist())) >= 19
    assert [row for row, _ in found[5][:2]] == [5, 1999]
    again = tmp_path / "again"
    again.mkdir()
    vector_search.write(again, vectors)
    assert (again / "coarse.faiss").read_bytes() == (tmp_path / "coarse.faiss").read_bytes()
