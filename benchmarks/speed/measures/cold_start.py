"""``citedesk ask`` as a whole process, with the reader and without: seconds, and memory at the highest.

The plain program loads the same model with sentence-transformers and searches the same vectors.
"""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.speed import plain, processes
from benchmarks.speed.figures import Figure
from benchmarks.speed.ground import Ground

LARGEST = 1_000_000
QUESTION = "is a volume check reprogramming?"
# Seconds, and of the plain program's.
COLD, SHARE = 1.5, 0.25
MEMORY_NOISE = 0.05


def measure(ground: Ground, size: int) -> Iterator[Figure | str]:
    ask = processes.citedesk("ask", QUESTION, "--json", "--index", str(ground.folder(size)))
    found = processes.median_of(
        ground.rounds,
        {
            "with the reader": ask,
            "without the reader": [*ask, "--no-reader"],
            "plain": plain.ask(ground.model, ground.vectors(size), QUESTION),
        },
    )
    base, against = found.pop("plain"), "the plain program"
    for name, spent in found.items():
        yield Figure(f"cold ask, {name}", spent.seconds, "s", base.seconds, against, False, SHARE, COLD)
        held = f"memory of a cold ask, {name}"
        yield Figure(held, spent.megabytes, "MB", base.megabytes, against, noise=MEMORY_NOISE)
