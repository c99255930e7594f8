"""`citedesk doctor`."""

from __future__ import annotations

import typer

from assistant import console
from assistant.options import IndexFolder, KnowledgeBases
from indexer import shipped


def run(index: IndexFolder = None, kb: KnowledgeBases = None) -> None:
    """Check the model, the index and whether it still fits the knowledge base; exit with 1 where something is wrong."""
    from indexer import doctor

    wrong = False
    roots = kb or [shipped.nearest()]
    for finding in doctor.examine(roots, console.index_folder(index), console.index_settings()):
        wrong |= not finding.good
        typer.echo(f"{'ok  ' if finding.good else 'WRONG'} {finding.what}")
    raise typer.Exit(int(wrong))
