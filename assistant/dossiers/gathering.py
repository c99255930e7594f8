"""Gathers what a base has on a code: the documents that name it, the recorded points, and who asked about it."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping, Sequence

from assistant import naming
from assistant.dossiers import typed
from assistant.dossiers.dossier import CaseOf, Comparison, Dossier, Naming, Recorded, Said, View
from assistant.finding import memo
from assistant.quoting.citations import unsupported
from indexer import codes, passages
from indexer.codes import Code, related
from indexer.errors import QuestionError
from indexer.index import Index
from indexer.passages import Passage
from indexer.points import Point, PointCase, PointSide
from indexer.stores import Query, Store

# How many passages that are found by a code are read.
READ = 2_000
_FIGURE = re.compile(r"\d")
Held = Mapping[str, Sequence[Passage]]


def of(code: Code, index: Index) -> Dossier:
    """One of a code that no document names holds no more than what its number says."""
    index = memo.over(index)
    meant = frozenset([code, *related.covering(code)])
    hits = index.store.search(Query(codes=(code,), top=READ)).codes
    found = index.store.passages([match.row for match in hits])
    naming_it = [one for one in found if meant & set(one.searched_codes)]
    on = [point for point in index.points.recorded if _standing(point, code) is not None]
    held = _held([point_said.source for point in on for point_said in point.stated], index.store)
    points = [(_standing(point, code), _recorded(point, code, held)) for point in on]
    documents = _documents([one for one in naming_it if meant & set(one.codes)], meant, index.store)
    return Dossier(
        named=naming.of([code])[0],
        documents=documents,
        points=tuple(point for _, point in sorted(points, key=lambda one: one[0] or 0) if point),
        threads=_threads(naming_it, meant),
        cut=len(hits) == READ and len(naming_it) == READ,
        unsearched=index.store.absent,
    )


def compared(one: Code, other: Code, index: Index) -> Comparison:
    """Raises QuestionError where both are the same code."""
    if one == other:
        raise QuestionError(f"{one.value} is named twice; name two different codes to compare")
    return Comparison(of(one, index), of(other, index))


def _documents(found: Sequence[Passage], meant: frozenset[Code], store: Store) -> tuple[Naming, ...]:
    best: dict[str, Passage] = {}
    for passage in found:
        kept = best.get(passage.document_id)
        if passage.role != "asker" and (kept is None or passage.tier < kept.tier):
            best[passage.document_id] = passage
    later = _held([one.superseded_by for one in best.values() if one.superseded_by], store)
    listed = [
        Naming(_naming(one, meant), next(iter(later.get(one.superseded_by or "", ())), None)) for one in best.values()
    ]
    return tuple(sorted(listed, key=_age))


def _age(one: Naming) -> tuple[bool, int, int, int]:
    date = one.passage.date
    return (False, date.year, date.month or 0, date.day or 0) if date else (True, 0, 0, 0)


def _naming(passage: Passage, meant: frozenset[Code]) -> Said:
    """The sentence with the first mention."""
    at = next(mention.start for mention in codes.find(passage.text) if meant & set(mention.codes))
    start, end = next(bounds for bounds in passages.sentences(passage.text) if bounds[0] <= at < bounds[1])
    return Said(passage.text[start:end], passage, start)


def _threads(found: Iterable[Passage], meant: frozenset[Code]) -> tuple[Passage, ...]:
    """The first posting of each thread whose title names it, or whose asker does."""
    first: dict[str, Passage] = {}
    for passage in found:
        asks = passage.role == "asker" and meant & set(passage.codes)
        if passage.role and (asks or meant & _codes(passage.title)):
            first.setdefault(passage.document_id, passage)
    return tuple(first.values())


def _standing(point: Point, code: Code) -> int | None:
    """How near ``point`` is to ``code``, 0 where its name or verdict has it; None where nothing of it has."""
    steps = (
        any(_names(text, code) for text in (point.on, point.verdict or "")),
        any(code in _entry(one) for case in point.cases for one in (*case.report, *case.not_with)),
        any(_names(said.says, code) for said in point.stated),
        any(_names(phrase, code) for phrase in point.asked),
    )
    return steps.index(True) if any(steps) else None


def _names(text: str, code: Code) -> bool:
    # Most texts of a record have no figure, and name no code that has one.
    return (_FIGURE.search(text) is not None or not _FIGURE.search(code.value)) and code in _codes(text)


def _recorded(point: Point, code: Code, held: Held) -> Recorded | None:
    """None where no side's words are found, or it names a code that no passage of its has and nobody asked about."""
    views = tuple(view for side in point.sides if (view := _view(side, held)))
    cases = tuple(case for one in point.cases if (case := _case(point, one, held)))
    offered = {code, *(named for view in views for named in view.said.passage.codes)}
    offered |= {named for case in cases for named in case.said.passage.codes}
    if not views or unsupported(f"{point.on}: {point.verdict or ''}", offered):
        return None
    asked = tuple(phrase for phrase in point.asked if _names(phrase, code))
    return Recorded(point.on, point.verdict, point.why, views, cases, asked)


def _view(side: PointSide, held: Held) -> View | None:
    said = _said(side, held)
    if said is None:
        return None
    others = (
        next((one for one in held.get(_document(source), ()) if side.has(one)), None) for source in side.sources[1:]
    )
    others_found = {one.document_id: one for one in others if one and one.document_id != said.passage.document_id}
    return View(side.stands_for, said, side.since, side.until, tuple(others_found.values()))


def _case(point: Point, case: PointCase, held: Held) -> CaseOf | None:
    said = _said(case, held)
    return CaseOf(point.on, case.when, case.report, case.not_with, said) if said else None


def _said(stated: PointSide | PointCase, held: Held) -> Said | None:
    for passage in held.get(_document(stated.source), ()):
        place = stated.place(passage)
        if place and passage.role != "asker":
            return Said(passage.text[slice(*place)], passage, place[0])
    return None


def _held(sources: Iterable[str], store: Store) -> Held:
    """The passages of each document, in one call."""
    wanted = list(dict.fromkeys(map(_document, sources)))
    found = store.documents(wanted) if wanted else {}
    return {document: [stored.passage for stored in held] for document, held in found.items()}


def _document(source: str) -> str:
    return source.partition("#")[0]


@functools.lru_cache(16_384)
def _codes(text: str) -> frozenset[Code]:
    return frozenset(codes.values(codes.find(text)))


@functools.lru_cache(4_096)
def _entry(text: str) -> frozenset[Code]:
    """What a case reports is a code, however bare it stands."""
    return frozenset(typed.meant(text))
