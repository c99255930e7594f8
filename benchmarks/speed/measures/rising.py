"""Search at a size against search at 10,000 passages, in turn, in processor time."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.speed import timings
from benchmarks.speed.figures import Figure
from benchmarks.speed.ground import Ground
from benchmarks.speed.measures.search import SHOWN

LARGEST = 1_000_000
FROM, TIMES = 10_000, 12.0


def measure(ground: Ground, size: int) -> Iterator[Figure | str]:
    if size <= FROM:
        return
    large, small = ground.unread(size), ground.unread(FROM)
    found = timings.measure(
        {
            "large": lambda text: large.search(text).candidates[:SHOWN],
            "small": lambda text: small.search(text).candidates[:SHOWN],
        },
        ground.questions,
    )
    against = f"that at {FROM:,} passages"
    yield Figure("search, p50, by size", found["large"].p50, "ms", found["small"].p50, against)
    yield Figure("search, p95, by size", found["large"].p95, "ms", found["small"].p95, against, ratio_bound=TIMES)
