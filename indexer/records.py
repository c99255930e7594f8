"""A passage as plain JSON values, and back: the one place where stored passages are written and read."""

from __future__ import annotations

from typing import Any

from indexer.codes import Code
from indexer.documents import PartialDate, Provenance
from indexer.passages import Passage
from indexer.sources import Tier


def plain(passage: Passage) -> dict[str, Any]:
    return {
        "id": passage.id,
        "document": passage.document_id,
        "part": passage.part,
        "role": passage.role,
        "title": passage.title,
        "context": passage.context,
        "text": passage.text,
        "codes": [[code.system, code.value] for code in passage.codes],
        "about": [[code.system, code.value] for code in passage.about],
        "tier": int(passage.tier),
        "date": _plain(passage.date),
        "source": passage.source,
        "citation": passage.citation,
        "url": passage.url,
        "superseded_by": passage.superseded_by,
        "provenance": passage.provenance.value,
        "payer": passage.payer,
        "effective": _plain(passage.effective),
        "until": _plain(passage.until),
        # Left out where it is not so: the records of others are as before.
        **({"licensed": True} if passage.licensed else {}),
    }


def passage(record: dict[str, Any]) -> Passage:
    return Passage(
        id=record["id"],
        document_id=record["document"],
        part=record["part"],
        role=record["role"],
        title=record["title"],
        context=record["context"],
        text=record["text"],
        codes=tuple(Code(system, value) for system, value in record["codes"]),
        about=tuple(Code(system, value) for system, value in record["about"]),
        tier=Tier(record["tier"]),
        date=_date(record["date"]),
        source=record["source"],
        citation=record["citation"],
        url=record["url"],
        superseded_by=record["superseded_by"],
        provenance=Provenance(record["provenance"]),
        payer=record["payer"],
        effective=_date(record["effective"]),
        until=_date(record["until"]),
        licensed=record.get("licensed", False),
    )


def _plain(date: PartialDate | None) -> list[int | None] | None:
    return [date.year, date.month, date.day] if date else None


def _date(written: list[Any] | None) -> PartialDate | None:
    return PartialDate(*written) if written else None
