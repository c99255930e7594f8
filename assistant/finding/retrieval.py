"""Candidates by words, by meaning and by code, found apart in one search and fused on normalised scores."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from typing import overload

from assistant.answers import Candidate
from assistant.reading import gist
from assistant.reading.question import Question
from indexer import terms
from indexer.embedders import Vectors
from indexer.index import Index
from indexer.stores import Hits, Match, Query

# How many candidates each signal may bring.
POOL = 100
# Convex weights of the signals, chosen by hand on the development questions: learned ones were no better there, and
# ``benchmarks/ablation.py`` measures each. See docs/benchmarks.md.
WORDS, MEANING, CODE = 0.42, 0.38, 0.2
# The same where a question is nothing but codes: a word search reads "62368" too, but does not know its neighbours.
BARE = (0.2, 0.1, 0.7)
# How many candidates are read at first: more than the steps of most questions look at. The rest is read at once.
_FIRST = 64


class Candidates(Sequence[Candidate]):
    """Best first; passages are read from the store only when somebody looks at them, the first ones and then the rest.

    A question brings up to 3 * POOL passages. Reading them all took as long as half an embedding of the question.
    ``read`` gives the candidates of some of ``rows``; ``vector`` is the question's own, shape (dimension,).
    """

    def __init__(
        self,
        rows: Sequence[int],
        read: Callable[[Sequence[int]], Iterable[Candidate]],
        vector: Vectors,
        held: Mapping[int, Candidate] | None = None,
    ) -> None:
        self.vector = vector
        self._rows = rows
        self._read = read
        self._held = dict(held or {})

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[Candidate]:
        return (self[at] for at in range(len(self)))

    def led_by(self, head: Sequence[Candidate]) -> Candidates:
        """The same with the first of them, as many as ``head`` has, in its order."""
        known = {one.row: one for one in head}
        return Candidates([*known, *self._rows[len(head) :]], self._read, self.vector, self._held | known)

    def without(self, documents: Container[str]) -> Candidates:
        """The same without the passages of ``documents``, as if the base lacked them."""
        rows = [one.row for one in self if one.passage.document_id not in documents]
        return Candidates(rows, self._read, self.vector, self._held)

    def of(self, rows: Sequence[int]) -> dict[int, Candidate]:
        """Those of ``rows`` that were found."""
        found = set(self._rows)
        wanted = [row for row in rows if row in found]
        self._hold(wanted)
        return {row: self._held[row] for row in wanted}

    @overload
    def __getitem__(self, at: int) -> Candidate: ...

    @overload
    def __getitem__(self, at: slice) -> list[Candidate]: ...

    def __getitem__(self, at: int | slice) -> Candidate | list[Candidate]:
        places = range(len(self))[at]
        wanted = [places] if isinstance(places, int) else places
        if any(self._rows[place] not in self._held for place in wanted):
            self._hold(self._rows[:_FIRST] if max(wanted) < _FIRST else self._rows)
        found = [self._held[self._rows[place]] for place in wanted]
        return found[0] if isinstance(at, int) else found

    def _hold(self, rows: Sequence[int]) -> None:
        if missing := [row for row in rows if row not in self._held]:
            self._held.update((one.row, one) for one in self._read(missing))


def candidates(question: Question, index: Index) -> Candidates:
    """Every passage that a signal brought, best first, equal scores by row."""
    vector, searched = index.embedder.question(question.meaning), gist.untold(question.words)
    hits = index.store.search(
        Query(
            words=tuple(terms.find(searched)),
            near=tuple(index.vocabulary.near(searched)),
            vector=vector,
            codes=question.codes,
            weigh=tuple(terms.find(f"{question.meaning} {question.own}")),
            top=POOL,
        )
    )
    signals = {
        "words": _normalised(hits.words),
        "meaning": _normalised(hits.meaning),
        "code": _normalised(hits.codes, floor=0.0),
    }
    weighted = tuple(zip(BARE if question.bare else (WORDS, MEANING, CODE), signals.values(), strict=True))
    scores = {
        row: sum([weight * signal.get(row, 0.0) for weight, signal in weighted])
        for row in set().union(*signals.values())
    }
    rows = sorted(scores, key=lambda row: (-scores[row], row))
    return Candidates(rows, _reader(index, hits, scores, signals), vector)


def _reader(
    index: Index, hits: Hits, scores: Mapping[int, float], signals: Mapping[str, Mapping[int, float]]
) -> Callable[[Sequence[int]], list[Candidate]]:
    bm25 = {match.row: match.score for match in hits.words}
    cosine = {match.row: match.score for match in hits.meaning}

    def read(rows: Sequence[int]) -> list[Candidate]:
        return [
            Candidate(
                row=row,
                passage=passage,
                score=scores[row],
                words=signals["words"].get(row, 0.0),
                meaning=signals["meaning"].get(row, 0.0),
                code=signals["code"].get(row, 0.0),
                bm25=bm25.get(row, 0.0),
                cosine=cosine.get(row, 0.0),
                found_by=tuple(name for name, signal in signals.items() if row in signal),
            )
            for row, passage in zip(rows, index.store.passages(rows), strict=True)
        ]

    return read


def _normalised(matches: Sequence[Match], floor: float | None = None) -> dict[int, float]:
    """Scores between 0 for the last of a full list (or ``floor``) and 1 for the best."""
    if not matches:
        return {}
    low = matches[-1].score if floor is None else floor
    width = matches[0].score - low
    return {match.row: (match.score - low) / width if width > 0 else 1.0 for match in matches}
