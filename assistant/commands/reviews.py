"""`citedesk reviews`."""

from __future__ import annotations

from dataclasses import asdict

import typer

from assistant import console
from assistant.options import AsJson, IndexFolder


def run(index: IndexFolder = None, as_json: AsJson = False) -> None:
    """List the reviews of answers, by question id; with its text only where the user agreed to keep it."""
    from assistant.keeping import reviews

    folder = console.index_folder(index)
    found = reviews.read(folder)
    if as_json:
        console.show({"reviews": [asdict(review) for review in found]})
        return
    for review in found:
        when = review.asked[:16].replace("T", " ")
        typer.echo(f"{when}  {review.verdict:4}  {review.question}  {review.reason}".rstrip())
        if review.text is not None:
            typer.echo(f"    asked: {review.text}")
        if review.documents:
            typer.echo(f"    cited: {', '.join(review.documents)}; {review.fingerprint}")
    typer.echo(f"{len(found)} review{'' if len(found) == 1 else 's'} in {reviews.file_beside(folder)}")
