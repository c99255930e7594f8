"""`citedesk points`."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant import console
from assistant.options import AsJson, IndexFolder, NoReader
from indexer.errors import QuestionError

if TYPE_CHECKING:
    from assistant.ask import Desk
    from assistant.editing.unmet import Asked


def run(
    index: IndexFolder = None,
    as_json: AsJson = False,
    suggest: Annotated[
        bool, typer.Option("--suggest", help="Propose what an editor may record; nothing is written.")
    ] = False,
    questions: Annotated[
        Path | None,
        typer.Option(
            "--questions",
            help="With --suggest: questions that are asked, JSON Lines of objects with id, question and history.",
            metavar="FILE",
        ),
    ] = None,
    top: Annotated[int, typer.Option("-k", "--top", min=1, max=1000, help="How many proposals of each kind.")] = 30,
    no_reader: NoReader = False,
) -> None:
    """List the recorded points with their sources, or propose what an editor may record."""
    from assistant.ask import Desk
    from assistant.showing import recorded, terminal

    if questions and not suggest:
        raise QuestionError("--questions goes with --suggest; add it, or leave both out")
    asked = [(row.text, row.history) for row in console.asked(questions)] if questions else []
    folder = console.asked_index(index)
    desk = Desk.open(folder, console.chosen(no_reader=no_reader))
    if suggest:
        _suggest(desk, folder, asked, top, as_json)
        return
    known = desk.index.points.recorded
    sources = recorded.Sources.of(known, desk.index.store)
    if as_json:
        console.show({"points": [recorded.plain(point, sources) for point in known]})
        return
    for point in known:
        terminal.lines(recorded.listed(point, sources))
    typer.echo(f"{len(known)} recorded point{'' if len(known) == 1 else 's'}")


def _suggest(desk: Desk, folder: Path, asked: Sequence[Asked], top: int, as_json: bool) -> None:
    from assistant.editing import pairs, proposals, unmet
    from assistant.showing import terminal

    with console.progress() as told:
        apart = pairs.find(desk.index, desk.reader, functools.partial(told, "passages"))
        open_ = unmet.find([*asked, *unmet.reviewed(folder)], desk, functools.partial(told, "questions"))
    if as_json:
        console.show(proposals.plain(apart[:top], open_[:top]))
    else:
        terminal.lines(proposals.lines(apart[:top], open_[:top]))
