"""Dossiers at the JSON border: the one place that names the keys."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from assistant.dossiers.browsing import Shelf
from assistant.dossiers.dossier import CaseOf, Comparison, Dossier, Naming, Recorded, Said, View
from assistant.quoting import citations
from indexer.codes import Code
from indexer.documents import PartialDate
from indexer.passages import Passage


def dossier(found: Dossier, near: Sequence[Code] = ()) -> dict[str, Any]:
    """``near`` are told beside a code that nothing names."""
    family = found.named.family
    return {
        "code": _code(found.code),
        "family": family.words if family else None,
        "known": found.known,
        "cut": found.cut,
        "unsearched": list(found.unsearched),
        "near": [_code(code) for code in near],
        "beside": [_code(code) for code in found.beside],
        "not_with": [_code(code) for code in found.never],
        "points": [_point(point) for point in found.points],
        "reported": [_case(case) for case in found.reported],
        "not_reported": [_case(case) for case in found.barred],
        "documents": [_naming(naming) for naming in found.documents],
        "rulings": [naming.passage.document_id for naming in found.rulings],
        "threads": [{"title": one.title, **_source(one)} for one in found.threads],
    }


def comparison(found: Comparison) -> dict[str, Any]:
    """What one code has alone is in its own dossier; here documents stand by their ids and points by their names."""
    return {
        "codes": [dossier(found.one), dossier(found.other)],
        "apart": [_case(case) for case in found.apart],
        "together": [_case(case) for case in found.together],
        "on_both": [point.on for point in found.points],
        "documents_of_both": [naming.passage.document_id for naming in found.both],
        "alone": [_alone(found, one) for one in (found.one, found.other)],
    }


def shelves(found: Sequence[Shelf]) -> dict[str, Any]:
    return {
        "shelves": [
            {
                "system": shelf.system,
                "family": shelf.family.words if shelf.family else None,
                "first": shelf.family.first if shelf.family else None,
                "last": shelf.family.last if shelf.family else None,
                "codes": [code.value for code in shelf.codes],
            }
            for shelf in found
        ]
    }


def _alone(found: Comparison, one: Dossier) -> dict[str, Any]:
    documents, points = found.alone(one)
    return {
        "code": _code(one.code),
        "on": [point.on for point in points],
        "documents": [naming.passage.document_id for naming in documents],
    }


def _point(point: Recorded) -> dict[str, Any]:
    return {
        "on": point.on,
        "verdict": point.verdict,
        "why": point.why,
        "sides": [_view(view) for view in point.views],
        "cases": [_case(case) for case in point.cases],
        "asked": list(point.asked),
    }


def _view(view: View) -> dict[str, Any]:
    return {
        "for": view.stands_for,
        "from": _date(view.since),
        "until": _date(view.until),
        **_said(view.said),
        "others": [_source(passage) for passage in view.others],
    }


def _case(case: CaseOf) -> dict[str, Any]:
    return {
        "on": case.on,
        "when": case.when,
        "report": list(case.report),
        "not_with": list(case.not_with),
        **_said(case.said),
    }


def _naming(naming: Naming) -> dict[str, Any]:
    passage, later = naming.passage, naming.replaced_by
    return {
        "title": passage.title,
        **_said(naming.said),
        "effective": _date(passage.effective),
        "until": _date(passage.until),
        "replaced": naming.replaced,
        "replaced_by": {"title": later.title, **_source(later)} if later else None,
    }


def _said(said: Said) -> dict[str, Any]:
    return {"says": said.words, "start": said.start, **_source(said.passage)}


def _source(passage: Passage) -> dict[str, Any]:
    cited = citations.cite(0, passage)
    return {
        "citation": cited.formal,
        "passage": passage.id,
        "document": passage.document_id,
        "tier": passage.tier.words,
        "date": _date(passage.date),
        "provenance": passage.provenance,
        "url": passage.url,
    }


def _code(code: Code) -> dict[str, str]:
    return {"system": code.system, "value": code.value}


def _date(date: PartialDate | None) -> str | None:
    return str(date) if date else None
