"""How long a grown base takes on two shards of PostgreSQL, as a ratio to the local store over the same passages.

    python -m benchmarks.postgres_scale [--index .citedesk] [--passages 100000] [QUESTIONS.jsonl ...]

Both servers run beside the desk, which asks without a reader. What a search costs by signal, and a whole answer, passes
by the clock, since others compute it too: the least of three rounds, on a machine that does nothing else. For every
question the lists by words and by codes must have the rows and scores of the local store, and the vectors nearly those
of all compared. Exits with 1 where that does not hold, or where an answer takes more than LIMIT.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from assistant.ask import Desk
from assistant.finding import retrieval
from assistant.reading import question
from assistant.settings import AssistantSettings
from benchmarks import grown, postgres_servers
from benchmarks.speed import timings
from indexer import index as index_
from indexer.embedders import Vectors
from indexer.index import Index
from indexer.stores import Hits, Match, Query, Store, local, postgres
from indexer.stores.postgres import Settings

# Milliseconds of an answer at the 95th percentile.
LIMIT = 80.0
# The part of the ten nearest that an approximate index must find, and how far a score may be from the local store's.
RECALL, APART = 0.98, 2e-6
_SERVERS = "shared_buffers = 512MB\nmaintenance_work_mem = 256MB\nmax_wal_size = 4GB\n"


@dataclass(frozen=True, slots=True, eq=False)
class Asking:
    """Passes on what is asked, and keeps it."""

    store: Store
    asked: list[Query]

    def search(self, query: Query) -> Hits:
        self.asked.append(query)
        return self.store.search(query)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--index", type=Path, default=Path(".citedesk"))
    parser.add_argument("--passages", type=int, default=100_000)
    parser.add_argument("questions", type=Path, nargs="*", help="more questions, compared with the local store")
    options = parser.parse_args()
    if lacking := postgres_servers.lacking():
        raise SystemExit(lacking)
    index = index_.open_index(options.index)
    with tempfile.TemporaryDirectory(prefix="citedesk-scale-") as folder, postgres_servers.started(_SERVERS) as servers:
        settings = Settings(shards=(servers.server().address, servers.server().address), timeout=60)
        near, far = _stores(index, options.passages, Path(folder), settings)
        asked = timings.questions()
        slow = _timed(index, near, far, asked) > LIMIT
        wrong = _compared(index, near, far, [*asked, *_more(options.questions)])
    raise SystemExit(1 if slow or wrong else 0)


def _stores(index: Index, count: int, folder: Path, settings: Settings) -> tuple[Store, Store]:
    seeds = grown.seeds(index)
    dimension = index.manifest.dimension
    places = [folder / "local", folder / "postgres"]
    for place in places:
        place.mkdir()
    start = time.perf_counter()
    local.write(places[0], dimension, grown.batches(seeds, count), local.Settings())
    between = time.perf_counter()
    postgres.write(places[1], dimension, grown.batches(seeds, count), settings)
    took = time.perf_counter() - between
    print(
        f"{count:,} passages: stored in {took:.0f} s, {took / (between - start):.2f} times the local store's",
        flush=True,
    )
    return local.open(places[0], local.Settings()), postgres.open(places[1], settings)


def _timed(index: Index, near: Store, far: Store, asked: Sequence[str]) -> float:
    """Prints every figure; gives the 95th percentile of an answer from the servers, in milliseconds."""
    queries = dict(zip(asked, _queries(index, near, asked), strict=True))
    desks = [Desk(replace(index, store=store), AssistantSettings()) for store in (near, far)]
    last = 0.0
    for name in ("all three signals", "words", "meaning", "codes", "whole answer"):
        steps = {place: _step(desk, name, queries) for place, desk in zip(("local", "servers"), desks, strict=True)}
        found = timings.measure(steps, asked, time.perf_counter)
        one, other = found["local"], found["servers"]
        print(
            f"{name}: {other.p50:.1f} ms p50, {other.p95:.1f} ms p95; local {one.p50:.1f} and {one.p95:.1f}; "
            f"{other.p50 / max(one.p50, 0.01):.1f} and {other.p95 / max(one.p95, 0.01):.1f} times",
            flush=True,
        )
        last = other.p95
    return last


def _step(desk: Desk, name: str, queries: Mapping[str, Query]) -> Callable[[str], object]:
    if name == "whole answer":
        return desk.ask
    return lambda text: desk.index.store.search(_only(queries[text], name))


def _queries(index: Index, store: Store, asked: Sequence[str]) -> list[Query]:
    asking = Asking(store, [])
    behind = replace(index, store=asking)  # type: ignore[arg-type]
    for text in asked:
        retrieval.candidates(question.parse(text), behind)
    return asking.asked


def _only(query: Query, signal: str) -> Query:
    return {
        "words": replace(query, vector=None, codes=()),
        "meaning": Query(vector=query.vector, top=query.top),
        "codes": Query(codes=query.codes, top=query.top),
    }.get(signal, query)


def _compared(index: Index, near: Store, far: Store, asked: Sequence[str]) -> bool:
    """Whether something is not as it must be."""
    rows: Vectors = near.vectors(range(len(near)))
    other, apart, recall = 0, 0.0, list[float]()
    queries = _queries(index, near, asked)
    for query in queries:
        expected, hits = near.search(query), far.search(query)
        for one, found in ((expected.words, hits.words), (expected.codes, hits.codes)):
            scores = {match.row: match.score for match in one}
            other += scores.keys() != {match.row for match in found}
            apart = max([apart, *_apart(found, scores)])
        assert query.vector is not None
        nearest = np.argsort(-(rows @ query.vector), kind="stable")[:10]
        recall.append(len({*nearest.tolist()} & {match.row for match in hits.meaning[:10]}) / 10)
    found_ = float(np.mean(recall))
    print(f"{len(queries):,} questions: {other} of {2 * len(queries):,} lists by words and codes have other rows than")
    print(f"the local store, scores {apart:.1e} apart at most; {found_:.4f} of the ten nearest vectors found")
    return bool(other) or apart > APART or found_ < RECALL


def _apart(found: Sequence[Match], scores: dict[int, float]) -> Iterator[float]:
    return (abs(match.score / scores[match.row] - 1) for match in found if match.row in scores)


def _more(paths: Sequence[Path]) -> list[str]:
    return [json.loads(line)["question"] for path in paths for line in path.read_text("utf-8").splitlines()]


if __name__ == "__main__":
    main()
