"""`citedesk eval`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from assistant import console
from assistant.options import AsJudge, FalseClaims, GeneratorName, IndexFolder, NoReader
from indexer.errors import QuestionError


def run(
    files: Annotated[list[Path] | None, typer.Argument(help="Labelled questions, JSON Lines.")] = None,
    index: IndexFolder = None,
    store: Annotated[Path | None, typer.Option("--store", help="Write the run to this file.", metavar="FILE")] = None,
    against: Annotated[
        Path | None, typer.Option("--compare", help="A stored run to compare with.", metavar="FILE")
    ] = None,
    twins: Annotated[
        bool,
        typer.Option("--twins", help="Ask each answerable question again without its documents; takes twice as long."),
    ] = False,
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
    no_reader: NoReader = False,
    false_claims: FalseClaims = None,
    judge: AsJudge = False,
) -> None:
    """Measure ranking, voices and answers on labelled questions, or ranking on a BEIR-form folder."""
    from assistant.measuring import report

    chosen = console.chosen(generator, no_reader, false_claims)
    if beir and (twins or judge):
        raise QuestionError("--twins and --judge take labelled questions; leave them out with --beir")
    if beir:
        report.folder(beir, index, run, support, console.progress, chosen)
    elif files:
        report.questions(files, console.measured_index(index), store, against, twins, judge, chosen)
    else:
        raise QuestionError("nothing to evaluate; name files of labelled questions, or --beir DIR")
