"""`citedesk search`."""

from __future__ import annotations

from typing import Annotated

import typer

from assistant import console
from assistant.options import After, AsJson, Batch, IndexFolder, NoReader, Question


def run(
    question: Question = None,
    index: IndexFolder = None,
    top: Annotated[int, typer.Option("-k", "--top", min=1, max=100, help="How many passages.")] = 10,
    after: After = None,
    as_json: AsJson = False,
    questions: Batch = None,
    no_reader: NoReader = False,
) -> None:
    """List the passages that bear on a question, with what found each."""
    from assistant.ask import Desk
    from assistant.showing import exports, terminal

    desk = Desk.open(console.asked_index(index), console.chosen(no_reader=no_reader))
    if questions:
        console.each(questions, lambda id, text, history: exports.search(desk.search(text, history), top, id))
        return
    found = desk.search(console.question(question), console.earlier(after))
    console.show(exports.search(found, top)) if as_json else terminal.search(found, top)
