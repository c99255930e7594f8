"""What the indexer, the process that speaks to Ray and the workers tell one another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from indexer.embedders import Vectors
from indexer.settings import PluginTables

# How the folder is called in which the process that speaks to Ray runs, and with which it ends.
SCRATCH = "citedesk-ray-"


@dataclass(frozen=True, slots=True)
class Order:
    """What a worker needs to make the vectors that the indexer would make.

    ``files`` are those of ``folder``, by name, as arrays of bytes; there are none where the folder serves only the
    machine that made it: then the worker prepares ``model`` itself, which has to be there. ``expected``: what the
    indexer makes of ``graphs.PROBES``.
    """

    program: str
    embedder: str
    folder: str
    model: Path
    model_sha256: str
    tables: PluginTables
    files: Mapping[str, NDArray[np.uint8]]
    expected: Vectors


@dataclass(frozen=True, slots=True)
class Slice:
    """Texts that are embedded together; ``asked``: as questions."""

    number: int
    texts: Sequence[str]
    asked: bool


@dataclass(frozen=True, slots=True)
class Room:
    """So many slices may be under way at a time."""

    slices: int


@dataclass(frozen=True, slots=True)
class Made:
    """The vectors of the slice ``number``."""

    number: int
    vectors: Vectors


@dataclass(frozen=True, slots=True)
class Failed:
    """The end: what went wrong, and what mends it."""

    what: str
    mend: str
