"""Candidates by words, by meaning and by code, found apart and fused on normalised scores."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answers import Candidate
from assistant.question import Question
from indexer.index import Index
from indexer.stores import Match

# How many candidates each signal may bring.
POOL = 100
# Convex weights of the signals, fitted on the development questions; see docs/benchmarks.md.
WORDS, MEANING, CODE = 0.45, 0.35, 0.2
# The same where a question is nothing but codes: a word search reads "62368" too, but does not know its neighbours.
BARE = (0.2, 0.1, 0.7)


def candidates(question: Question, index: Index) -> list[Candidate]:
    """Every passage that a signal brought, best first, equal scores by row."""
    store = index.store
    text = f"{question.before} {question.search_text}".strip()
    by_words = store.by_words(text, POOL)
    by_vector = store.by_vector(index.embedder.question(text), POOL)
    words, meaning = _normalised(by_words), _normalised(by_vector)
    code = _normalised(store.by_code(question.codes, POOL), floor=0.0)
    bm25 = {match.row: match.score for match in by_words}
    cosine = {match.row: match.score for match in by_vector}
    weights = BARE if question.bare else (WORDS, MEANING, CODE)
    rows = sorted({*words, *meaning, *code})
    signals = (("words", words), ("meaning", meaning), ("code", code))
    found = [
        Candidate(
            row=row,
            passage=passage,
            score=sum(weight * signal.get(row, 0.0) for weight, (_, signal) in zip(weights, signals, strict=True)),
            words=words.get(row, 0.0),
            meaning=meaning.get(row, 0.0),
            code=code.get(row, 0.0),
            bm25=bm25.get(row, 0.0),
            cosine=cosine.get(row, 0.0),
            found_by=tuple(name for name, signal in signals if row in signal),
        )
        for row, passage in zip(rows, store.passages(rows), strict=True)
    ]
    return sorted(found, key=lambda candidate: (-candidate.score, candidate.row))


def _normalised(matches: Sequence[Match], floor: float | None = None) -> dict[int, float]:
    """Scores between 0 for the last of a full list (or ``floor``) and 1 for the best."""
    if not matches:
        return {}
    low = matches[-1].score if floor is None else floor
    width = matches[0].score - low
    return {match.row: (match.score - low) / width if width > 0 else 1.0 for match in matches}
