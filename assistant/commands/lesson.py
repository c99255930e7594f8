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

_NAME = "A lesson, by the name of its file. Without any: all of them."
_HANDOUT = "Write what the class takes home, without answers: .docx, .html or .md."
_KEY = "Write the answers with their reasons and the trainer's notes: .docx, .html or .md."
_PACKET = "Write the packet for continuing education: .docx, .html or .md."
_START = "Start one from what the base answers to this: printed, or saved as NAME."


def run(
    name: Annotated[str | None, typer.Argument(help=_NAME)] = None,
    index: IndexFolder = None,
    handout: Annotated[Path | None, typer.Option("--handout", help=_HANDOUT, metavar="FILE")] = None,
    key: Annotated[Path | None, typer.Option("--key", help=_KEY, metavar="FILE")] = None,
    packet: Annotated[Path | None, typer.Option("--packet", help=_PACKET, metavar="FILE")] = None,
    start: Annotated[str | None, typer.Option("--start", help=_START, metavar="QUESTION")] = None,
    as_json: AsJson = False,
) -> None:
    """List the lessons, show one and what of it no longer stands, write its papers, or start one from a question."""
    from assistant.ask import Desk
    from assistant.showing import paper, terminal
    from assistant.teaching import places, playing, telling

    asked = {"handout": handout, "key": key, "packet": packet}
    files = {kind: path for kind, path in asked.items() if path}
    if files and (name is None or start):
        raise QuestionError("a paper is of a lesson; name one: citedesk lesson NAME --handout FILE")
    for path in files.values():
        paper.form(path)
    folder = console.asked_index(index)
    if start is not None:
        _started(start, name, folder)
    elif name is None:
        found = places.lessons(folder)
        console.show(telling.plain_listed(found)) if as_json else terminal.lines(telling.listed(found))
    else:
        played = playing.play(places.lesson(name, folder), Desk.open(folder, console.chosen()))
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


def _started(question: str, name: str | None, folder: Path) -> None:
    from assistant.ask import Desk
    from assistant.dossiers import browsing
    from assistant.teaching import places, starting
    from assistant.teaching.drafting import Drafter

    desk = Desk.open(folder, console.chosen())
    drafter = Drafter.of(desk.index, browsing.catalogue(desk.index.store))
    text = starting.started(desk.ask(question), desk, drafter)
    if name is None:
        typer.echo(text, nl=False)
        return
    path = places.write(text, name, folder)
    typer.echo(f"lesson written to {path}; edit it, then run: citedesk lesson {path.stem}", err=True)
