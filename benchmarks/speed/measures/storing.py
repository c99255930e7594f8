"""What a base costs beside its embedding: time and memory to store it, and its place on the disk."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.speed import timings
from benchmarks.speed.figures import Figure
from benchmarks.speed.ground import Ground

LARGEST = 1_000_000
# MB.
MEMORY = 3_000.0


def measure(ground: Ground, size: int) -> Iterator[Figure | str]:
    built, opened = ground.built(size), ground.opened(0)
    embedding = 1000 * timings.embedding(opened.embedder, ground.texts)
    vector = 4 * opened.embedder.dimension
    yield Figure("storing, a passage", 1000 * built.processor / size, "ms", embedding, "its embedding")
    yield Figure(
        "memory while storing",
        built.megabytes,
        "MB",
        size * vector / 1e6,
        "all vectors",
        value_bound=MEMORY,
    )
    yield Figure("disk, a passage", built.bytes / size, "bytes", vector, "its vector", noise=0.02)
