"""The tabular list of ICD-10-CM as CDC publishes it in XML: each code with its notes; its year begins in October."""

from __future__ import annotations

import datetime
import io
import re
from collections.abc import Iterator
from xml.etree import ElementTree

from indexer.errors import DocumentError
from indexer.formats import Source
from indexer.reference.rows import Row

# What "billable" says of a code that takes a seventh character.
EXTENDED = "with a seventh character"
_ROOT = b"<ICD10CM.tabular"
_YEAR = re.compile(r"20\d\d")
# The notes of the list, under plain names.
_NOTES = {
    "includes": "includes",
    "inclusionTerm": "inclusion term",
    "excludes1": "excludes 1",
    "excludes2": "excludes 2",
    "codeFirst": "code first",
    "useAdditionalCode": "use additional code",
    "codeAlso": "code also",
    "sevenChrNote": "seventh character",
    "notes": "note",
}


def is_tabular(source: Source) -> bool:
    return _ROOT in source.data[:4000]


def read(source: Source) -> tuple[str, Iterator[Row]]:
    """The fiscal year, and the rows. Raises DocumentError where it is damaged, declares entities or states no year."""
    if b"<!ENTITY" in source.data:
        raise DocumentError("it declares entities, which the published list does not; download it anew")
    try:
        root = ElementTree.parse(io.BytesIO(source.data)).getroot()
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        raise DocumentError(f"the list is damaged ({error}); download it anew") from error
    stated = _YEAR.search(root.findtext("version") or "") or _YEAR.search(source.name)
    if stated is None:
        raise DocumentError("the list states no year (<version>2025</version>); download it anew")
    year = int(stated[0])
    return f"FY {year}", _rows(root, datetime.date(year - 1, 10, 1), datetime.date(year, 9, 30))


def _rows(root: ElementTree.Element, first: datetime.date, last: datetime.date) -> Iterator[Row]:
    waiting = [(one, "", False) for one in reversed(root.findall("./chapter/section/diag"))]
    while waiting:
        diagnosis, parent, extended = waiting.pop()
        code = (diagnosis.findtext("name") or "").strip()
        below = diagnosis.findall("diag")
        # What a category says of the seventh character holds for every code below it.
        extended = extended or diagnosis.find("sevenChrDef") is not None
        if code:
            named = [("title", " ".join((diagnosis.findtext("desc") or "").split()))]
            named += [("stands below", parent)] if parent else []
            named += [("billable", "no" if below else EXTENDED if extended else "yes")]
            yield Row(code, None, first, last, (*named, *_notes(diagnosis)))
        waiting += [(one, code, extended) for one in reversed(below)]


def _notes(diagnosis: ElementTree.Element) -> Iterator[tuple[str, str]]:
    for tag, name in _NOTES.items():
        for held in diagnosis.findall(tag):
            for note in held.findall("note"):
                yield name, " ".join("".join(note.itertext()).split())
    for extension in diagnosis.findall("sevenChrDef/extension"):
        yield "seventh character", f"{extension.get('char', '')} {' '.join((extension.text or '').split())}".strip()
