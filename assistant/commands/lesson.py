"""`citedesk lesson`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant import console
from assistant.options import AsJson, IndexFolder
from indexer.errors import QuestionError

if TYPE_CHECKING:
    from assistant.teaching.playing import Played


def _paper(name: str, what: str) -> typer.models.OptionInfo:
    return typer.Option(f"--{name}", help=f"Write {what}: .docx, .html or .md.", metavar="FILE")


def run(
    name: Annotated[
        str | None, typer.Argument(help="A lesson by the name of its file. Without any: all of them.")
    ] = None,
    index: IndexFolder = None,
    handout: Annotated[Path | None, _paper("handout", "the handout for the class, without answers")] = None,
    key: Annotated[Path | None, _paper("key", "the answer key with the trainer's notes")] = None,
    packet: Annotated[Path | None, _paper("packet", "the packet for continuing education")] = None,
    start: Annotated[
        str | None,
        typer.Option(
            "--start", help="Start a lesson from this question: printed, or saved as NAME.", metavar="QUESTION"
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """List the lessons, show one and what of it no longer stands, write its papers, or start one from a question."""
    from assistant.ask import Desk
    from assistant.showing import paper, terminal
    from assistant.teaching import places, playing, telling

    asked = {"handout": handout, "key": key, "packet": packet}
    files = {kind: path for kind, path in asked.items() if path}
    if files and (name is None or start):
        raise QuestionError(
            "--handout, --key and --packet take a lesson; name one: citedesk lesson NAME --handout FILE"
        )
    for path in files.values():
        paper.form(path)
    folder = console.asked_index(index)
    if start is not None:
        _start(start, name, folder)
        return
    if name is None:
        found = places.lessons(folder)
        if as_json:
            console.show(telling.plain_listed(found))
        else:
            terminal.lines(telling.listed(found))
        return
    read = places.lesson(name, folder)
    played = playing.play(read, Desk.open(folder, console.chosen()))
    if as_json:
        console.show(telling.plain(played))
    elif not files:
        terminal.lines(telling.lines(played))
    for kind, path in files.items():
        _write(played, kind, path)


def _write(played: Played, kind: str, path: Path) -> None:
    from assistant.showing import paper
    from assistant.teaching import papers

    made = {"handout": papers.handout, "key": papers.key, "packet": papers.packet}[kind]
    paper.write(made(played), path)
    typer.echo(f"{kind} written to {path}; {played.standing}", err=True)


def _start(question: str, name: str | None, folder: Path) -> None:
    from assistant.ask import Desk
    from assistant.dossiers import browsing
    from assistant.teaching import places, starting
    from assistant.teaching.drafting import Drafter

    desk = Desk.open(folder, console.chosen())
    drafter = Drafter.of(desk.index, browsing.catalogue(desk.index.store))
    text = starting.started(desk.ask(question), desk.index.points.recorded, drafter)
    if name is None:
        typer.echo(text, nl=False)
        return
    path = places.write(text, name, folder)
    typer.echo(f"lesson written to {path}; edit it, then run: citedesk lesson {path.stem}", err=True)
