"""`citedesk replay`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from assistant import console
from assistant.options import IndexFolder


def run(
    file: Annotated[Path, typer.Argument(help="An answer that `citedesk ask --save FILE` wrote.")],
    index: IndexFolder = None,
) -> None:
    """Ask a saved question again and tell what has changed; exit with 1 where anything has."""
    from assistant.ask import Desk
    from assistant.keeping import saved

    before = saved.read(file)
    now = saved.again(before, Desk.open(console.measured_index(index), console.chosen()))
    changes = saved.changes(before, now)
    typer.echo("changed since it was saved:" if changes else f"the same answer; {now.answer['fingerprint']}")
    for change in changes:
        typer.echo(f"- {change}")
    raise typer.Exit(int(bool(changes)))
