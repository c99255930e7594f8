"""What of the found passages the reader is given: two sentences in a row, under the title of their document."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from assistant.answers import Candidate
from assistant.finding import asking
from indexer import passages, terms

# How far down the order it looks, how many passages it reads of, and how many windows in all. A window costs the reader
# 7 to 10 ms of one core. Of the questions of four bases whose answering sentence is known, .92 have it among ten
# windows (.94 among 16, of which the best holds it less often), and .91 to .99 in the 14 passages.
HEAD, PASSAGES, WINDOWS = 40, 14, 10
# What a window's share of the question's rarity counts beside its passage's score, which is 1 for the best passage.
_COVERED = 1.5


@dataclass(frozen=True, slots=True)
class Window:
    """``start`` and ``end`` are offsets in the text of the candidate's passage."""

    candidate: Candidate
    start: int
    end: int

    @property
    def said(self) -> str:
        return self.candidate.passage.text[self.start : self.end]

    @property
    def text(self) -> str:
        title = self.candidate.passage.title
        return f"{title}. {self.said}" if title else self.said


def of(candidate: Candidate) -> list[Window]:
    """Every two sentences in a row of a passage; the only one of a passage that has one."""
    sentences = passages.sentences(candidate.passage.text)
    pairs = zip(sentences, sentences[1:] or sentences, strict=False)
    return [Window(candidate, start, end) for (start, _), (_, end) in pairs]


def choose(candidates: Sequence[Candidate], rarity: Mapping[str, float]) -> list[Window]:
    """At most WINDOWS of the first PASSAGES that may answer, the likeliest first; no sentence is read for its own sake
    twice. ``rarity`` is that of the question's search terms.
    """
    answering = (one for one in candidates[:HEAD] if asking.may_answer(one.passage))
    head = list(itertools.islice(answering, PASSAGES))
    found = [scored for rank, one in enumerate(head) for scored in _of(rank, one, head[0], rarity)]
    found.sort(key=lambda scored: -scored[0])
    chosen: list[Window] = []
    read: set[tuple[int, int]] = set()
    for _, rank, first, last, window in found:
        if {(rank, first), (rank, last)} <= read:
            continue
        read |= {(rank, first), (rank, last)}
        chosen.append(window)
        if len(chosen) == WINDOWS:
            break
    return chosen


def _of(
    rank: int, one: Candidate, best: Candidate, rarity: Mapping[str, float]
) -> Iterator[tuple[float, int, int, int, Window]]:
    """The windows of a passage with what speaks for each, the passage's rank and the numbers of its sentences."""
    total = sum(rarity.values()) or 1.0
    standing = one.score / (best.score or 1.0)
    for first, window in enumerate(of(one)):
        said = set(terms.find(window.said))
        covered = sum(weight for term, weight in rarity.items() if term in said) / total
        yield standing + _COVERED * covered, rank, first, first + 1, window
