"""The `citedesk` command."""

from __future__ import annotations

import datetime
import sys
from pathlib import Path
from typing import Annotated

import typer

from assistant import options
from assistant.commands.calibrate import calibrate
from assistant.commands.replay import replay
from assistant.commands.reviews import reviews, rule
from assistant.options import (
    After,
    AsJson,
    Batch,
    GeneratorName,
    IndexFolder,
    KnowledgeBases,
    Question,
    SaveFile,
    SheetFile,
)
from indexer import index as index_
from indexer import settings
from indexer.errors import CitedeskError, QuestionError

app = typer.Typer(
    help="A reference desk for medical coders: answers with verbatim quotations and formal citations, offline.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


@app.command()
def index(
    kb: KnowledgeBases = None,
    index: IndexFolder = None,
    strict: Annotated[bool, typer.Option("--strict", help="Exit with 1 where a file was left out.")] = False,
    rebuild: Annotated[bool, typer.Option("--rebuild", help="Compile and embed everything anew.")] = False,
) -> None:
    """Index a knowledge base. Unchanged passages are not embedded again."""
    from rich.console import Console

    from assistant.progress import shown
    from indexer.build import build

    roots = kb or [options.DEFAULT_KB]
    target = index or index_.beside(roots[0])
    chosen = settings.read("index", settings.IndexSettings)
    console = Console(stderr=True, soft_wrap=True)
    with shown(console) as progress:
        report = build(roots, target, chosen, progress, rebuild)
    for problem in report.problems:
        console.print(f"left out: {problem}", style="yellow", markup=False, highlight=False)
    manifest = report.manifest
    if manifest.embedder != chosen.embedder:
        console.print(
            f"{manifest.model} does not compile for {chosen.embedder}; it runs on {manifest.embedder}, slower"
        )
    typer.echo(
        f"{target}: {manifest.documents:,} documents, {manifest.passages:,} passages, "
        f"{report.embedded:,} embedded{'' if report.changed else ' (unchanged)'}, {len(report.problems)} left out; "
        f"fingerprint {manifest.fingerprint}"
    )
    if strict and report.problems:
        raise typer.Exit(1)


@app.command()
def search(
    question: Question = None,
    index: IndexFolder = None,
    top: Annotated[int, typer.Option("-k", "--top", min=1, max=100, help="How many passages.")] = 10,
    after: After = None,
    as_json: AsJson = False,
    questions: Batch = None,
) -> None:
    """List the passages that bear on a question, with what found each."""
    from assistant import batch
    from assistant.ask import Desk
    from assistant.showing import exports, terminal

    desk = Desk.open(options.folder(index), options.chosen())
    if questions:
        batch.run(questions, lambda id, text, history: exports.search(desk.search(text, history), top, id))
        return
    found = desk.search(options.one(question), after or [])
    batch.show(exports.search(found, top)) if as_json else terminal.search(found, top)


@app.command()
def ask(
    question: Question = None,
    index: IndexFolder = None,
    top: Annotated[int, typer.Option("-k", "--top", min=1, max=20, help="How many documents to list.")] = 20,
    after: After = None,
    as_json: AsJson = False,
    questions: Batch = None,
    sheet: SheetFile = None,
    save: SaveFile = None,
    generator: GeneratorName = None,
) -> None:
    """Answer a question with quotations and citations, or say what is missing."""
    from assistant import batch
    from assistant.ask import Desk
    from assistant.keeping import saved
    from assistant.showing import appeal, exports, terminal

    if questions and (sheet or save):
        raise QuestionError("--sheet and --save take one answer; ask one question, without --questions")
    if sheet:
        appeal.form(sheet)
    desk = Desk.open(options.folder(index), options.chosen(generator))
    if questions:
        batch.run(questions, lambda id, text, history: exports.answer(desk.ask(text, history, top), id))
        return
    found = desk.ask(options.one(question), after or [], top)
    batch.show(exports.answer(found)) if as_json else terminal.answer(found)
    if sheet:
        appeal.write(found, datetime.date.today(), sheet)
        typer.echo(f"sheet written to {sheet}", err=True)
    if save:
        saved.write(saved.keep(found, after or [], top, desk.settings.generator), save)
        typer.echo(f"answer saved to {save}", err=True)


@app.command()
def chat(
    index: IndexFolder = None,
    port: Annotated[int, typer.Option(min=1, max=65535, help="The port on this machine.")] = 8501,
) -> None:
    """Start the chat page on this machine."""
    import os

    folder = options.folder(index)
    index_.open_index(folder)
    page = Path(__file__).resolve().parent.parent / "app.py"
    typer.echo(f"Citedesk runs on http://localhost:{port} (stop it with Ctrl-C)")
    command = [sys.executable, "-m", "streamlit", "run", str(page), "--server.port", str(port)]
    command += ["--server.address", "localhost", "--server.headless", "true", "--browser.gatherUsageStats", "false"]
    sys.stdout.flush()
    # The server takes this process over, so that whoever ends the command ends the server.
    os.execve(sys.executable, command, os.environ | {"CITEDESK_INDEX": str(folder.resolve())})


@app.command()
def eval(
    files: Annotated[list[Path] | None, typer.Argument(help="Labelled questions, JSON Lines.")] = None,
    index: IndexFolder = None,
    store: Annotated[Path | None, typer.Option("--store", help="Write the run to this file.", metavar="FILE")] = None,
    against: Annotated[
        Path | None, typer.Option("--compare", help="A stored run to compare with.", metavar="FILE")
    ] = None,
    beir: Annotated[
        Path | None, typer.Option("--beir", help="A BEIR-form folder to index and ask.", metavar="DIR")
    ] = None,
    run: Annotated[
        Path | None, typer.Option("--run", help="With --beir: write the ranking as a TREC run.", metavar="FILE")
    ] = None,
    support: Annotated[
        Path | None, typer.Option("--support", help="With --beir: write one id and support a line.", metavar="FILE")
    ] = None,
    generator: GeneratorName = None,
) -> None:
    """Measure ranking, refusal and answers on labelled questions, or ranking on a BEIR-form folder."""
    from assistant.measuring import report

    if beir:
        report.folder(beir, index, run, support)
    elif files:
        report.questions(files, options.folder(index), store, against, options.chosen(generator))
    else:
        raise QuestionError("nothing to evaluate; name files of labelled questions, or --beir DIR")


@app.command()
def doctor(index: IndexFolder = None, kb: KnowledgeBases = None) -> None:
    """Check the model, the index and whether it still fits the knowledge base; exit with 1 where something is wrong."""
    from assistant.measuring import calibrating
    from indexer import doctor as doctor_

    wrong, folder = False, options.folder(index)
    found = doctor_.examine(kb or [options.DEFAULT_KB], folder, settings.read("index", settings.IndexSettings))
    for finding in (*found, *calibrating.examine(folder)):
        wrong |= not finding.good
        typer.echo(f"{'ok  ' if finding.good else 'WRONG'} {finding.what}")
    raise typer.Exit(int(wrong))


for command in (calibrate, replay, reviews, rule):
    app.command()(command)


def main() -> None:
    """One line, and no trace, for what a user can mend."""
    try:
        app()
    except CitedeskError as error:
        typer.secho(f"citedesk: {error}", err=True, fg="red")
        raise SystemExit(2) from error
