"""`citedesk doctor`."""

from __future__ import annotations

import typer

from assistant import console
from assistant.options import IndexFolder, KnowledgeBases


def run(index: IndexFolder = None, kb: KnowledgeBases = None) -> None:
    """Check the model, the index and whether it still fits the knowledge base; exit with 1 where something is wrong."""
    from assistant.measuring import calibrating
    from assistant.teaching import examining
    from indexer import doctor

    wrong, folder = False, console.index_folder(index)
    found = doctor.examine(console.roots(kb, folder), folder, console.index_settings())
    chosen = console.chosen()
    for finding in (*found, *calibrating.examine(folder, chosen), *examining.examine(folder, chosen)):
        wrong |= not finding.good
        typer.echo(f"{'ok  ' if finding.good else 'WRONG'} {finding.what}")
    raise typer.Exit(int(wrong))
