"""`citedesk restore`."""

from __future__ import annotations

from typing import Annotated

import typer

from assistant import console
from assistant.options import IndexFolder
from indexer.errors import RecordError


def run(
    name: Annotated[
        str | None, typer.Argument(help="The snapshot's name, as `citedesk snapshot --list` tells.")
    ] = None,
    previous: Annotated[bool, typer.Option("--previous", help="What stood before the last restoring.")] = False,
    index: IndexFolder = None,
) -> None:
    """Put a snapshot back; whoever has the desk open answers from it with the next question."""
    from indexer import snapshots

    if (name is None) is not previous:
        raise RecordError("name one snapshot, or --previous; see: citedesk snapshot --list")
    folder = console.index_folder(index)
    found = snapshots.restore(folder, name or snapshots.PREVIOUS, console.chosen().plugins)
    typer.echo(f"restored {found.name} of {found.when}: {found.documents:,} documents; fingerprint {found.fingerprint}")
    typer.echo(f"what stood before is the snapshot {snapshots.PREVIOUS}; go back with: citedesk restore --previous")
