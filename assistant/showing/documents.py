"""A document of the base at the JSON border, whole as it is quoted: the one place that names the keys."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from assistant.quoting import citations
from indexer.documents import PartialDate
from indexer.passages import Passage


def document(passages: Sequence[Passage]) -> dict[str, Any]:
    """``passages`` are all those of one document, in their order, at least one."""
    first = passages[0]
    return {
        "document": first.document_id,
        "title": first.title,
        "source": first.source,
        "url": first.url,
        "superseded_by": first.superseded_by,
        "passages": [passage(one) for one in passages],
    }


def passage(one: Passage) -> dict[str, Any]:
    cited = citations.cite(0, one)
    return {
        "passage": one.id,
        "part": one.part,
        "role": one.role,
        "text": one.text,
        "codes": [{"system": code.system, "value": code.value} for code in one.codes],
        "tier": one.tier.words,
        "provenance": one.provenance,
        "payer": one.payer,
        "date": _date(one.date),
        "effective": _date(one.effective),
        "until": _date(one.until),
        "citation": cited.formal,
    }


def _date(date: PartialDate | None) -> str | None:
    return str(date) if date else None
