"""A row in words of our own, and in the form in which it is cited: it is data, and nobody's words are quoted."""

from __future__ import annotations

import datetime
import functools
from collections.abc import Iterator
from pathlib import Path

import yaml

from indexer.documents import PartialDate
from indexer.reference.diagnoses import EXTENDED
from indexer.reference.rows import DIAGNOSES, PAIRS, UNITS, Force, Held, Row, Stated, Told

_MEANINGS = Path(__file__).with_name("meanings.yaml")
# What is told of the fee schedule at first.
_FIRST = ("global days", "multiple procedures", "bilateral", "assistant")
_EDIT = {
    "0": "of the two, {code} alone is paid for one patient and day, and no modifier lifts that",
    "1": "of the two, {code} alone is paid for one patient and day, unless with a modifier that the record supports",
}
_BILLABLE = {
    "yes": "valid for billing",
    "no": "a heading, not valid for billing: one of the codes below it is",
    EXTENDED: "valid for billing only with a seventh character",
}


def says(stated: Stated, whole: bool = False) -> str:
    """The codes and what is stated of them; ``whole`` with every particular."""
    row, kind = stated.told.row, stated.told.file.kind
    if kind == PAIRS:
        pair = f"{row.code} (column 1) with {row.other} (column 2), modifier indicator {_indicator(row)}"
        dated = "".join(f", {one}" for one in _dated(row))
        return f"{pair}{dated}: {_edit(row, stated.force)}{_rationale(row) if whole else ''}"
    if kind == UNITS:
        return f"{row.code}: at most {_units(row)}{_ruled(row)}{_rationale(row) if whole else ''}"
    if kind == DIAGNOSES:
        return f"{row.code}: {'; '.join(_diagnosis(row, whole))}"
    named = [(name, value) for name, value in row.particulars if name != "modifier" and (whole or name in _FIRST)]
    return f"{_with_modifier(row)}: {'; '.join(_with_meaning(name, value) for name, value in named)}"


def cite(told: Told) -> str:
    """As it is filed: "NCCI PTP edits, practitioner, 2026 Q1, file NAME: column 1 62370, column 2 95991, ..."."""
    return f"{source(told.file)}: {', '.join(_cited(told.row, told.file.kind))}"


def source(file: Held) -> str:
    return ", ".join([*filter(None, (file.kind, file.setting)), file.quarter, f"file {file.name}"])


def meaning(name: str, value: str) -> str | None:
    """What a value means, by its first word; None where nothing is known of it."""
    return _meanings().get(name, {}).get(value.partition(" ")[0])


def date(day: datetime.date) -> str:
    return str(PartialDate(day.year, day.month, day.day))


def _edit(row: Row, force: Force) -> str:
    if row.retracted:
        return "an edit that was deleted from its first day on: none applies"
    if force is Force.DELETED and row.deleted:
        return "no edit applies after that day"
    told = _EDIT.get(_indicator(row), "an edit whose modifier indicator is not known here").format(code=row.code)
    return f"no edit applies before that day; from then on, {told}" if force is Force.LATER else told


def _units(row: Row) -> str:
    units = row.value("units") or "an unstated number of units"
    return f"{units} unit{'' if units == '1' else 's'}" if units.isdigit() else units


def _ruled(row: Row) -> str:
    indicator = row.value("adjudication indicator")
    if indicator is None:
        return ""
    number = indicator.partition(" ")[0]
    told = meaning("adjudication indicator", indicator)
    return f", adjudication indicator {number} ({told})" if told else f", adjudication indicator {indicator}"


def _rationale(row: Row) -> str:
    return f"; rationale: {value}" if (value := row.value("rationale")) else ""


def _with_modifier(row: Row) -> str:
    modifier = row.value("modifier")
    return f"{row.code} with modifier {modifier}" if modifier else row.code


def _with_meaning(name: str, value: str) -> str:
    told = meaning(name, value)
    return f"{name} {value} ({told})" if told else f"{name} {value}"


def _diagnosis(row: Row, whole: bool) -> Iterator[str]:
    """The title is public; of its notes what is excluded with it stands first."""
    yield row.value("title") or "no title"
    billable = row.value("billable")
    if billable:
        yield _BILLABLE.get(billable, billable)
    for name, value in row.particulars:
        if name not in {"title", "billable"} and (whole or name == "excludes 1"):
            yield f"{name} {value}"


def _cited(row: Row, kind: str) -> Iterator[str]:
    if kind == PAIRS:
        yield from (f"column 1 {row.code}", f"column 2 {row.other}")
        yield f"modifier indicator {_indicator(row)}"
        yield from _dated(row)
    elif kind == UNITS:
        yield from (row.code, _units(row))
        if indicator := row.value("adjudication indicator"):
            yield f"adjudication indicator {indicator.partition(' ')[0]}"
    elif kind == DIAGNOSES:
        yield f"{row.code} {row.value('title') or ''}".strip()
    else:
        yield _with_modifier(row)
        yield from (f"{name} {value}" for name, value in row.particulars if name in _FIRST)


def _dated(row: Row) -> Iterator[str]:
    """A pair has dates of its own; what else is stated holds for the file's quarter."""
    yield f"effective {date(row.effective)}" if row.effective else "no effective date"
    if row.deleted:
        yield f"deleted {date(row.deleted)}"


def _indicator(row: Row) -> str:
    return row.value("modifier indicator") or "not stated"


@functools.cache
def _meanings() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = yaml.safe_load(_MEANINGS.read_text("utf-8"))
    return found
