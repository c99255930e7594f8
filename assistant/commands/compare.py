"""`citedesk compare`."""

from __future__ import annotations

from typing import Annotated

import typer

from assistant import console
from assistant.options import AsJson, EachAtMost, IndexFolder


def run(
    one: Annotated[str, typer.Argument(help="A code.")],
    other: Annotated[str, typer.Argument(help="Another one.")],
    index: IndexFolder = None,
    top: EachAtMost = 10,
    as_json: AsJson = False,
) -> None:
    """Show two codes side by side: cases, points and documents that name both or one."""
    from assistant.dossiers import gathering, typed
    from assistant.showing import dossier_exports, dossiers, terminal

    codes = typed.one(one), typed.one(other)
    found = gathering.compared(*codes, console.opened(index))
    if as_json:
        console.show(dossier_exports.comparison(found))
    else:
        terminal.lines(dossiers.compared(found, top))
