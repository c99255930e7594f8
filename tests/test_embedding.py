"""Vectors of a build: each text embedded once, whatever is killed between, and those of before taken over."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from indexer import earlier, embedding
from indexer.embedders import Vectors
from indexer.embedding import Embedding
from indexer.spool import FILE, Spool
from indexer.workers.here import Here


class Lengths:
    """A text's vector is its length and its number of words; of a question the negative ones."""

    dimension, limit = 2, 100

    def __init__(self) -> None:
        self.given: list[str] = []

    def count(self, text: str) -> int:
        return len(text.split())

    def passages(self, texts: Sequence[str]) -> Vectors:
        self.given += texts
        found: Vectors = np.array([[len(text), self.count(text)] for text in texts], dtype=np.float32).reshape(-1, 2)
        return found

    def questions(self, texts: Sequence[str]) -> Vectors:
        found: Vectors = -self.passages(texts)
        return found

    def question(self, text: str) -> Vectors:
        found: Vectors = self.questions([text])[0]
        return found

    words = passages


def digests(*texts: str) -> dict[bytes, str]:
    return {embedding.digest(text): text for text in texts}


def test_each_text_is_embedded_once_and_its_vector_found_again(tmp_path: Path) -> None:
    model, told = Lengths(), list[tuple[int, int]]()
    with (
        Spool(tmp_path, "model", 2) as spool,
        Embedding(Here(model), earlier.NOTHING, spool, lambda *numbers: told.append(numbers)) as made,
    ):
        made.passages(digests("one two", "one"))
        made.passages(digests("one", "one two three"))
        made.finish(["one", "why?", "why?"])
        assert sorted(model.given) == sorted(["one two", "one", "one two three", "one", "why?"])
        assert made.count == 3
        assert made.of(list(digests("one", "one two"))).tolist() == [[3, 1], [7, 2]]
        assert made.questions(["why?", "one"]).tolist() == [[-4, -1], [-3, -1]]
        assert made.of([]).shape == made.questions([]).shape == (0, 2)
    assert told[-1] == (5, 5)


def test_what_a_killed_run_left_is_not_embedded_again(tmp_path: Path) -> None:
    with Spool(tmp_path, "model", 2) as spool:
        spool.add(list(digests("one", "two words")), np.array([[3, 1], [9, 2]], dtype=np.float32))
    whole = (tmp_path / FILE).read_bytes()
    # It was killed in the middle of a third vector.
    (tmp_path / FILE).write_bytes(whole + whole[-20:-1])
    model = Lengths()
    with Spool(tmp_path, "model", 2) as spool, Embedding(Here(model), earlier.NOTHING, spool, lambda *_: None) as made:
        made.passages(digests("one", "two words", "three more words"))
        made.finish([])
        assert model.given == ["three more words"]
        assert made.of(list(digests("three more words", "one"))).tolist() == [[16, 3], [3, 1]]
    with Spool(tmp_path, "model", 2) as spool:
        assert len(spool) == 3


@pytest.mark.parametrize(("maker", "dimension", "anew"), [("other", 2, False), ("model", 3, False), ("model", 2, True)])
def test_vectors_of_another_model_or_of_before_a_rebuild_are_dropped(
    tmp_path: Path, maker: str, dimension: int, anew: bool
) -> None:
    with Spool(tmp_path, "model", 2) as spool:
        spool.add(list(digests("one")), np.ones((1, 2), dtype=np.float32))
    with Spool(tmp_path, maker, dimension, anew) as spool:
        assert len(spool) == 0


def test_a_vector_that_a_power_cut_spoilt_is_none_and_so_is_what_follows(tmp_path: Path) -> None:
    with Spool(tmp_path, "model", 2) as spool:
        spool.add(list(digests("one", "two", "three")), np.ones((3, 2), dtype=np.float32))
    spoilt = bytearray((tmp_path / FILE).read_bytes())
    each = 16 + 4 + 2 * 4  # digest, check and two numbers
    spoilt[-each - 1] ^= 1  # the last number of the second
    (tmp_path / FILE).write_bytes(spoilt)
    with Spool(tmp_path, "model", 2) as spool:
        assert [one in spool for one in digests("one", "two", "three")] == [True, False, False]
        spool.add(list(digests("two")), np.full((1, 2), 2, dtype=np.float32))
        assert spool.of(list(digests("two", "one"))).tolist() == [[2, 2], [1, 1]]
        spool.done()
    assert not (tmp_path / FILE).exists()


def test_a_small_base_is_embedded_while_it_is_read(tmp_path: Path) -> None:
    model, begun = Lengths(), threading.Event()
    with (
        Spool(tmp_path, "model", 2) as spool,
        Embedding(Here(model), earlier.NOTHING, spool, lambda *_: begun.set()) as made,
    ):
        for number in range(40):
            made.passages(digests(f"text {number}"))
        assert begun.wait(60)
        made.finish([])
    assert sorted(model.given) == sorted(f"text {number}" for number in range(40))


def test_what_an_embedder_raises_is_heard(tmp_path: Path) -> None:
    class Broken(Lengths):
        def passages(self, texts: Sequence[str]) -> Vectors:
            raise MemoryError("no room")

    with (
        Spool(tmp_path, "model", 2) as spool,
        Embedding(Here(Broken()), earlier.NOTHING, spool, lambda *_: None) as made,
    ):
        made.passages(digests("one"))
        with pytest.raises(MemoryError, match="no room"):
            made.finish([])
