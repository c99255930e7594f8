"""Candidates by words, by meaning and by code, found apart and fused on normalised scores."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Sequence
from typing import overload

from assistant.answers import Candidate
from assistant.reading.question import Question
from indexer.embedders import Vectors
from indexer.index import Index
from indexer.stores import Match

# How many candidates each signal may bring.
POOL = 100
# Convex weights of the signals, chosen by hand on the development questions: learned ones were no better there, and
# ``benchmarks/ablation.py`` measures each. See docs/benchmarks.md.
WORDS, MEANING, CODE = 0.42, 0.38, 0.2
# The same where a question is nothing but codes: a word search reads "62368" too, but does not know its neighbours.
BARE = (0.2, 0.1, 0.7)


class Candidates(Sequence[Candidate]):
    """Best first; a passage is read from the store only when somebody looks at it, and then once.

    A question brings up to 3 * POOL passages. Reading them all took as long as half an embedding of the question.
    ``vector`` is the question's own, shape (dimension,).
    """

    def __init__(self, rows: Sequence[int], candidate: Callable[[int], Candidate], vector: Vectors) -> None:
        self.vector = vector
        self._rows = rows
        self._candidate = functools.cache(candidate)

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[Candidate]:
        return map(self._candidate, self._rows)

    def led_by(self, head: Sequence[Candidate]) -> Candidates:
        """The same with the first of them, as many as ``head`` has, in its order."""
        known = {one.row: one for one in head}
        rows = [*known, *self._rows[len(head) :]]
        return Candidates(rows, lambda row: known[row] if row in known else self._candidate(row), self.vector)

    @overload
    def __getitem__(self, at: int) -> Candidate: ...

    @overload
    def __getitem__(self, at: slice) -> list[Candidate]: ...

    def __getitem__(self, at: int | slice) -> Candidate | list[Candidate]:
        rows = self._rows[at]
        return self._candidate(rows) if isinstance(rows, int) else [self._candidate(row) for row in rows]


def candidates(question: Question, index: Index) -> Candidates:
    """Every passage that a signal brought, best first, equal scores by row."""
    store = index.store
    by_words = store.by_words(question.words, POOL, index.vocabulary.near(question.words))
    vector = index.embedder.question(question.meaning)
    by_vector = store.by_vector(vector, POOL)
    signals = {
        "words": _normalised(by_words),
        "meaning": _normalised(by_vector),
        "code": _normalised(store.by_code(question.codes, POOL), floor=0.0),
    }
    bm25 = {match.row: match.score for match in by_words}
    cosine = {match.row: match.score for match in by_vector}
    weighted = tuple(zip(BARE if question.bare else (WORDS, MEANING, CODE), signals.values(), strict=True))
    scores = {
        row: sum([weight * signal.get(row, 0.0) for weight, signal in weighted])
        for row in set().union(*signals.values())
    }

    def candidate(row: int) -> Candidate:
        (passage,) = store.passages([row])
        return Candidate(
            row=row,
            passage=passage,
            score=scores[row],
            **{name: signal.get(row, 0.0) for name, signal in signals.items()},
            bm25=bm25.get(row, 0.0),
            cosine=cosine.get(row, 0.0),
            found_by=tuple(name for name, signal in signals.items() if row in signal),
        )

    return Candidates(sorted(scores, key=lambda row: (-scores[row], row)), candidate, vector)


def _normalised(matches: Sequence[Match], floor: float | None = None) -> dict[int, float]:
    """Scores between 0 for the last of a full list (or ``floor``) and 1 for the best."""
    if not matches:
        return {}
    low = matches[-1].score if floor is None else floor
    width = matches[0].score - low
    return {match.row: (match.score - low) / width if width > 0 else 1.0 for match in matches}
