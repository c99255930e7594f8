"""A candidate in the form of the record, for an editor to complete: what stands in the documents is filled in already.

An ``on`` that is empty keeps an entry out of the record until somebody has completed it.
"""

from __future__ import annotations

from typing import Any

import yaml

from assistant.editing.pairs import Apart, Said
from assistant.editing.unmet import Unmet
from indexer.points import Why

# What the record allows for the name of a side, in characters.
_LONGEST = 80
_WIDTH = 120


def disagreement(pair: Apart) -> str:
    """Of what changed over time the older side comes first."""
    one, other = sorted((pair.one, pair.other), key=_age)
    sides = [{"for": _named(said), "says": _line(said.text), "sources": [said.source]} for said in (one, other)]
    return _written({"on": "", "why": str(_why(one, other)), "asked": [], "beside": [], "sides": sides})


def rule(found: Unmet) -> str | None:
    """A plain rule by the first sentence that was found; None where none was."""
    if not found.said:
        return None
    first = found.said[0]
    asked = list(found.alike)
    entry = {"on": "", "asked": asked, "beside": [], "says": _line(first.text), "sources": [first.source]}
    return _written(entry)


def _why(older: Said, newer: Said) -> Why:
    """A guess from what the passages state of themselves."""
    one, other = older.passage, newer.passage
    if other.document_id == one.superseded_by or one.document_id == other.superseded_by:
        return Why.SUPERSEDED
    if one.payer != other.payer:
        return Why.PAYERS
    dated = one.date and other.date and one.date.year != other.date.year
    return Why.DATES if dated else Why.OPPOSITE


def _age(said: Said) -> tuple[bool, int]:
    """A replaced text before every other, then by year; an undated one comes last."""
    date = said.passage.date
    return said.passage.superseded_by is None, date.year if date else 9999


def _named(said: Said) -> str:
    one = said.passage
    return _line(f"{one.source}, {one.date}" if one.date else one.source)[:_LONGEST]


def _line(text: str) -> str:
    return " ".join(text.split())


def _written(entry: dict[str, Any]) -> str:
    return str(yaml.safe_dump([entry], sort_keys=False, allow_unicode=True, width=_WIDTH))
