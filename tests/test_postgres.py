"""The store beyond one machine, on real servers: the contract of every store on two shards, one with a standby."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import cast

import numpy as np
import pytest
from conftest import Outcome, Place, in_a_byte

from assistant.ask import Desk
from assistant.finding import retrieval
from assistant.reading import question
from assistant.settings import AssistantSettings
from benchmarks import postgres_servers
from benchmarks.postgres_servers import Servers, Shards
from indexer.codes import Code
from indexer.embedders import Vectors
from indexer.errors import NoIndexError
from indexer.index import Index
from indexer.stores import Filter, Hits, Match, Module, Query, Store, postgres
from indexer.stores.postgres import Settings, postings
from indexer.testing import small_base
from indexer.testing.brute_force import BruteForce, check
from indexer.testing.store_contract import DIMENSION, PASSAGES, VECTORS, Plugin, StoreContract, batches

LACKING = postgres_servers.lacking()
pytestmark = [pytest.mark.slow, pytest.mark.skipif(LACKING is not None, reason=str(LACKING))]


@pytest.fixture(scope="module")
def servers() -> Iterator[Servers]:
    with postgres_servers.started() as servers:
        yield servers


@pytest.fixture(scope="module")
def shards(servers: Servers) -> Shards:
    first, second = servers.server(), servers.server()
    return Shards(first, second, servers.standby(second))


class TestPostgres(StoreContract):
    @pytest.fixture
    def module(self, shards: Shards) -> Plugin:
        return cast(Module, postgres), shards.settings

    def length(self, terms: int) -> int:
        return in_a_byte(terms)


class TestOneServer(StoreContract):
    """Every vector in an HNSW index, on one server of several that libpq's environment names."""

    @pytest.fixture
    def module(self, shards: Shards, monkeypatch: pytest.MonkeyPatch) -> Plugin:
        for name, value in (("HOST", "127.0.0.1"), ("PORT", str(shards.first.port)), ("USER", "postgres")):
            monkeypatch.setenv(f"PG{name}", value)
        return cast(Module, postgres), Settings(exact=0)

    def length(self, terms: int) -> int:
        return in_a_byte(terms)

    # These need no second run.
    test_what_becomes_of_its_files_changes_no_answer = None  # type: ignore[assignment]
    test_codes_their_wildcards_and_their_neighbours = None  # type: ignore[assignment]
    test_words_are_scored_by_bm25 = None  # type: ignore[assignment]
    test_a_word_that_nobody_has_may_be_a_slip_of_one_letter = None  # type: ignore[assignment]


