"""The measures of speed run on a tiny base and give sane figures; runs are compared, and the page shows stored ones."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import faiss
import numpy as np
import pytest
from conftest import Place

from assistant.ask import Desk
from benchmarks import grown
from benchmarks.speed import __main__ as run
from benchmarks.speed import grown_index, machine, results, table
from benchmarks.speed.before import Before
from benchmarks.speed.figures import Figure
from benchmarks.speed.ground import Built, Ground
from benchmarks.speed.measures import (
    changed,
    cold_start,
    embedding,
    first_index,
    peers,
    recall,
    rising,
    search,
    steps,
    storing,
)
from benchmarks.speed.peer import PEERS
from benchmarks.speed.results import Run
from indexer.index import Index
from indexer.stores import Hits, Query

SIZE = 700
ASKED = ("is a volume check reprogramming?", "does medicare take a rubber stamp signature", "62368")


@pytest.fixture(scope="module")
def ground(shipped_index: Path, shipped: Index, tmp_path_factory: pytest.TempPathFactory) -> Ground:
    """The shipped base grown to SIZE passages, from every twelfth of its documents."""
    scratch = tmp_path_factory.mktemp("speed")
    own = shipped.store.passages(range(len(shipped.store)))
    chosen = sorted({one.document_id for one in own})[::12]
    seeds = grown.seeds(shipped, [one for one in own if one.document_id in chosen], scratch / "cache")
    made = Ground(shipped_index, Path("kb"), scratch, rounds=1, asked=ASKED, real=seeds)
    target = scratch / f"grown-{SIZE}"
    took = grown_index.build(shipped, shipped_index, seeds, target, SIZE)
    made.made[SIZE] = Built(target, **took, megabytes=100.0, bytes=5_000_000)
    return made


def by_name(told: object) -> dict[str, Figure]:
    assert isinstance(told, list)
    return {one.name: one for one in told if isinstance(one, Figure)}


def test_a_grown_index_is_asked_as_any_other(ground: Ground) -> None:
    desk = Desk.open(ground.folder(SIZE))
    assert len(desk.index.store) == desk.index.manifest.passages == SIZE
    assert desk.ask(ASKED[0]).quotations
    assert desk.index.manifest.documents > 348


def test_the_plain_program_is_given_the_same_vectors(ground: Ground) -> None:
    kept = faiss.read_index(str(ground.vectors(SIZE)))
    store = ground.opened(SIZE).store
    asked = store.vectors([3, SIZE - 1])
    assert kept.ntotal == SIZE
    assert list(kept.search(asked, 1)[1][:, 0]) == [3, SIZE - 1]


def test_search_is_measured_against_the_bare_embedding(ground: Ground) -> None:
    found = by_name(list(search.measure(ground, SIZE)))
    for name in ("search", "answer without the reader"):
        assert 1 < found[f"{name}, p50"].ratio <= found[f"{name}, p95"].value / found[f"{name}, p50"].baseline


def test_a_small_size_is_not_compared_with_a_larger_one(ground: Ground) -> None:
    assert list(rising.measure(ground, rising.FROM)) == []


def test_the_steps_of_an_answer_add_up_and_leave_the_program_as_it_was(ground: Ground) -> None:
    desk = Desk.open(ground.folder(SIZE))
    before = type(desk.index.store).search, type(desk.index.embedder).question
    spent, whole = steps.taken(desk, ASKED[:1])
    assert (type(desk.index.store).search, type(desk.index.embedder).question) == before
    assert sum(spent.values()) == pytest.approx(whole.p50)
    assert all(spent[name] > 0 for name in ("embedding", "search", "reading", "judging", "quoting", steps.REST))


def test_exact_search_recalls_all_and_a_search_that_loses_passages_does_not(shipped: Index) -> None:
    assert recall.found(shipped, ASKED) == 1

    def poor(query: Query) -> Hits:
        hits = shipped.store.search(query)
        return replace(hits, words=(), meaning=hits.meaning[5:], codes=())

    behind = replace(shipped, store=Before(shipped.store, lambda name: None, poor))
    assert recall.found(behind, ASKED[:2]) < 0.9


def test_exact_search_is_the_inner_product(shipped: Index) -> None:
    vector = shipped.embedder.question(ASKED[0])
    exact = recall.Exact(shipped.store)
    exact.search(Query(vector=vector, top=5))
    exact.compare()
    scores = shipped.store.vectors(range(len(shipped.store))) @ vector
    best = exact.search(Query(vector=vector, top=5)).meaning
    assert [match.row for match in best] == list(np.argsort(-scores, kind="stable")[:5])


def test_storing_is_told_a_passage(ground: Ground) -> None:
    found = by_name(list(storing.measure(ground, SIZE)))
    assert found["disk, a passage"].value == 5_000_000 / SIZE
    assert found["memory while storing"].baseline == pytest.approx(SIZE * 384 * 4 / 1e6)
    assert 0 < found["storing, a passage"].ratio < 5


@pytest.mark.slow
def test_one_percent_changed_costs_a_part_of_all(ground: Ground) -> None:
    found = by_name(list(changed.measure(ground, 200)))
    part, same = found["indexing again, 1% changed"], found["indexing again, nothing changed"]
    assert 0 < same.ratio < part.ratio < 1
    assert part.bounds == ""
    assert found["indexing beside embedding, a passage"].value > 0


@pytest.mark.slow
def test_whole_processes_are_measured_beside_the_plain_program(place: Place, tmp_path: Path) -> None:
    for number in range(3):
        place.excerpt(f"pump-{number}.md", f"Pump refill {number}", f"Case {number}: the pump was refilled, 62368.")
    place.build()
    small = Ground(place.index, place.kb, tmp_path, Path(sys.executable), rounds=1, asked=ASKED)
    for module in (first_index, embedding, cold_start):
        for figure in by_name(list(module.measure(small, 0))).values():
            assert figure.value > 0
            assert 0.01 < figure.ratio < 1000
    # No peer is installed beside the project.
    assert list(peers.measure(small, 0)) == [f"Not installed, not measured: {name}." for name in PEERS]


def test_without_a_python_for_them_peers_are_named(ground: Ground) -> None:
    (note,) = peers.measure(ground, 0)
    assert all(name in str(note) for name in PEERS)


def figure(value: float, **changed: object) -> Figure:
    plain = Figure("search", value, "ms", 10.0, "the bare embedding")
    return replace(plain, **changed)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("found", "missed"),
    [
        (figure(20, ratio_bound=2), False),
        (figure(20.1, ratio_bound=2), True),
        (figure(20, value_bound=19), True),
        (figure(20, ratio_bound=2, more_is_better=True), False),
        (figure(19.9, ratio_bound=2, more_is_better=True), True),
        (figure(20), False),
    ],
)
def test_a_bound_is_the_worst_that_may_be(found: Figure, missed: bool) -> None:
    assert found.missed is missed
    assert ("MISSED" in str(found)) is missed


@pytest.mark.parametrize(
    ("now", "stored", "slower"),
    [
        (figure(22), figure(20), False),
        (figure(23.1), figure(20), True),
        (figure(10), figure(20), False),
        (figure(23.1, noise=0.2), figure(20), False),
        (figure(17, more_is_better=True), figure(20, more_is_better=True), True),
        (figure(18, more_is_better=True), figure(20, more_is_better=True), False),
        # Twice the time on a machine that is half as fast.
        (figure(40, baseline=20), figure(20), False),
    ],
)
def test_slower_is_a_ratio_that_is_worse_by_more_than_noise(now: Figure, stored: Figure, slower: bool) -> None:
    assert now.slower_than(stored) is slower


def kept(*figures: Figure, notes: tuple[str, ...] = ()) -> Run:
    return Run(machine.facts(), (0.1, 0.2), 1.0, figures, notes)


def test_a_run_is_compared_with_the_stored_one_by_measure_and_name() -> None:
    stored = {"search": kept(figure(20), figure(5, name="other")), "gone": kept(figure(1))}
    now = {"search": kept(figure(40), figure(5, name="other"), figure(9, name="new")), "fresh": kept(figure(99))}
    (line,) = results.slower(now, stored)
    assert line.startswith("search: 4 times the bare embedding, was 2 ")


def test_what_is_stored_is_read_as_it_was_and_other_measures_stay(tmp_path: Path) -> None:
    path = results.path(tmp_path, "machine", 0)
    assert path.name == "base.json"
    one, other = kept(figure(20)), kept(figure(3, ratio_bound=1.0), notes=("left out",))
    results.write(path, {"one": one})
    results.write(path, {"other": other})
    assert results.read(path) == {"one": one, "other": other}
    results.write(path, {"one": other})
    assert results.read(path) == {"one": other, "other": other}


def test_the_facts_name_machine_program_and_libraries() -> None:
    facts = machine.facts()
    assert machine.kind().startswith(f"{facts['cores']}-")
    assert all(facts[name] for name in ("processor", "python", "libraries", "program", "date"))
    assert json.loads(json.dumps(facts)) == facts


def test_a_table_has_a_row_for_each_figure_and_says_what_is_missed(tmp_path: Path) -> None:
    rows: dict[int, Callable[[], Run]] = {
        0: lambda: kept(figure(20, ratio_bound=1.5), notes=("Not measured: txtai.",)),
        1000: lambda: kept(figure(20)),
        10_000: lambda: kept(figure(150), figure(3, name="recall")),
    }
    for size, made in rows.items():
        results.write(results.path(tmp_path, "machine", size), {"search": made()})
    lines = table.tables(tmp_path).splitlines()
    assert "| search | 20 ms | 10 ms, the bare embedding | 2 | at most 1.5 times; **missed** at 1 of 1 |" in lines
    assert "| search, ms (times the bare embedding) | 20 (2) | 150 (15) |  |" in lines
    assert "| recall, ms (times the bare embedding) |  | 3 (0.3) |  |" in lines
    assert "- Not measured: txtai." in lines


def test_a_table_stands_between_its_marks() -> None:
    text = f"before\n{table.BEGIN}\nold\n{table.END}\nafter\n"
    assert table.page(text, "new") == f"before\n{table.BEGIN}\nnew\n{table.END}\nafter\n"
    with pytest.raises(ValueError, match="lacks"):
        table.page("nothing", "new")


def test_the_page_shows_the_stored_runs() -> None:
    """Run ``python -m benchmarks.speed.table`` where this fails."""
    text = table.PAGE.read_text("utf-8")
    assert table.page(text, table.tables()) == text


def test_every_measure_is_known_by_its_file_and_is_chosen_by_size() -> None:
    assert set(run.names()) > {"first_index", "search", "changed", "peers"}
    small, large = (list(run.chosen((), [0, size])) for size in (1000, 1_000_000))
    assert (0, "first_index") in small
    assert (1000, "changed") in small
    assert (1000, "first_index") not in small
    assert (1_000_000, "changed") not in large
    # By name it is measured at any size.
    assert list(run.chosen(["changed"], [1_000_000])) == [(1_000_000, "changed")]


def test_a_run_keeps_figures_and_notes_apart(ground: Ground) -> None:
    start = time.perf_counter()
    found = run.run("peers", 0, ground)
    assert found.figures == ()
    assert len(found.notes) == 1
    assert 0 <= found.seconds <= time.perf_counter() - start
