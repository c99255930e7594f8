"""A search and a whole answer without the reader, against the bare embedding of the question.

Every step runs on one thread, so that processor time is what passes on an idle machine; the bound is of what passes.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping

from benchmarks.speed import timings
from benchmarks.speed.figures import Figure
from benchmarks.speed.ground import Ground

LARGEST = 1_000_000
# What a list of results shows; further candidates are read only when somebody looks at them.
SHOWN = 20
# Milliseconds.
WARM = 40.0
BARE = "the bare embedding"


def measure(ground: Ground, size: int) -> Iterator[Figure | str]:
    desk = ground.unread(size)
    steps: Mapping[str, Callable[[str], object]] = {
        "embedding": desk.index.embedder.question,
        "search": lambda text: desk.search(text).candidates[:SHOWN],
        "answer without the reader": desk.ask,
    }
    found = timings.measure(steps, ground.questions)
    bare = found.pop("embedding")
    for name, timing in found.items():
        yield Figure(f"{name}, p50", timing.p50, "ms", bare.p50, BARE)
        yield Figure(f"{name}, p95", timing.p95, "ms", bare.p95, BARE)
    passed = timings.measure(
        {name: steps[name] for name in ("embedding", "search")}, ground.questions, time.perf_counter
    )
    one, other = passed["search"].p95, passed["embedding"].p95
    yield Figure("search, p95, as it passes", one, "ms", other, BARE, value_bound=WARM, noise=0.3)
