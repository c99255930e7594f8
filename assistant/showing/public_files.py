"""What an answer or a dossier says of rows of public files: each in words of our own with its citation, and as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from assistant.statements import Reference
from indexer.reference import Force, Paired, Stated, wording
from indexer.reference.rows import DIAGNOSES

HEADING = "Public reference files"
# In the place of what an answer opens with that claims nothing.
NOTHING = "No text in this base answers that well enough to quote. Public files state this of the codes:"
NEAREST = "No text here settles this. Public files state this of the codes; then comes what is nearest:"
# How many rows are shown at first.
FIRST = 6
_OTHERS_PAY = "These files are Medicare's: another payer may edit and pay otherwise."
_NEWEST = "No date of service is given: of each file the newest quarter that is loaded here is read."


def lines(found: Reference, whole: bool = False) -> list[str]:
    """A line a row, the first ones unless ``whole``; then what must be known of them."""
    rows = found.rows if whole else found.rows[:FIRST]
    return [*(line(one, whole) for one in rows), *more(found, len(rows)), *notes(found, asked=True)]


def line(one: Stated, whole: bool = False) -> str:
    """What is stated, and by which file."""
    return f"{said(one, whole)}. {source(one)}"


def source(one: Stated) -> str:
    return " ".join(wording.source(one.told.file).split())


def said(one: Stated, whole: bool = False) -> str:
    return " ".join(wording.says(one, whole).split())


def citations(found: Reference | None) -> list[str]:
    """Ready to be copied, each once."""
    return list(dict.fromkeys(cite(one) for one in found.rows)) if found else []


def cite(one: Stated) -> str:
    return " ".join(wording.cite(one.told).split())


def more(found: Reference, shown: int) -> Iterator[str]:
    left = len(found.rows) - shown
    if left > 0:
        yield f"{left} more row{'s' if left > 1 else ''}: --full"


def notes(found: Reference, asked: bool = False) -> Iterator[str]:
    """What is not there, and of which quarter what is there is; ``asked``: a date of service could have been given."""
    if found.unpaired:
        files = "; ".join(map(wording.source, found.unpaired))
        yield f"No row pairs the two codes in the edits that are loaded here ({files})."
    late = list(dict.fromkeys(one.told.file.quarter for one in found.rows if found.day and not one.timely))
    if found.day and late:
        day = wording.date(found.day)
        yield f"No file of the quarter of {day} is loaded here: what is told is of {', '.join(late)}."
    if found.dateless and asked:
        yield _NEWEST
    if found.others_pay and any(one.told.file.kind != DIAGNOSES for one in found.rows):
        yield _OTHERS_PAY
    if found.problem:
        yield found.problem


def record(found: Reference | None, asked: bool = False) -> dict[str, Any] | None:
    if found is None:
        return None
    return {
        "date": str(found.day) if found.day else None,
        "rows": [row(one) for one in found.rows],
        "notes": list(notes(found, asked)),
    }


def row(one: Stated, whole: bool = True) -> dict[str, Any]:
    stated, file = one.told.row, one.told.file
    return {
        "code": stated.code,
        "other": stated.other,
        "effective": str(stated.effective) if stated.effective else None,
        "deleted": str(stated.deleted) if stated.deleted else None,
        "in_force": one.force is Force.IN_FORCE,
        "standing": one.force,
        "particulars": [
            {"name": name, "value": value, "means": wording.meaning(name, value)} for name, value in stated.particulars
        ],
        "says": said(one, whole),
        "citation": cite(one),
        "file": asdict(file),
    }


def paired(counted: Sequence[Paired]) -> Iterator[str]:
    """With how many codes edits pair one; nothing where none does."""
    each = (f"{one.codes:,} in {one.setting} ({one.quarter})" for one in counted)
    if said := ", ".join(each):
        yield f"Codes with which an edit pairs it: {said}. Compare it with one of them to see the edit."
