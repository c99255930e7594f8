"""`citedesk search`."""

from __future__ import annotations

from typing import Annotated

import typer

from assistant import console
from assistant.options import (
    After,
    AsJson,
    Batch,
    Changed,
    IndexFolder,
    NoReader,
    Payer,
    Performer,
    Question,
    ServiceDate,
    Setting,
)
from indexer.errors import Courtesy


def run(
    question: Question = None,
    index: IndexFolder = None,
    top: Annotated[int, typer.Option("-k", "--top", min=1, max=100, help="How many passages.")] = 10,
    after: After = None,
    as_json: AsJson = False,
    questions: Batch = None,
    no_reader: NoReader = False,
    dos: ServiceDate = None,
    payer: Payer = None,
    setting: Setting = None,
    by: Performer = None,
    changed: Changed = None,
) -> None:
    """List the passages that bear on a question, with what found each."""
    from assistant.ask import Desk
    from assistant.reading.given import Given
    from assistant.showing import exports, terminal

    text = console.question(question, questions)
    given = Given(dos, payer, setting, by, changed)
    facts = given.read()
    desk = Desk.open(console.asked_index(index), console.chosen(no_reader=no_reader))
    if questions:
        console.each(
            questions,
            lambda row: exports.search(desk.search(row.text, row.history, row.given.over(given).read()), top, row.id),
        )
        return
    try:
        found = desk.search(text, console.earlier(after), facts)
    except Courtesy as courtesy:
        console.reply(courtesy, as_json)
        return
    console.show(exports.search(found, top)) if as_json else terminal.search(found, top)
