"""A base and its documents at the JSON border: the one place that names the keys."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from assistant.library.counting import Amount
from assistant.library.holdings import Holding, Whole
from assistant.library.overview import Overview
from indexer.documents import PartialDate
from indexer.passages import Passage
from indexer.problems import Account
from indexer.reader import Problem


def stats(found: Overview) -> dict[str, Any]:
    figures = found.figures
    return {
        **_amount(figures.whole),
        "threads": figures.threads,
        "folders": list(found.folders),
        "indexed": found.when,
        "fingerprint": found.fingerprint,
        "caution": found.caution,
        "tiers": _rows("tier", {one.name.lower(): amount for one, amount in figures.tiers.items()}),
        "provenances": _rows("provenance", {one.value: amount for one, amount in figures.provenances.items()}),
        "sources": _rows("source", figures.sources),
        "years": _rows("year", figures.years),
        "codes": [
            {"system": code.system, "code": code.value, **_amount(amount)} for code, amount in figures.codes.items()
        ],
        "lacks": _rows("lack", {one.value: amount for one, amount in figures.lacks.items()}),
        "changed": {
            "added": [str(path) for path in found.changed.added],
            "written": [str(path) for path in found.changed.written],
            "gone": list(found.changed.gone),
        },
        "last_indexing": _account(found.told) if found.told else None,
    }


def documents(found: Sequence[Holding], total: int, today: datetime.date) -> dict[str, Any]:
    return {"documents": [holding(one, today) for one in found], "of": total}


def holding(one: Holding, today: datetime.date) -> dict[str, Any]:
    return {
        "id": one.id,
        "kind": one.kind,
        "title": one.title,
        "source": one.source,
        "tier": one.tier.name.lower(),
        "provenances": [each.value for each in one.provenances],
        "date": _date(one.date),
        "effective": _date(one.effective),
        "until": _date(one.until),
        "superseded_by": one.superseded_by,
        "payer": one.payer,
        "url": one.url,
        "codes": [code.value for code in one.codes],
        "postings": one.postings,
        "passages": one.passages,
        "lacks": [lack.value for lack in one.lacks(today)],
    }


def whole(found: Whole, today: datetime.date) -> dict[str, Any]:
    return {
        **holding(found.holding, today),
        "successor": found.successor.id if found.successor else None,
        "parts": [
            {"part": part.name, "role": part.role, "passages": [_passage(one) for one in part.passages]}
            for part in found.parts
        ],
        "unheard": list(found.unheard),
    }


def _passage(one: Passage) -> dict[str, Any]:
    return {
        "id": one.id,
        "text": one.text,
        "date": _date(one.date),
        "tier": one.tier.name.lower(),
        "provenance": one.provenance.value,
        "citation": one.citation,
    }


def _account(found: Account) -> dict[str, Any]:
    return {
        "complete": found.complete,
        "problems": [_problem(one) for one in found.problems],
        "counts": [{"what": one.what, "number": one.number} for one in found.counts],
    }


def _problem(one: Problem) -> dict[str, Any]:
    return {
        "path": str(one.path),
        "line": one.line,
        "page": one.page,
        "kind": one.kind,
        "reason": one.reason,
        "left_out": one.left_out,
    }


def _rows(key: str, found: Mapping[Any, Amount]) -> list[dict[str, Any]]:
    return [{key: name, **_amount(amount)} for name, amount in found.items()]


def _amount(found: Amount) -> dict[str, int]:
    return {"documents": found.documents, "passages": found.passages}


def _date(date: PartialDate | None) -> str | None:
    return str(date) if date else None
