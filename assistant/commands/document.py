"""`citedesk document`."""

from __future__ import annotations

import datetime
from typing import Annotated

import typer

from assistant import console
from assistant.options import AsJson, IndexFolder


def run(
    id: Annotated[str, typer.Argument(help="The document's id, as `citedesk documents` lists it.")],
    index: IndexFolder = None,
    as_json: AsJson = False,
) -> None:
    """Read a document of the base whole: its particulars, then each posting with role and date."""
    from assistant.library import holdings
    from assistant.showing import library, library_exports, terminal

    found = holdings.whole(console.opened(index).store, id)
    if as_json:
        console.show(library_exports.whole(found, datetime.date.today()))
    else:
        terminal.lines(library.whole(found))
