"""What a generation of format 7 to 11 still gives: its vectors. Their file has not changed since."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from indexer import copies
from indexer.embedders import Vectors
from indexer.stores.local import vectors


def opened(place: Path) -> Callable[[Sequence[int]], Vectors]:
    """The vectors of any rows. Raises RuntimeError or OSError where they are missing or damaged."""
    with copies.private(place, [vectors.EXACT]) as copy:
        return vectors.Exact(copy).vectors
