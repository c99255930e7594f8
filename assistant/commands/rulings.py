"""`citedesk rulings`."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from assistant import console
from assistant.options import AsJson, IndexFolder, KnowledgeBases
from indexer.errors import RecordError

if TYPE_CHECKING:
    from assistant.keeping.rulings import Ruling


def run(
    kb: KnowledgeBases = None,
    index: IndexFolder = None,
    retire: Annotated[
        str | None, typer.Option("--retire", help="A ruling's id: it is no longer in force.", metavar="ID")
    ] = None,
    until: Annotated[
        str | None,
        typer.Option("--until", help="With --retire: its last day; default: yesterday.", metavar="YYYY-MM-DD"),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """List the house rulings of the base, or retire one."""
    from assistant.keeping import rulings
    from indexer import advice, origin

    folder, today = console.index_folder(index), datetime.date.today()
    found = rulings.listed(kb or origin.read(folder).found(folder) or console.roots(None, folder))
    if retire is not None:
        last = _day(until) if until else today - datetime.timedelta(days=1)
        one = _one(found, retire)
        rulings.retire(one, last)
        typer.echo(f"{one.path}: in force until {last}; run: {advice.index(folder)}")
    elif as_json:
        console.show({"rulings": [_record(one) for one in found]})
    else:
        for one in found:
            ended = f"; in force until {one.said.until}" if one.said.until else ""
            typer.echo(f"{one.id}: {one.said.title} (signed {one.said.signed}, {one.said.published}{ended})")
        typer.echo(f"{len(found)} ruling{'' if len(found) == 1 else 's'}")


def _one(found: list[Ruling], id: str) -> Ruling:
    for one in found:
        if one.id == id:
            return one
    raise RecordError(f"{id}: there is no ruling of that id; list them with: citedesk rulings")


def _day(text: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError as error:
        raise RecordError(f"--until {text}: this is no date; write it as 2026-01-31") from error


def _record(one: Ruling) -> dict[str, object]:
    said = one.said
    return {
        "id": one.id,
        "path": str(one.path),
        "title": said.title,
        "signed": said.signed,
        "date": str(said.published),
        "until": str(said.until) if said.until else None,
        "text": said.text,
    }
