"""`citedesk eval`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from assistant import console
from assistant.options import FalseClaims, GeneratorName, IndexFolder, NoReader
from indexer.errors import QuestionError


def run(
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
    no_reader: NoReader = False,
    false_claims: FalseClaims = None,
) -> None:
    """Measure ranking, refusal and answers on labelled questions, or ranking on a BEIR-form folder."""
    from assistant.measuring import report

    chosen = console.chosen(generator, no_reader, false_claims)
    if beir:
        report.folder(beir, index, run, support, console.progress, chosen)
    elif files:
        report.questions(files, console.measured_index(index), store, against, chosen)
    else:
        raise QuestionError("nothing to evaluate; name files of labelled questions, or --beir DIR")
