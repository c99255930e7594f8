"""`citedesk code`."""

from __future__ import annotations

from typing import Annotated

import typer

from assistant import console
from assistant.options import AsJson, EachAtMost, IndexFolder


def run(
    code: Annotated[
        str | None,
        typer.Argument(help="A code; or a range, or words of a family. Without any: every code of the base."),
    ] = None,
    index: IndexFolder = None,
    top: EachAtMost = 10,
    as_json: AsJson = False,
) -> None:
    """Show what the base has on a code: points, cases, documents by date, questions; or find codes in it."""
    from assistant.dossiers import browsing, gathering, typed
    from assistant.showing import dossier_exports, dossiers, terminal

    asked = typed.read(code) if code is not None else None
    opened = console.opened(index)
    if asked is None or not asked.one:
        catalogue = browsing.catalogue(opened.store)
        shelves = catalogue.found(asked) if asked else catalogue.shelves
        if as_json:
            console.show(dossier_exports.shelves(shelves))
        else:
            terminal.lines(map(dossiers.shelf, shelves) if asked else dossiers.browsed(catalogue))
        return
    found = gathering.of(asked.one, opened)
    near = () if found.known else browsing.catalogue(opened.store).near(asked.one)
    if as_json:
        console.show(dossier_exports.dossier(found, near))
    else:
        terminal.lines(dossiers.lines(found, top) if found.known else dossiers.missing(found, near))
