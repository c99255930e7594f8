"""A spreadsheet: each sheet a table with a row of titles; values as they were last computed, nothing is run."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import TYPE_CHECKING

from indexer import archives
from indexer.accounts import Note
from indexer.formats import Damage, Source
from indexer.front_matter import Fields, beside
from indexer.plugins import NoSettings
from indexer.tables import columns, rows, spreadsheets
from indexer.tables.rows import Row

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

FORM = "a spreadsheet (.xlsx, .xls or .ods) has a row of titles such as id, title, source, date, text"
MAX_BYTES = 200_000_000
ENDINGS = frozenset({".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"})
CONFINED = True
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLD_BOOKS = ("Workbook".encode("utf-16-le"), "Book".encode("utf-16-le"))
_OPEN_DOCUMENT = b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet"
_HEAD = 20  # rows among which the titles stand


def accepts(source: Source) -> float:
    """By what stands in the file, whatever its name; one that is old, encrypted or damaged is known by its name too."""
    named = source.suffix in ENDINGS
    if source.data.startswith(b"PK"):
        if source.data.startswith(_OPEN_DOCUMENT, 30):
            return 0.95
        names = archives.names(source.data)
        return 0.95 if names & {"xl/workbook.xml", "xl/workbook.bin"} else 0.5 if named and not names else 0.0
    if named and source.data.startswith(_OLE):
        return 0.9 if any(name in source.data for name in (spreadsheets.ENCRYPTED, *_OLD_BOOKS)) else 0.5
    return 0.0


def read(source: Source, settings: NoSettings) -> Iterator[rows.Told]:
    """The documents of each sheet that has a column of texts, and a damage for each that has none.

    Raises DocumentError where the workbook is encrypted, damaged or would unfold to more than may be read.
    """
    sidecar = beside(source, columns.KEYS)
    book = spreadsheets.opened(source)
    for name in book.sheet_names:
        try:
            with spreadsheets.unbroken():
                sheet = book.get_sheet_by_name(name)
        except Exception as error:  # what a damaged part does to the library is not ours to foresee
            yield Damage(f"sheet {name!r}: it is damaged ({' '.join(str(error).split())}); {spreadsheets.DAMAGED}")
            continue
        part = source if len(book.sheet_names) == 1 else archives.inside(source, f"{name}.sheet")
        yield from _sheet(part, source.name, sheet, sidecar)
    if b"vbaProject" in source.data:
        yield Note("the workbook's macros were not run")


def _sheet(source: Source, name: str, sheet: CalamineSheet, sidecar: Fields) -> Iterator[rows.Told]:
    cells = zip(range(1, (sheet.start or (0, 0))[0] + 1 + _HEAD), sheet.iter_rows(), strict=False)
    filled = [(number, titles) for number, values in cells if any(titles := tuple(map(spreadsheets.text, values)))]
    if not filled:
        return
    number, titles = max(filled, key=lambda one: (len(columns.assign(one[1], Fields(name))), -one[0]))
    fields = columns.assign(titles, sidecar)
    if "text" not in fields:
        yield Damage(f"sheet {sheet.name!r}: {columns.lacks_text(titles, name)}", number)
        return

    def below() -> Iterator[Row | Damage]:
        for at, values in enumerate(sheet.iter_rows(), 1):
            if at > number and any(value != "" for value in values):
                found = {field: spreadsheets.text(values[place]) for field, place in fields.items()}
                yield Row(at, {field: value for field, value in found.items() if value})

    stated, threaded = columns.stated(sidecar), rows.may_be_threads(fields)
    for one in rows.documents(source, below, stated, datetime.date.today(), threaded):
        yield Damage(f"sheet {sheet.name!r}: {one.reason}", one.line) if isinstance(one, Damage) else one
