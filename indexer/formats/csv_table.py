"""A table as text: CSV or TSV with a line of titles; ``docs/knowledge-base.md`` tells which titles are known."""

from __future__ import annotations

import datetime
import itertools
import re
from collections.abc import Iterator

from indexer.accounts import Fate
from indexer.errors import DocumentError
from indexer.formats import Damage, Source
from indexer.front_matter import beside
from indexer.plugins import NoSettings
from indexer.tables import columns, lines, records, rows
from indexer.tables.records import Record
from indexer.tables.rows import Row

FORM = "a table (.csv or .tsv) has a line of titles such as id,title,source,date,text"
MAX_BYTES = 500_000_000
ENDINGS = frozenset({".csv", ".tsv", ".tab"})
_SIGN = re.compile(r"sep=(.)\s*$", re.IGNORECASE)  # Excel's own line above the titles


def accepts(source: Source) -> float:
    """By its name: a text with commas may be anything."""
    return 0.7 if source.suffix in ENDINGS and not source.data.startswith((b"PK\x03\x04", b"%PDF-")) else 0.0


def read(source: Source, settings: NoSettings) -> Iterator[rows.Told | Fate]:
    """An excerpt for each row, or a thread for the rows of one; a damage for each row that cannot be read.

    Raises DocumentError where there is no column of texts, or the sidecar names one that is not there.
    """
    sidecar = beside(source, columns.KEYS)
    parts, head = _head(source)
    fields = columns.assign(head.cells, sidecar)
    if "text" not in fields:
        raise DocumentError(columns.lacks_text(head.cells, source.name), head.number)

    def below() -> Iterator[Row | Damage]:
        for one in records.of(lines.of(source), parts):
            if isinstance(one, Damage):
                yield one
            elif one.number > head.number and not one.is_empty:
                yield _row(one, len(head.cells), fields)

    stated, left_out = columns.stated(sidecar), dict[int, str]()
    for told in rows.documents(source, below, stated, datetime.date.today(), rows.may_be_threads(fields)):
        if isinstance(told, Damage) and told.line:
            left_out[told.line] = told.reason
        yield told
    yield from lines.fates(source, _spans(source, parts, head), left_out)


def _spans(source: Source, parts: str, head: Record) -> Iterator[tuple[int, int, str]]:
    for one in records.of(lines.of(source), parts):
        if isinstance(one, Record):
            below = one.number > head.number
            yield one.number, one.last, "row" if below else "titles" if one.number == head.number else "sign"
        elif one.line:
            yield one.line, one.line, f"left out: {one.reason}"


def _head(source: Source) -> tuple[str, Record]:
    """The sign between cells, and the titles. Raises DocumentError where no line is legible."""
    found = (one for one in lines.of(source) if not isinstance(one, Damage) and one[1].strip())
    first = next(found, None)
    sign = _SIGN.match(first[1]) if first else None
    if first and sign:
        first = next(found, None)
    if first is None:
        raise DocumentError("no line of it is text; save it as CSV in UTF-8")
    parts = sign[1] if sign else "\t" if source.suffix != ".csv" and "\t" in first[1] else records.delimiter(first[1])
    later = (one for one in lines.of(source) if isinstance(one, Damage) or one[0] >= first[0])
    records_ = (
        one for one in records.of(itertools.islice(later, 1000), parts) if isinstance(one, Record) and not one.is_empty
    )
    head = next(records_, None)
    if head is None:
        raise DocumentError("the line of titles cannot be read; write the columns' titles, parted by commas", first[0])
    return parts, head


def _row(record: Record, titles: int, fields: dict[str, int]) -> Row | Damage:
    further = [cell for cell in record.cells[titles:] if cell.strip()]
    if further:
        return Damage(
            f"it has {len(record.cells)} cells under {titles} titles; put cells that hold the sign between cells in "
            'quotation marks ("...")',
            record.number,
        )
    cells = record.cells
    values = {field: cells[place].strip() for field, place in fields.items() if place < len(cells)}
    return Row(record.number, {field: value for field, value in values.items() if value})
