"""Pairs of passages that pull apart and stand in no recorded point: candidates for an editor, not findings.

Two passages are held against one another where they are close in meaning, name the same codes, and come from another
document or another poster. The sentences that oppose must lie near one another, and the reader must take both for
answers to the question that one of the documents is about.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.editing import opposites
from assistant.editing.opposites import Opposed
from assistant.finding import asking
from assistant.finding.reader import Reader
from indexer import passages, points
from indexer.embedders import Vectors
from indexer.index import Index
from indexer.passages import Passage
from indexer.points import Point
from indexer.stores import Query

# How near two passages must be that name the same code, or name none in common; and two sentences of them.
_CLOSE, _CLOSER, _SENTENCES = 0.55, 0.66, 0.4
# How many neighbours of a passage are looked at.
_NEIGHBOURS = 24
# What nearness counts beside the reader's chance: of the passages, of the sentences, and each pair of opposites. Chosen
# by hand on the shipped base with its record hidden: of the first 30 pairs 22 stand in the record, unread 17.
_NEAR_PASSAGES, _NEAR_SENTENCES, _OPPOSITES = 2.0, 1.0, 0.1
# There two in three of the pairs above this score stand in the record, and one in three of the 50 below it.
_LEAST = 2.4
# What the reader's chance is for most pairs; it stands for it where nothing is read.
_UNREAD = 0.9
_FEWEST_WORDS = 4
# Told of each passage that was looked at, and of how many there are.
Told = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence of a passage, ``text[start:end]``."""

    passage: Passage
    start: int
    end: int

    @property
    def text(self) -> str:
        return self.passage.text[self.start : self.end]

    @property
    def source(self) -> str:
        """As a record names it: the document, or its posting."""
        one = self.passage
        return one.document_id if one.role is None else f"{one.document_id}#{one.part.partition('.')[0]}"


@dataclass(frozen=True, slots=True)
class Apart:
    """Two sentences that pull apart by the words of ``opposed``; the higher its ``score``, the likelier it is real."""

    one: Said
    other: Said
    opposed: tuple[Opposed, ...]
    score: float


def find(index: Index, reader: Reader | None, told: Told) -> list[Apart]:
    """The likeliest first, one pair of two documents or of two posters of a thread."""
    rows = list(range(len(index.store)))
    held = index.store.passages(rows)
    answering = [row for row, one in zip(rows, held, strict=True) if asking.may_answer(one)]
    vectors = index.store.vectors(answering)
    near: dict[tuple[int, int], float] = {}
    for at, row in enumerate(answering):
        for match in index.store.search(Query(vector=vectors[at], top=_NEIGHBOURS)).meaning:
            if match.row != row:
                near[min(row, match.row), max(row, match.row)] = match.score
        told(at + 1, len(answering))
    wanted = set(answering)
    recorded = [_Cited.of(point) for point in index.points.recorded]
    pairs = [
        (one, other, cosine)
        for (one, other), cosine in sorted(near.items())
        if {one, other} <= wanted and _comparable(held[one], held[other], cosine, recorded)
    ]
    told_of = _sentences({row: held[row] for pair in pairs for row in pair[:2]}, index)
    found: dict[tuple[str, str], Apart] = {}
    for one, other, cosine in pairs:
        best = _opposing(told_of[one], told_of[other])
        if best is None:
            continue
        score = best.score + _NEAR_PASSAGES * cosine + (_read(best, reader) if reader else _UNREAD)
        ends = best.one.source, best.other.source
        if score >= _LEAST and (ends not in found or found[ends].score < score):
            found[ends] = replace(best, score=score)
    return sorted(found.values(), key=lambda pair: -pair.score)


@dataclass(frozen=True, slots=True)
class _Cited:
    """What a recorded point takes its words from."""

    sources: frozenset[str]
    documents: frozenset[str]

    @classmethod
    def of(cls, point: Point) -> _Cited:
        sources = [source for side in point.sides for source in side.sources] + [case.source for case in point.cases]
        return cls(frozenset(sources), frozenset(source.partition("#")[0] for source in sources))

    def both(self, one: Passage, other: Passage) -> bool:
        if one.document_id != other.document_id:
            return {one.document_id, other.document_id} <= self.documents
        return not any(points.names(passage).isdisjoint(self.sources) for passage in (one, other))


def _comparable(one: Passage, other: Passage, cosine: float, recorded: Sequence[_Cited]) -> bool:
    """Whether another speaks of the same there, and no editor recorded that already."""
    if one.document_id == other.document_id and one.role == other.role:
        return False
    alike = set(one.searched_codes) & set(other.searched_codes)
    return cosine >= (_CLOSE if alike else _CLOSER) and not any(point.both(one, other) for point in recorded)


def _sentences(held: Mapping[int, Passage], index: Index) -> dict[int, list[tuple[Said, Vectors]]]:
    """What each passage states, sentence by sentence, with its vector of shape (dimension,)."""
    found: dict[int, list[tuple[Said, Vectors]]] = {}
    for row, passage in held.items():
        said = [Said(passage, start, end) for start, end in passages.sentences(passage.text)]
        said = [one for one in said if asking.says(one.text) and len(one.text.split()) >= _FEWEST_WORDS]
        vectors = index.embedder.passages([one.text for one in said]) if said else ()
        found[row] = list(zip(said, vectors, strict=True))
    return found


def _opposing(mine: Sequence[tuple[Said, Vectors]], theirs: Sequence[tuple[Said, Vectors]]) -> Apart | None:
    """The nearest two sentences that oppose, scored by how near they are and in how many ways they do."""
    return max(_opposed(mine, theirs), key=lambda pair: pair.score, default=None)


def _opposed(mine: Sequence[tuple[Said, Vectors]], theirs: Sequence[tuple[Said, Vectors]]) -> Iterator[Apart]:
    for one, vector in mine:
        for other, beside in theirs:
            cosine = float(vector @ beside)
            if cosine >= _SENTENCES and (words := opposites.find(one.text, other.text)):
                yield Apart(one, other, words, _NEAR_SENTENCES * cosine + _OPPOSITES * len(words))


def _read(pair: Apart, reader: Reader) -> float:
    """How likely both sentences answer the question that one of their documents is about, between 0 and 1."""
    windows = [_window(said) for said in (pair.one, pair.other)]
    titles = dict.fromkeys(said.passage.title for said in (pair.one, pair.other))
    return max(1 / (1 + math.exp(-min(reader.scores(title, windows)))) for title in titles)


def _window(said: Said) -> str:
    """Under its document's title, with the sentence behind it, or else the one before."""
    passage = said.passage
    bounds = passages.sentences(passage.text)
    at = bounds.index((said.start, said.end))
    pair = bounds[at : at + 2] if at + 1 < len(bounds) else bounds[max(0, at - 1) :]
    return f"{passage.title}. {passage.text[pair[0][0] : pair[-1][1]]}"
