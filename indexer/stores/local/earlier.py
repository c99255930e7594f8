"""What a generation of format 7 still gives: its vectors. Their file has not changed since."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from indexer.embedders import Vectors
from indexer.stores.local.vectors import VectorSearch


def opened(place: Path) -> Callable[[Sequence[int]], Vectors]:
    """The vectors of any rows. Raises RuntimeError where they are missing or damaged."""
    return VectorSearch(place).vectors
