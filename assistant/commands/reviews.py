"""`citedesk reviews` and `citedesk rule`."""

from __future__ import annotations

import datetime
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from assistant import options
from assistant.options import AsJson, IndexFolder
from indexer.errors import RecordError


def reviews(index: IndexFolder = None, as_json: AsJson = False) -> None:
    """List the reviews of answers, by question id; with its text only where the user agreed to keep it."""
    from assistant import batch
    from assistant.keeping import reviews as reviews_

    found = reviews_.read(options.folder(index))
    if as_json:
        batch.show({"reviews": [asdict(review) for review in found]})
        return
    for review in found:
        when = review.asked[:16].replace("T", " ")
        typer.echo(f"{when}  {review.verdict:4}  {review.question}  {review.reason}".rstrip())
        if review.text is not None:
            typer.echo(f"    asked: {review.text}")
        if review.documents:
            typer.echo(f"    cited: {', '.join(review.documents)}; {review.fingerprint}")
    typer.echo(f"{len(found)} review{'' if len(found) == 1 else 's'} in {reviews_.file_beside(options.folder(index))}")


def rule(
    title: Annotated[str, typer.Argument(help="What the ruling decides, as a title.")],
    signed: Annotated[str, typer.Option("--signed", help="Who signs it.", metavar="NAME")],
    text: Annotated[
        str | None, typer.Option("--text", help="The ruling; default: read from standard input.", metavar="TEXT")
    ] = None,
    date: Annotated[str | None, typer.Option("--date", help="Its date; default: today.", metavar="YYYY-MM-DD")] = None,
    kb: Annotated[
        Path, typer.Option("--kb", help="The knowledge base's folder that it is written into.", metavar="DIR")
    ] = options.DEFAULT_KB,
) -> None:
    """Write a signed, dated house ruling into a knowledge base; it is indexed like any other document."""
    from assistant.keeping import rulings

    path = rulings.write(title, sys.stdin.read() if text is None else text, signed, _day(date), kb)
    typer.echo(f"written to {path}; it is cited once the knowledge base is indexed anew, run: citedesk index")


def _day(text: str | None) -> datetime.date:
    if text is None:
        return datetime.date.today()
    try:
        return datetime.date.fromisoformat(text)
    except ValueError as error:
        raise RecordError(f"--date {text}: this is no date; write it as 2026-01-31") from error
