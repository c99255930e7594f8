"""`citedesk index`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from assistant import console
from assistant.options import IndexFolder, KnowledgeBases
from indexer import shipped


def run(
    kb: KnowledgeBases = None,
    index: IndexFolder = None,
    strict: Annotated[bool, typer.Option("--strict", help="Exit with 1 where a file was left out.")] = False,
    rebuild: Annotated[bool, typer.Option("--rebuild", help="Compile and embed everything anew.")] = False,
    explain: Annotated[
        Path | None,
        typer.Option("--explain", help="Tell how one file is read, line by line, and index nothing.", metavar="FILE"),
    ] = None,
) -> None:
    """Index a knowledge base, beside it unless --index is given. Unchanged passages are not embedded again."""
    if explain:
        _explain(explain)
        return
    from indexer import index as index_

    target = index or index_.beside(kb[0] if kb else shipped.HERE)
    report = console.indexed(kb or [shipped.nearest()], target, console.index_settings(), rebuild)
    manifest, missing = report.manifest, sum(problem.left_out for problem in report.problems)
    typer.echo(
        f"{target}: {manifest.documents:,} documents, {manifest.passages:,} passages, "
        f"{report.embedded:,} embedded{'' if report.changed else ' (unchanged)'}, {missing} left out; "
        f"fingerprint {manifest.fingerprint}"
    )
    if strict and missing:
        raise typer.Exit(1)


def _explain(path: Path) -> None:
    from assistant.showing import explained
    from indexer import explaining

    for line in explained.lines(explaining.explain(path, console.index_settings())):
        typer.echo(line)
