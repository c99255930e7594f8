"""`citedesk quiz`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from assistant import console
from assistant.options import AsJson, IndexFolder, Question


def run(
    question: Question = None,
    index: IndexFolder = None,
    paper: Annotated[
        Path | None, typer.Option("--paper", help="Write it without answers: .docx, .html or .md.", metavar="FILE")
    ] = None,
    key: Annotated[
        Path | None, typer.Option("--key", help="Write its answer key: .docx, .html or .md.", metavar="FILE")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Draft a quiz from the recorded point that answers a question, as YAML to be edited and put into a lesson."""
    from assistant.ask import Desk
    from assistant.dossiers import browsing
    from assistant.showing import paper as paper_
    from assistant.showing import phrases
    from assistant.teaching import drafting, papers, playing, quiz_file, telling
    from assistant.teaching.drafting import Drafter

    for path in (paper, key):
        if path:
            paper_.form(path)
    text = console.question(question)
    desk = Desk.open(console.asked_index(index), console.chosen())
    drafter = Drafter.of(desk.index, browsing.catalogue(desk.index.store))
    answer = desk.ask(text)
    items = drafting.of_answer(answer, desk, drafter)
    told = playing.items(items, desk.index.store)
    for path, answers in ((paper, False), (key, True)):
        if path:
            title = f"{'Answer key' if answers else 'Quiz'}: {phrases.line(answer.question)}"
            paper_.write(papers.quiz(title, told, desk.fingerprint, answers), path)
            typer.echo(f"written to {path}", err=True)
    if as_json:
        console.show({"items": [telling.plain_item(one) for one in told], "fingerprint": desk.fingerprint})
    elif not (paper or key):
        typer.echo(quiz_file.written(items), nl=False)
