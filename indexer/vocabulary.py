"""The words of a base and which of them mean nearly the same, so that "shot" finds "injection".

Words are compared by the model's own input embeddings, which cost nothing to compute: on the hard questions of
``benchmarks/`` they did as well as embedding every word by itself.
"""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from indexer import advice, terms
from indexer.embedders import Embedder, Vectors
from indexer.errors import NoIndexError
from indexer.passages import Passage

_WORDS, _VECTORS = "vocabulary.txt", "vocabulary.npy"
# The most words kept, by the number of passages that have them: comparing with 8,000 takes about a tenth of a
# millisecond a word.
_MOST = 8_000
_WORD = re.compile(r"[a-z]{3,}")
# A word of a question needs this many letters, a near word this cosine; below _ZERO cosines of these embeddings are
# chance, so that is where its weight begins.
_LETTERS, _LEAST, _ZERO, _NEAREST = 4, 0.25, 0.15, 8


@dataclass(frozen=True, slots=True)
class Near:
    """``term`` of the base means nearly what ``of`` in the question does; both are search terms.

    ``score`` lies between 0 and 1.
    """

    term: str
    of: str
    score: float


class Vocabulary:
    def __init__(self, words: Sequence[str], vectors: Vectors, embedder: Embedder) -> None:
        self._words = words
        self._vectors = vectors
        self._embedder = embedder
        self._of = functools.lru_cache(4096)(self._compare)

    def near(self, text: str) -> list[Near]:
        """For each word of ``text`` its nearest others in the base, in the order of the text."""
        asked = dict.fromkeys(word for word in _WORD.findall(text.lower()) if len(word) >= _LETTERS)
        return [near for word in asked for near in self._of(word)]

    def _compare(self, word: str) -> tuple[Near, ...]:
        asked = terms.find(word)
        if not self._words or not asked:
            return ()
        # Rounded, so that another order of summation does not change an answer.
        cosines = np.round(self._vectors @ self._embedder.words([word])[0], 4)
        best = np.argsort(-cosines, kind="stable")[:_NEAREST]
        return tuple(
            Near(term, asked[0], float(cosines[row]) - _ZERO)
            for row in best
            if cosines[row] >= _LEAST
            for term in terms.find(self._words[row])
        )


def words(passage: Passage) -> set[str]:
    """The words of a passage, to be counted."""
    return set(_WORD.findall(passage.searched.lower()))


def write(folder: Path, counted: Counter[str], embedder: Embedder) -> None:
    """Keeps one word for each search term, the most frequent one that has it; ``counted``: in how many passages."""
    chosen: dict[str, str] = {}
    for word, _ in sorted(counted.items(), key=lambda entry: (-entry[1], entry[0])):
        found = terms.find(word)
        if len(found) == 1 and len(chosen) < _MOST:
            chosen.setdefault(found[0], word)
    kept = sorted(chosen.values())
    (folder / _WORDS).write_text("\n".join(kept), "utf-8")
    np.save(folder / _VECTORS, embedder.words(kept).astype(np.float16), allow_pickle=False)


def load(folder: Path, embedder: Embedder) -> Vocabulary:
    """Raises NoIndexError where a file is missing or damaged."""
    again = advice.index(folder.parent, (), "--rebuild")
    try:
        words = (folder / _WORDS).read_text("utf-8").split()
        vectors = np.load(folder / _VECTORS, allow_pickle=False).astype(np.float32)
    except (OSError, ValueError, EOFError) as error:
        raise NoIndexError(f"{folder}: the index is damaged ({error}); run: {again}") from error
    if len(words) != len(vectors):
        raise NoIndexError(f"{folder}: {len(words)} words but {len(vectors)} word vectors; run: {again}")
    return Vocabulary(words, vectors, embedder)