class Told:
    """A store before another one, that keeps what it is asked."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.asked: list[Query] = []

    def search(self, query: Query) -> Hits:
        self.asked.append(query)
        return self.store.search(query)


def close(found: Sequence[Match], others: Sequence[Match]) -> None:
    """The same rows with the same scores. Sums of seven digits differ in the last, and so may the order of two rows
    whose scores agree to there.
    """
    scores = {match.row: match.score for match in others}
    assert {match.row for match in found} == set(scores)
    assert all(match.score == pytest.approx(scores[match.row], rel=2e-6) for match in found)
    for one, other in zip(found, others, strict=True):
        assert one.score == pytest.approx(other.score, rel=2e-6)


def test_ids_and_scores_are_the_local_store_s(shards: Shards, shipped: Index, tmp_path: Path) -> None:
    every = range(len(shipped.store))
    given = [(shipped.store.passages(every), shipped.store.vectors(every))]
    postgres.write(tmp_path, given[0][1].shape[1], given, shards.settings)
    store = postgres.open(tmp_path, shards.settings)
    told = Told(shipped.store)
    behind = replace(shipped, store=cast(Store, told))
    folder = Path(__file__).parents[1] / "benchmarks"
    lines = [
        line for name in ("a", "b") for line in (folder / f"questions_{name}.jsonl").read_text("utf-8").splitlines()
    ]
    for line in lines[::3]:
        retrieval.candidates(question.parse(json.loads(line)["question"]), behind)
    assert len(told.asked) == len(lines[::3]) > 50
    for query in told.asked:
        one, other = store.search(query), shipped.store.search(query)
        close(one.words, other.words)
        close(one.meaning, other.meaning)
        close(one.codes, other.codes)
        assert one.rarity == pytest.approx(other.rarity)
        assert one.known == other.known
    near, far = (Desk(replace(shipped, store=one), AssistantSettings()) for one in (shipped.store, store))
    for line in lines[::30]:
        asked = json.loads(line)["question"]
        assert far.ask(asked).text == near.ask(asked).text


def drawn(count: int, width: int) -> Vectors:
    """Unit vectors in 40 clouds."""
    source = np.random.default_rng(3)
    numbers = source.normal(size=(40, width))[source.integers(0, 40, count)] + source.normal(size=(count, width))
    made: Vectors = (numbers / np.linalg.norm(numbers, axis=1, keepdims=True)).astype(np.float32)
    return made


def test_an_approximate_index_finds_nearly_all_and_as_many_as_wanted(shards: Shards, tmp_path: Path) -> None:
    """Behind a filter too, and after the nearest were deleted."""
    count, top = 2000, 20
    rows, settings = drawn(count, 32), shards.settings.model_copy(update={"exact": 100})
    many = [replace(small_base.alike(row), payer="Medicare" if row % 5 == 0 else None) for row in range(count)]
    postgres.write(tmp_path, 32, [(many, rows)], settings)
    store = postgres.open(tmp_path, settings)
    nearest = {asked: np.argsort(-(rows @ rows[asked])).tolist() for asked in range(0, count, 100)}

    def recall(where: Filter, allowed: set[int]) -> float:
        found = 0
        for asked, order in nearest.items():
            hits = store.search(Query(vector=rows[asked], where=where, top=top)).meaning
            assert len(hits) == top
            found += len({match.row for match in hits} & {*[row for row in order if row in allowed][:top]})
        return found / (top * len(nearest))

    assert recall(Filter(), {*range(count)}) >= 0.98
    assert recall(Filter(payers=frozenset({"Medicare"})), {*range(0, count, 5)}) >= 0.98
    gone = {row for order in nearest.values() for row in order[:50]}
    postgres.remove(tmp_path, [f"d{row}" for row in gone], settings)
    assert recall(Filter(), {*range(count)} - gone) >= 0.98


def test_documents_are_replaced_and_removed_in_what_stands(shards: Shards, tmp_path: Path) -> None:
    """Whoever has it open finds what is there then, with the counts of then and the mean length of the writing."""
    settings = shards.settings
    postgres.write(tmp_path, DIMENSION, batches(PASSAGES, VECTORS, ()), settings)
    store = postgres.open(tmp_path, settings)
    changed = [replace(one, text="zebra pump", codes=(Code("CPT", "11111"),)) for one in PASSAGES[:4]]
    new = [replace(small_base.alike(7), id="new#text", document_id="new", text="unheard word pump")]
    postgres.upsert(tmp_path, [([*changed, *new], VECTORS[5:10])], settings)
    postgres.remove(tmp_path, [PASSAGES[20].document_id, "nowhere"], settings)
    gone = {one.document_id for one in (*PASSAGES[:4], PASSAGES[20])}
    kept = [row for row, one in enumerate(PASSAGES) if one.document_id not in gone]
    stored = store.documents([*{one.document_id for one in changed}, "new"])
    placed = [one for found in stored.values() for one in found]
    assert {one.passage.id for one in placed} == {one.id for one in (*changed, *new)}
    assert all(one.row >= len(PASSAGES) for one in placed)
    assert store.documents([PASSAGES[20].document_id]) == {PASSAGES[20].document_id: []}
    assert store.passages([placed[0].row, kept[0]]) == [placed[0].passage, PASSAGES[kept[0]]]
    with pytest.raises(NoIndexError, match="1 passages were deleted"):
        store.passages([20])
    assert not listed(shards, tmp_path) & {row for row in range(len(PASSAGES)) if row not in kept}
    now = AsWritten([PASSAGES[row] for row in kept] + [one.passage for one in placed], VECTORS, in_a_byte)
    rows = [*kept, *(one.row for one in placed)]
    for query in (
        Query(("pump", "zebra", "unheard", "wound")),
        Query(codes=(Code("CPT", "11111"), Code("CPT", "62368"))),
    ):
        hits = store.search(query)
        check(hits.words, {rows[at]: score for at, score in now.words(query).items()}, 100)
        check(hits.codes, {rows[at]: score for at, score in now.codes(query).items()}, 100)
        assert hits.rarity == pytest.approx(now.rarity(query.words))
        assert hits.known == now.known(query.codes)
    assert len(postgres.open(tmp_path, settings)) == len(rows)


def listed(shards: Shards, place: Path) -> set[int]:
    """Every row that is in a list of a term on any shard."""
    name = json.loads((place / "postgres.json").read_text())["generation"]
    held = [
        (part, bytes(rows))
        for server in (shards.first, shards.second)
        for part, rows in server.execute(f"SELECT part, rows FROM {name}.postings")
    ]
    assert all(rows for _, rows in held)
    return {part * postings.SPAN + int(row) for part, rows in held for row in np.frombuffer(rows, "<u2")}


class AsWritten(BruteForce):
    """Weighs lengths by the mean of the small base."""

    def _bm25(self, term: str, searched: object, mean: float) -> float:
        whole = BruteForce(PASSAGES, VECTORS, in_a_byte).searched
        return super()._bm25(term, searched, sum(one.total() for one in whole) / len(whole))  # type: ignore[arg-type]


def test_an_index_is_made_renewed_and_asked_by_its_settings(
    shards: Shards, place: Place, citedesk: Callable[..., Outcome], tmp_path: Path
) -> None:
    addresses = json.dumps(shards.settings.shards)
    (tmp_path / "settings.toml").write_text(f'[index]\nstore = "postgres"\n[stores.postgres]\nshards = {addresses}\n')
    place.excerpt("pump.md", "Pump refill 62368", "A pump refill is billed with 62368.")
    ended = citedesk("index", "--kb", place.kb, "--index", place.index)
    assert (ended.code, "1 documents" in ended.out or "1 document" in ended.out) == (0, True), ended
    place.excerpt("wound.md", "Wound closure", "A wound closure in layers is billed by its length.")
    assert citedesk("index", "--index", place.index).code == 0
    asked = citedesk("ask", "--index", place.index, "is a wound closure in layers billed by its length?")
    assert "billed by its length" in asked.out
    # Of the first generation nothing is left.
    names = "SELECT count(*) FROM pg_namespace WHERE nspname = '{}'"
    kept = json.loads(next(place.index.glob("generation-*/postgres.json")).read_text())["generation"]
    assert shards.first.execute(names.format(kept)) == [(1,)]
    assert len([*place.index.glob("generation-*")]) == 1


def test_long_words_and_long_names_are_kept(shards: Shards, tmp_path: Path) -> None:
    """A B-tree of PostgreSQL takes no more than 2,704 bytes."""
    long = "".join(np.random.default_rng(5).choice([*"abcdefghijklmnop"], 9000))
    odd = replace(small_base.alike(0), document_id=f"folder/{long}", text=f"pump {long}")
    postgres.write(tmp_path, DIMENSION, [([odd], VECTORS[:1])], shards.settings)
    store = postgres.open(tmp_path, shards.settings)
    assert [one.passage for one in store.documents([odd.document_id])[odd.document_id]] == [odd]
    assert [match.row for match in store.search(Query((long, "\0"))).words] == [0]
