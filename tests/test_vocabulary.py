from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from conftest import Place

from indexer import vocabulary
from indexer.errors import NoIndexError
from indexer.index import Index

THREAD = """# Flu injection given by the nurse

## asker (Mar 18, 2010)

Injections again: may the physician bill a visit with the injection?

## responder 1 (Mar 18, 2010)

The injection alone. The toe is another matter.
"""


def test_a_word_finds_its_nearest_ones_in_the_base(place: Place) -> None:
    place.write("threads/flu.md", THREAD)
    place.build()
    words = place.open().vocabulary
    found = {near.term: near for near in words.near("can the Doctor bill it")}
    assert (found["physician"].of, round(found["physician"].score, 1)) == ("doctor", 0.5)
    assert "toe" not in found
    # Short words, codes and words without letters have no near ones.
    assert words.near("a 99213 toe") == []


def test_a_word_of_several_forms_stands_once(place: Place) -> None:
    place.write("threads/flu.md", THREAD)
    place.build()
    kept = (place.open().folder / "vocabulary.txt").read_text("utf-8").split()
    assert [word for word in kept if word.startswith("inject")] == ["injection"]
    assert kept == sorted(set(kept))


def test_scores_lie_between_0_and_1_and_repeat(shipped: Index) -> None:
    text = "pt left before the doctor came, can we charge the insurance for a shot and supplies"
    found = shipped.vocabulary.near(text)
    assert len(found) > 10
    assert all(0 < near.score < 1 and near.term != "" for near in found)
    assert found == shipped.vocabulary.near(text)


def test_a_base_without_words_has_no_near_ones(place: Place) -> None:
    place.excerpt("one.md", "1", "99213 99214")
    place.build()
    assert place.open().vocabulary.near("doctor") == []


@pytest.mark.parametrize("name", ["vocabulary.txt", "vocabulary.npy"])
def test_a_damaged_vocabulary_is_refused_with_what_mends_it(place: Place, name: str) -> None:
    place.excerpt("one.md", "Pump", "The pump is refilled.")
    place.build()
    index = place.open()
    (index.folder / name).unlink()
    with pytest.raises(NoIndexError, match="citedesk index"):
        vocabulary.load(index.folder, index.embedder)
    np.save(index.folder / "vocabulary.npy", np.zeros((1, 3), dtype=np.float16))
    Path(index.folder / "vocabulary.txt").write_text("one\ntwo", "utf-8")
    with pytest.raises(NoIndexError, match="2 words but 1 word vectors"):
        vocabulary.load(index.folder, index.embedder)
