"""A folder of files indexed again where nothing changed, and where every hundredth file did, against a full indexing.

Embedding, most of a full indexing, is timed on shipped passages and counted for every text that has no vector; all the
rest is what it is. So a size can be measured whose embedding would take hours.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

from benchmarks import grown
from benchmarks.speed import processes, timings
from benchmarks.speed.figures import Figure
from benchmarks.speed.ground import Ground

LARGEST = 100_000
# Of a full indexing, from so many passages on: below, most is the start of the program. MB.
SHARE, LARGE, MEMORY = 0.05, 100_000, 3_000.0


def measure(ground: Ground, size: int) -> Iterator[Figure | str]:
    index = ground.opened(0)
    folder, target = ground.scratch / f"files-{size}", ground.scratch / f"reindexed-{size}"
    paths = grown.files(ground.seeds, folder, size)
    each = timings.embedding(index.embedder, ground.texts)
    try:
        full = _indexed(folder, target)
        same = _indexed(folder, target)
        for path in paths[::100]:
            path.write_text(path.read_text("utf-8").replace(". ", ", so they say. ", 1), "utf-8")
        part = _indexed(folder, target)
    finally:
        shutil.rmtree(folder)
        shutil.rmtree(target, ignore_errors=True)
    whole, against = _seconds(full, each), "a full indexing"
    rest = 1000 * full["processor"] / full["passages"]
    yield Figure("indexing beside embedding, a passage", rest, "ms", 1000 * each, "its embedding")
    yield Figure("indexing again, nothing changed", _seconds(same, each), "s", whole, against)
    bound = SHARE if size >= LARGE else None
    yield Figure("indexing again, 1% changed", _seconds(part, each), "s", whole, against, ratio_bound=bound)
    vectors = 4 * index.embedder.dimension * full["passages"] / 1e6
    yield Figure("memory of an indexing", full["megabytes"], "MB", vectors, "all vectors", value_bound=MEMORY)


def _indexed(folder: Path, target: Path) -> Mapping[str, float]:
    return processes.module("benchmarks.speed.reindexing", str(folder), str(target))


def _seconds(told: Mapping[str, float], each: float) -> float:
    """Processor time with the embedding, ``each`` second for a text."""
    return told["processor"] + told["embedded"] * each
