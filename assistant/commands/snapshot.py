"""`citedesk snapshot`."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from assistant import console
from assistant.options import AsJson, IndexFolder


def run(
    name: Annotated[str | None, typer.Argument(help="What to call it; without any, the time.")] = None,
    listing: Annotated[bool, typer.Option("--list", help="List those that there are.")] = False,
    delete: Annotated[str | None, typer.Option("--delete", help="Delete one.", metavar="NAME")] = None,
    index: IndexFolder = None,
    as_json: AsJson = False,
) -> None:
    """Keep a verified copy of the index, to be put back with `citedesk restore NAME`."""
    from indexer import snapshots

    folder = console.index_folder(index)
    if delete:
        snapshots.delete(folder, delete)
        typer.echo(f"snapshot {delete} deleted", err=True)
    found = snapshots.listed(folder) if listing or delete else [snapshots.take(folder, name, console.chosen().plugins)]
    if as_json:
        console.show({"snapshots": [asdict(one) for one in found]})
        return
    for one in found:
        typer.echo(f"{one.name}  {one.when}  {one.documents:,} documents, {one.passages:,} passages  {one.fingerprint}")
    if not found:
        typer.echo("no snapshots; make one: citedesk snapshot")
