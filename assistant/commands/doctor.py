"""`citedesk doctor`."""

from __future__ import annotations

from collections import Counter

import typer

from assistant import console
from assistant.options import AsJson, IndexFolder, KnowledgeBases


def run(index: IndexFolder = None, kb: KnowledgeBases = None, as_json: AsJson = False) -> None:
    """Check the model, the index and whether it still fits the knowledge base; exit with 1 where something is wrong.

    A line is ok, warn (it works, and there is something to know) or bad, and says what to do.
    """
    from assistant.measuring import calibrating
    from assistant.teaching import examining
    from indexer import doctor
    from indexer.findings import Level

    folder = console.index_folder(index)
    # Each gives findings on the index's folder for a desk of the settings.
    further = (calibrating.examine, examining.examine)
    found = [*doctor.examine(console.roots(kb, folder), folder, console.index_settings())]
    found += [one for check in further for one in check(folder, console.chosen())]
    counted = Counter(one.level for one in found)
    if as_json:
        findings = [{"level": one.level, "what": one.what} for one in found]
        console.show({"findings": findings, **{level: counted[level] for level in Level}})
    else:
        for one in found:
            typer.echo(f"{one.level:<4} {one.what}")
    raise typer.Exit(int(counted[Level.BAD] > 0))
