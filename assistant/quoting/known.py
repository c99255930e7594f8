"""What the editors of a base recorded on a code or a subject that is only named, and not asked about."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.answers import Place, Quotation
from assistant.finding.recognition import Asked, Met
from assistant.finding.retrieval import Candidates
from assistant.quoting.citations import unsupported
from assistant.reading.question import Question
from assistant.reading.wanted import Wanted
from assistant.statements import Known
from indexer import codes, passages, terms
from indexer.codes import Code
from indexer.index import Index
from indexer.passages import Passage
from indexer.points import Point, PointSide

# How many points are told, and of how many the sources are read.
TOLD, READ = 5, 16
# Codes that are this part of an editor's question leave little of it that they do not ask.
_WORDED = 0.6
# A point that is meant by its name is near in every way.
_BY_NAME = Asked(likeness=1.0, view=1.0, covered=1.0, strays=0.0, back=1.0, first=1.0, second=0.0, plain=0.0)


@dataclass(frozen=True, slots=True)
class Recorded:
    """A point and the passage where the words of the side that leads it stand from ``start`` to ``end``. ``named``: the
    point's own name has the codes or the subject.
    """

    point: Point
    passage: Passage
    start: int
    end: int
    named: bool


def find(question: Question, candidates: Candidates, index: Index) -> list[Recorded]:
    """At most TOLD: those that have the codes or the subject in their name first, then what stands, then who binds
    most, then the newest. None of a question that asks something.
    """
    if not question.names_only:
        return []
    likeness = index.points.likeness(candidates.vector)
    on = [
        (named, one, like.cosine)
        for one, like in zip(index.points.recorded, likeness, strict=True)
        if (named := _names(one, question)) is not None
    ]
    on.sort(key=lambda one: (not one[0], -one[2]))
    documents = dict.fromkeys(_document(_leading(one)) for _, one, _ in on[:READ])
    held = index.store.documents(list(documents)) if documents else {}
    stored = {document: [one.passage for one in found] for document, found in held.items()}
    found = [read for named, one, _ in on[:READ] if (read := _read(one, named, stored))]
    return sorted(found, key=_order)[:TOLD]


def opening(question: Question, found: Sequence[Recorded], met: Met | None) -> Met | None:
    """The point with which an answer opens. Codes alone come near many points by chance: where the one that they
    ``met`` has them neither in its name nor in an editor's own way to ask about it, the first one that has them in its
    name stands in its place, and where none has, none opens.
    """
    if not (question.topic or question.wanted is Wanted.IDENTITY):
        return met
    if met and (question.topic or _names(met.point, question) or met.asked.back >= _WORDED):
        return met
    first = next((one.point for one in found if one.named), None)
    if first:
        return Met(first, first.on, _BY_NAME, 1.0, enough=True)
    return met if question.topic else None


def told(
    found: Sequence[Recorded], quotations: Sequence[Quotation], opened: Point | None
) -> tuple[tuple[Known, ...], tuple[Quotation, ...]]:
    """Every point but the one with which the answer ``opened``, and ``quotations`` with the words of each."""
    known, kept = [], list(quotations)
    for one in found if quotations else ():
        if one.point is opened:
            continue
        quoting = next((other for other in kept if _holds(other, one)), None) or _quotation(one, len(kept) + 1)
        if quoting not in kept:
            kept.append(quoting)
        says = one.passage.text[one.start : one.end]
        known.append(Known(one.point.on, one.point.verdict, says, quoting.citation))
    return tuple(known), tuple(kept)


def _names(point: Point, question: Question) -> bool | None:
    """Whether its name has all the codes or all the terms of ``question``; None where nothing of it has."""
    if question.topic:
        asked = [set(terms.find(text)) for text in (question.typed, question.words)]
        if any(one <= set(terms.find(point.on)) for one in asked if one):
            return True
        phrases = [set(terms.find(phrase)) for phrase in point.asked]
        return False if any(one <= phrase for one in asked if one for phrase in phrases) else None
    named = set(question.codes)
    if named <= _codes(point.on):
        return True
    reported = (code for case in point.cases for code in case.report)
    said = "; ".join([point.on, point.verdict or "", *(side.says for side in point.sides), *reported])
    return False if named <= _codes(said) else None


@functools.lru_cache(8192)
def _codes(text: str) -> frozenset[Code]:
    return frozenset(codes.values(codes.find(text)))


def _leading(point: Point) -> PointSide:
    """Of what changed over time the newest side."""
    return point.newest_first[0]


def _document(side: PointSide) -> str:
    return side.source.partition("#")[0]


def _read(point: Point, named: bool, stored: Mapping[str, Sequence[Passage]]) -> Recorded | None:
    """None where its words are not found, or it names a code that their passage lacks."""
    side = _leading(point)
    for passage in stored.get(_document(side), ()):
        place = side.place(passage)
        if place and not unsupported(f"{point.on}: {point.verdict or ''}", passage.codes):
            return Recorded(point, passage, *place, named)
    return None


def _order(one: Recorded) -> tuple[bool, bool, int, tuple[int, ...]]:
    date = one.passage.date
    age = (-date.year, -(date.month or 0), -(date.day or 0)) if date else (0,)
    return (not one.named, one.passage.superseded_by is not None, one.passage.tier, age)


def _holds(quotation: Quotation, one: Recorded) -> bool:
    return quotation.passage.id == one.passage.id and quotation.start <= one.start and one.end <= quotation.end


def _quotation(one: Recorded, citation: int) -> Quotation:
    """The whole sentences around its words."""
    text = one.passage.text
    bounds = passages.sentences(text)
    start = max(begins for begins, _ in bounds if begins <= one.start)
    end = min(ends for _, ends in bounds if one.end <= ends)
    said = text[start:end]
    return Quotation(
        citation, one.passage, start, end, said, 0.0, one.passage.superseded_by, Place.RECORDED, short=said
    )
