"""`citedesk ask`."""

from __future__ import annotations

import datetime
from typing import Annotated

import typer

from assistant import console
from assistant.options import (
    After,
    AsJson,
    AsJudge,
    Batch,
    Changed,
    FalseClaims,
    GeneratorName,
    IndexFolder,
    InFull,
    NoReader,
    Payer,
    Performer,
    Question,
    SaveFile,
    ServiceDate,
    Setting,
    SheetFile,
)
from indexer.errors import Courtesy, QuestionError


def run(
    question: Question = None,
    index: IndexFolder = None,
    top: Annotated[int, typer.Option("-k", "--top", min=1, max=20, help="How many documents to list.")] = 20,
    after: After = None,
    as_json: AsJson = False,
    questions: Batch = None,
    sheet: SheetFile = None,
    save: SaveFile = None,
    generator: GeneratorName = None,
    no_reader: NoReader = False,
    false_claims: FalseClaims = None,
    judge: AsJudge = False,
    full: InFull = False,
    dos: ServiceDate = None,
    payer: Payer = None,
    setting: Setting = None,
    by: Performer = None,
    changed: Changed = None,
) -> None:
    """Answer a question with quotations and citations, show what is nearest, or say what is missing."""
    from assistant.ask import Desk
    from assistant.keeping import saved
    from assistant.reading.given import Given
    from assistant.showing import appeal, exports, terminal

    if questions and (sheet or save):
        raise QuestionError("--sheet and --save take one answer; ask one question, without --questions")
    if sheet:
        appeal.form(sheet)
    text = console.question(question, questions)
    given, before = Given(dos, payer, setting, by, changed), console.earlier(after)
    facts = given.read()
    desk = Desk.open(console.asked_index(index), console.chosen(generator, no_reader, false_claims), judge)
    if questions:
        console.each(
            questions,
            lambda row: exports.answer(
                desk.ask(row.text, row.history, top, full=full, facts=row.given.over(given).read()), row.id
            ),
        )
        return
    try:
        found = desk.ask(text, before, top, full=full, facts=facts)
    except Courtesy as courtesy:
        console.reply(courtesy, as_json)
        return
    console.show(exports.answer(found)) if as_json else terminal.answer(found)
    kept = saved.keep(found, before, top, desk.settings.generator, given)
    if sheet:
        filing = appeal.Filing(asking=kept.asking)
        appeal.write(found, datetime.date.today(), sheet, desk.settings.plugins, filing)
        typer.echo(f"sheet written to {sheet}", err=True)
    if save:
        saved.write(kept, save)
        typer.echo(f"answer saved to {save}", err=True)
