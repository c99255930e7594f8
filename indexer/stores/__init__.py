"""Stores: where passages and their vectors are kept and searched. One plug-in each; what it offers is ``Module``.

A store may be far away. What it is asked comes in batches, never a row or a document at a time, and a question makes at
most a dozen calls. Texts and questions are split into terms by ``indexer.terms``, never by the store; what scores are
made of stands in ``indexer.scoring``. ``indexer.testing.store_contract`` tests whatever claims to be a store.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from indexer.codes import Code
from indexer.documents import PartialDate, Provenance
from indexer.embedders import Vectors
from indexer.passages import Passage
from indexer.plugins import OwnSettings
from indexer.sources import Tier
from indexer.vocabulary import Near

# Passages and their vectors, shape (passages, dimension).
Batch = tuple[Sequence[Passage], Vectors]


@dataclass(frozen=True, slots=True)
class Filter:
    """Which passages may be found: those that fit every field. An empty field leaves nothing out.

    ``since`` and ``until`` are days, months or years, both included. A passage's own date passes where it may mean a
    day between them; an undated passage fails where either is set.
    """

    tiers: frozenset[Tier] = frozenset()
    payers: frozenset[str] = frozenset()
    provenance: frozenset[Provenance] = frozenset()
    documents: frozenset[str] = frozenset()
    since: PartialDate | None = None
    until: PartialDate | None = None

    def __bool__(self) -> bool:
        """Whether it leaves anything out."""
        dated = self.since is not None or self.until is not None
        return dated or any((self.tiers, self.payers, self.provenance, self.documents))


@dataclass(frozen=True, slots=True, eq=False)
class Query:
    """A search by up to three signals at once; each brings at most ``top`` passages, none where it is empty.

    ``words`` are search terms and count once each, ``near`` what means nearly the same; ``vector`` has the shape
    (dimension,). ``weigh`` are terms that are not searched, whose rarity alone is wanted.
    """

    words: tuple[str, ...] = ()
    near: tuple[Near, ...] = ()
    vector: Vectors | None = None
    codes: tuple[Code, ...] = ()
    weigh: tuple[str, ...] = ()
    where: Filter = Filter()
    top: int = 100


@dataclass(frozen=True, slots=True)
class Match:
    """A passage by its row, its place in the generation; a higher score is better."""

    row: int
    score: float


@dataclass(frozen=True, slots=True)
class Hits:
    """What each signal brought, best first, equal scores by row.

    ``words``: BM25 of the words, and of the near ones by ``scoring.near_weight``; a term that no passage has counts for
    those one letter away. ``meaning``: the inner product of the vectors. ``codes``: the sum, over the asked codes, of
    the best of ``scoring.code_weights`` that the passage names. ``rarity``: of ``Query.words`` and ``Query.weigh``.
    ``known``: the asked codes that any passage names, whatever the filter leaves out.
    """

    words: tuple[Match, ...]
    meaning: tuple[Match, ...]
    codes: tuple[Match, ...]
    rarity: Mapping[str, float]
    known: frozenset[Code]


@dataclass(frozen=True, slots=True)
class Stored:
    """A passage with its row."""

    row: int
    passage: Passage


class Store(Protocol):
    """An open generation, safe to share between threads. Raises NoIndexError where it can no longer be reached."""

    def __len__(self) -> int: ...

    @property
    def absent(self) -> tuple[str, ...]:
        """The parts that did not answer when they were last asked, by names that an answer may tell. What they hold is
        missing from what ``search``, ``documents``, ``rarity`` and ``known`` give; rows are never left out.
        """

    def search(self, query: Query) -> Hits: ...

    def passages(self, rows: Sequence[int]) -> list[Passage]:
        """In the order of ``rows``, each as often as it is named there."""

    def documents(self, ids: Sequence[str]) -> dict[str, list[Stored]]:
        """Every passage of each document, by row; of an unknown document none."""

    def vectors(self, rows: Sequence[int]) -> Vectors:
        """Shape (rows, dimension), in the order of ``rows``."""

    def rarity(self, terms: Sequence[str]) -> dict[str, float]:
        """``scoring.rarity`` of each term, in their order; a term that no passage has is rarest."""

    def known(self, codes: Sequence[Code]) -> frozenset[Code]:
        """Those of ``codes`` that any passage names, in a range of at most MAX_RANGE codes too, or by a wildcard for at
        most a hundred; a wildcard where it names one of its codes.
        """


class Module(Protocol):
    """What each plug-in offers.

    ``place`` is a folder of one generation. A store keeps there what it keeps, or the address of it; one that says
    ``IN_PLACE = True`` keeps everything there, so that a snapshot copies it. One that reads single rows of a large file
    and compares each with a digest of its own may offer ``compares(place)``, the names of such files: opening an index
    does not read them, and the store raises NoIndexError for a row that was changed.
    """

    def write(self, place: Path, dimension: int, batches: Iterable[Batch], settings: OwnSettings) -> None:
        """Keeps a new generation beside all others; row n is the passage that comes after n others.

        Raises OSError where the place cannot be written, NoIndexError where a service cannot be reached.
        """

    def open(self, place: Path, settings: OwnSettings) -> Store:
        """Raises NoIndexError, with the command that mends it, where nothing whole was written.

        The indexer has compared every other file of ``place`` with what was written. Later anything may become of them:
        the store answers as before, or raises NoIndexError. ``copies.private`` copies what is to be mapped into memory.
        """

    def delete(self, place: Path, settings: OwnSettings) -> None:
        """Forgets what was written for ``place``, half-written or never; raises as ``write`` does."""
