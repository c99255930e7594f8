"""Stores: one module each, with ``write(folder, passages, vectors)`` and ``load(folder)``."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from indexer.codes import Code
from indexer.embedders import Vectors
from indexer.passages import Passage
from indexer.vocabulary import Near


@dataclass(frozen=True, slots=True)
class Match:
    """A passage by its row, its place in the generation; a higher score is better."""

    row: int
    score: float


class Store(Protocol):
    """The four questions that a store answers; every list is best first, equal scores by row."""

    def __len__(self) -> int: ...

    def by_words(self, text: str, top: int, near: Sequence[Near] = ()) -> list[Match]:
        """BM25 over context and text together, stemmed; what ``near`` adds is weighted by its score."""

    def by_vector(self, vector: Vectors, top: int) -> list[Match]:
        """Cosine of the passage's vector and ``vector``, shape (dimension,)."""

    def by_code(self, codes: Sequence[Code], top: int) -> list[Match]:
        """Sum, over the codes, of each one's rarity where the passage names it, and less where it names a neighbour."""

    def passages(self, rows: Sequence[int]) -> list[Passage]: ...

    def rows(self, document_id: str) -> list[int]:
        """The rows of one document's passages, in their order."""

    def vectors(self, rows: Sequence[int]) -> Vectors: ...

    def rarity(self, text: str) -> dict[str, float]:
        """Each search term of ``text`` with its inverse document frequency; a term that no passage has is rarest."""

    def knows(self, code: Code) -> bool: ...


def part(rarity: Mapping[str, float], held: Container[str]) -> float:
    """The part of all ``rarity``, as ``Store.rarity`` tells it, that is of the terms in ``held``; 0 of none."""
    return sum(weight for term, weight in rarity.items() if term in held) / (sum(rarity.values()) or 1.0)


class Module(Protocol):
    """What each file of this folder offers."""

    def write(self, folder: Path, passages: Sequence[Passage], vectors: Vectors) -> None: ...

    def load(self, folder: Path) -> Store: ...
