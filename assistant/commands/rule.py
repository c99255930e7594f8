"""`citedesk rule`."""

from __future__ import annotations

import datetime
import sys
from pathlib import Path
from typing import Annotated

import typer

from indexer import shipped
from indexer.errors import RecordError


def run(
    title: Annotated[str, typer.Argument(help="What the ruling decides, as a title.")],
    signed: Annotated[str, typer.Option("--signed", help="Who signs it.", metavar="NAME")],
    text: Annotated[
        str | None, typer.Option("--text", help="The ruling; default: read from standard input.", metavar="TEXT")
    ] = None,
    date: Annotated[str | None, typer.Option("--date", help="Its date; default: today.", metavar="YYYY-MM-DD")] = None,
    kb: Annotated[
        Path, typer.Option("--kb", help="The knowledge base's folder that it is written into.", metavar="DIR")
    ] = shipped.HERE,
) -> None:
    """Write a signed, dated house ruling into a knowledge base; it is indexed like any other document."""
    from assistant.keeping import rulings
    from indexer import advice, origin, place

    path = rulings.write(title, sys.stdin.read() if text is None else text, signed, _day(date), kb)
    index = place.beside(kb)
    held = origin.absolute(kb) in origin.read(index).folders
    again = advice.index(index, () if held or kb == shipped.HERE else [kb])
    typer.echo(f"written to {path}; it is cited once the knowledge base is indexed anew, run: {again}")


def _day(text: str | None) -> datetime.date:
    if text is None:
        return datetime.date.today()
    try:
        return datetime.date.fromisoformat(text)
    except ValueError as error:
        raise RecordError(f"--date {text}: this is no date; write it as 2026-01-31") from error
