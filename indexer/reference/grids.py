"""The rows of cells of a published file: text with tabs or commas, or a workbook."""

from __future__ import annotations

import csv
import itertools
from collections.abc import Callable, Iterator

from indexer.errors import DocumentError
from indexer.formats import Damage, Source
from indexer.tables import lines, records, spreadsheets

Grid = Callable[[], Iterator[tuple[str, ...]]]
_HEAD = 20  # lines among which the sign between cells is looked for


def of(source: Source) -> list[Grid]:
    """Each table of the file, to be read as often as it is called. Raises DocumentError where it is damaged."""
    if source.data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return [_sheet(source, name) for name in spreadsheets.opened(source).sheet_names]
    return [lambda: _text(source)]


def _text(source: Source) -> Iterator[tuple[str, ...]]:
    texts = (line[1] for line in lines.of(source) if not isinstance(line, Damage))
    head = list(itertools.islice(texts, _HEAD))
    parts = "\t" if any("\t" in line for line in head) else records.delimiter("".join(head))
    try:
        for cells in csv.reader(itertools.chain(head, texts), delimiter=parts):
            yield tuple(cell.strip() for cell in cells)
    except csv.Error as error:
        raise DocumentError(f"a row cannot be read ({error}); download the file anew") from error


def _sheet(source: Source, name: str) -> Grid:
    def rows() -> Iterator[tuple[str, ...]]:
        for values in spreadsheets.opened(source).get_sheet_by_name(name).iter_rows():
            yield tuple(map(spreadsheets.text, values))

    return rows
