"""What an examination of an index finds, and what each of its checks is given."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import numpy as np

from indexer.index import Index
from indexer.passages import Passage
from indexer.settings import IndexSettings

# How many stored passages are embedded again and searched for.
SAMPLE = 8


class Level(StrEnum):
    """``WARN``: it works, and there is something to know or to do."""

    OK = "ok"
    WARN = "warn"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Finding:
    """One check's outcome; what is bad or ``doubtful`` names what to do."""

    good: bool
    what: str
    doubtful: bool = False

    @property
    def level(self) -> Level:
        return Level.BAD if not self.good else Level.WARN if self.doubtful else Level.OK


@dataclass(frozen=True, slots=True)
class Commands:
    """What to type: to index the knowledge base again, or everything anew."""

    again: str
    anew: str


@dataclass(frozen=True)
class Examined:
    """``index`` is None where it cannot be opened, for ``unopened``. Without ``roots`` those that it was made of."""

    roots: tuple[Path, ...]
    folder: Path
    settings: IndexSettings
    run: Commands
    index: Index | None
    unopened: str | None

    @functools.cached_property
    def stored(self) -> Sequence[Passage]:
        """Every stored passage."""
        return self.index.store.passages(range(len(self.index.store))) if self.index else ()

    @functools.cached_property
    def sample(self) -> list[int]:
        """Rows that lie evenly over the index."""
        return sorted({int(row) for row in np.linspace(0, len(self.stored) - 1, SAMPLE)}) if self.stored else []


Check = Callable[[Examined], Iterator[Finding]]
