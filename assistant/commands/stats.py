"""`citedesk stats`."""

from __future__ import annotations

import datetime
from typing import Annotated

import typer

from assistant import console
from assistant.options import AsJson, IndexFolder


def run(
    index: IndexFolder = None,
    top: Annotated[int, typer.Option("-k", "--top", min=1, max=100_000, help="How many rows of each table.")] = 12,
    as_json: AsJson = False,
) -> None:
    """Show a base in figures: by source, tier, provenance, year and code; what to look after; what was left out."""
    from assistant.library import holdings, overview
    from assistant.showing import library, library_exports, terminal

    folder = console.asked_index(index)
    opened, tables = console.opened(folder), console.index_settings().plugins
    found = overview.of(folder, holdings.read(opened.store), opened.manifest, tables, datetime.date.today())
    if as_json:
        console.show(library_exports.stats(found))
    else:
        terminal.lines(library.above(found))
        for table in library.tables(found.figures, top):
            rows = [(label, f"{one.documents:,}", f"{one.passages:,}") for label, one in table.rows]
            terminal.table((table.heading, "documents", "passages"), rows)
        terminal.lines(["", *library.below(found, top)])
