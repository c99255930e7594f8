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
    FalseClaims,
    GeneratorName,
    IndexFolder,
    InFull,
    NoReader,
    Question,
    SaveFile,
    SheetFile,
)
from indexer.errors import QuestionError


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
) -> None:
    """Answer a question with quotations and citations, show what is nearest, or say what is missing."""
    from assistant.ask import Desk
    from assistant.keeping import saved
    from assistant.showing import appeal, exports, terminal

    if questions and (sheet or save):
        raise QuestionError("--sheet and --save take one answer; ask one question, without --questions")
    if sheet:
        appeal.form(sheet)
    desk = Desk.open(console.asked_index(index), console.chosen(generator, no_reader, false_claims), judge)
    if questions:
        console.each(questions, lambda id, text, history: exports.answer(desk.ask(text, history, top, full=full), id))
        return
    found = desk.ask(console.question(question), console.earlier(after), top, full=full)
    console.show(exports.answer(found)) if as_json else terminal.answer(found)
    if sheet:
        appeal.write(found, datetime.date.today(), sheet, desk.settings.plugins)
        typer.echo(f"sheet written to {sheet}", err=True)
    if save:
        saved.write(saved.keep(found, console.earlier(after), top, desk.settings.generator), save)
        typer.echo(f"answer saved to {save}", err=True)
