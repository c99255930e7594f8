"""A grown base is as large as asked, never the same twice, and its words grow as those of real text do."""

from __future__ import annotations

import itertools
import random
from pathlib import Path

import numpy as np
import pytest

from benchmarks import grown
from benchmarks.grown import words
from benchmarks.grown.seeds import Seeds
from benchmarks.grown.words import Growth, Tail
from indexer import codes, reader
from indexer.index import Index
from indexer.reader import Problem


@pytest.fixture(scope="module")
def seeds(shipped: Index, tmp_path_factory: pytest.TempPathFactory) -> Seeds:
    """Of every twelfth document."""
    own = shipped.store.passages(range(len(shipped.store)))
    chosen = sorted({one.document_id for one in own})[::12]
    return grown.seeds(shipped, [one for one in own if one.document_id in chosen], tmp_path_factory.mktemp("cache"))


def test_it_begins_with_the_base_and_a_smaller_one_is_its_beginning(shipped: Index, seeds: Seeds) -> None:
    own = len(shipped.store)
    less, more = (
        ([passage for part, _ in found for passage in part], np.concatenate([rows for _, rows in found]))
        for found in (list(grown.batches(seeds, own + count)) for count in (100, 1500))
    )
    assert [len(less[0]), len(more[0])] == [own + 100, own + 1500]
    assert less[0] == more[0][: own + 100]
    assert less[0][:own] == shipped.store.passages(range(own))
    # The noise comes a batch at a time.
    assert np.array_equal(less[1][:own], more[1][:own])
    assert np.allclose(np.linalg.norm(more[1], axis=1), 1, atol=1e-5)
    assert len({passage.id for passage in more[0]}) == own + 1500


def test_no_two_passages_are_copies(seeds: Seeds) -> None:
    made = list(itertools.islice(itertools.chain.from_iterable(grown.documents(seeds)), 1000))
    assert len({one.passage.text for one in made}) == len(made)
    rows = grown.meant(seeds, made, np.random.default_rng(0))
    likeness = rows @ rows.T
    np.fill_diagonal(likeness, 0)
    assert likeness.max() < 0.95


def test_the_codes_of_a_passage_stand_in_its_text(seeds: Seeds) -> None:
    made = [one.passage for document in itertools.islice(grown.documents(seeds), 200) for one in document]
    stated = [(code, one) for one in made for code in codes.values(codes.find(one.text)) if code.system == "CPT"]
    # What a word before it makes a code is not one where another sentence goes before.
    assert np.mean([code in one.codes for code, one in stated]) > 0.9
    assert len({code for code, _ in stated}) > 200


def test_words_grow_as_heaps_law_says(seeds: Seeds) -> None:
    drawn = random.Random(1)
    tail = Tail(seeds.growth, drawn)
    while tail.words < 200_000:
        tail.told(drawn.choice(seeds.pool.sentences), words.step(drawn))
    # Codes move besides, whatever the law says.
    assert 1 <= len(tail.different) / seeds.growth.after(tail.words) < 1.2


def test_the_law_is_fitted_on_the_text() -> None:
    """Four texts of one word each: two hold 2 words and 2 terms, four hold 4 and 4."""
    growth = Growth.of(["stent", "wire", "pump", "cast"])
    assert (growth.at_one, growth.power) == pytest.approx((1, 1))


def test_a_code_moves_and_stays_as_long_as_it_was() -> None:
    assert words.moved("62368 with J3490 in 2013, not M17.11", 40) == "62408 with J3530 in 2013, not M17.11"


def test_files_are_read_as_documents_of_their_kind(seeds: Seeds, tmp_path: Path) -> None:
    paths = grown.files(seeds, tmp_path, 60)
    found = list(reader.read(tmp_path))
    assert [one for one in found if isinstance(one, Problem)] == []
    assert len(found) == len(paths) > 20
    assert {type(one).__name__ for one in found} == {"Thread", "Excerpt"}
