"""`citedesk replay`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant import console
from assistant.options import AsJson, IndexFolder
from indexer.errors import RecordError

if TYPE_CHECKING:
    from assistant.ask import Desk
    from assistant.keeping.saved import Saved


def run(
    kept: Annotated[
        Path,
        typer.Argument(
            help="A folder of saved answers, sheets, lessons and quizzes, or one of them: `citedesk ask --save FILE` "
            "and `--sheet FILE` write them.",
            metavar="DIR",
        ),
    ],
    index: IndexFolder = None,
    as_json: AsJson = False,
) -> None:
    """Ask what was kept again and tell what has changed; exit with 1 where any has, with 2 where any is lost."""
    from assistant.ask import Desk
    from assistant.keeping import saved, watch, watched
    from assistant.keeping.watch import Standing
    from assistant.showing import terminal

    # What cannot be read is told before an index is opened.
    alone = saved.read(kept) if kept.suffix.lower() == ".json" and not kept.is_dir() and not as_json else None
    files = list(watch.below(kept))
    desk = Desk.open(console.measured_index(index), console.chosen())
    if alone:
        _one(alone, desk)
    with console.progress() as told:
        found = watch.watch(files, desk, told)
    if kept.is_file() and not found.kept:
        raise RecordError(
            f"{kept}: it holds no answer; name what `citedesk ask --save` or `--sheet` wrote, or its folder"
        )
    if as_json:
        console.show(watched.plain(found))
    else:
        terminal.lines(watched.lines(found))
    raise typer.Exit(2 if found.of(Standing.LOST) else int(bool(found.of(Standing.CHANGED))))


def _one(before: Saved, desk: Desk) -> None:
    """Of one saved answer every particular is told that changed: scores, fingerprint, citations."""
    from assistant.keeping import saved

    now = saved.again(before, desk)
    changes = saved.changes(before, now)
    typer.echo("changed since it was saved:" if changes else f"the same answer; {now.answer['fingerprint']}")
    for change in changes:
        typer.echo(f"- {change}")
    raise typer.Exit(int(bool(changes)))
