"""What `citedesk eval` prints and writes."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

from rich.console import Console
from rich.progress import track
from rich.table import Table

from assistant.ask import Desk
from assistant.measuring import beir, evaluation
from assistant.settings import AssistantSettings
from indexer import build, settings
from indexer.errors import RecordError

LAST = "last-eval.json"
# Opens the progress bars of a build.
Shown = Callable[[], AbstractContextManager[build.Progress]]


def questions(
    files: list[Path], index: Path, store: Path | None, against: Path | None, chosen: AssistantSettings
) -> None:
    """Prints each measure with its interval; stores the run beside the index unless ``store`` names a file."""
    console = Console(stderr=True)
    labelled = evaluation.read(files)
    desk = Desk.open(index, chosen)
    before = evaluation.stored(against) if against else None
    judged = evaluation.judge(track(labelled, "asking", console=console, transient=True), desk)
    table = Table(title=f"{len(judged)} questions, {desk.fingerprint}")
    table.add_column("measure")
    for heading in ("value", "95% interval", "n", *(["before", "change"] if before else [])):
        table.add_column(heading, justify="right")
    for name, figure in evaluation.summary(judged).items():
        cells = [f"{figure.value:.3f}", f"{figure.low:.3f} to {figure.high:.3f}", str(figure.count)]
        if before:
            old = before[1].get(name)
            cells += ["", ""] if old is None else [f"{old:.3f}", f"{figure.value - old:+.3f}"]
        table.add_row(name.replace("_", " "), *cells)
    Console().print(table)
    target = store or index / LAST
    try:
        evaluation.store(target, judged, desk.fingerprint)
    except RecordError as error:
        # An index that can only be read is measured all the same.
        if store:
            raise
        console.print(f"not stored: {error}", soft_wrap=True)
    else:
        console.print(f"stored in {target}", soft_wrap=True)


def folder(
    source: Path,
    models: Path | None,
    run: Path | None,
    support: Path | None,
    progress: Shown,
    chosen: AssistantSettings,
) -> None:
    """Indexes the folder's corpus into a throwaway index; ``models`` is an index whose compiled model may be used."""
    console = Console(stderr=True)
    documents, asked_for = beir.corpus(source), beir.queries(source)
    with tempfile.TemporaryDirectory(prefix="citedesk-beir-") as scratch:
        target = Path(scratch)
        if models and (models / "models").is_dir():
            (target / "models").symlink_to((models / "models").resolve())
        with progress() as told:
            build.build_documents(documents, target, settings.read("index", settings.IndexSettings), told)
        desk = Desk.open(target, chosen)
        asked = [beir.ask(query, desk) for query in track(asked_for, "asking", console=console, transient=True)]
    table = Table(title=f"{source.name}: {len(documents):,} documents, {len(asked):,} queries")
    table.add_column("measure")
    table.add_column("value", justify="right")
    for name, value in beir.measures(asked).items():
        table.add_row(name.replace("_", " "), f"{value:,.0f}" if name == "queries" else f"{value:.4f}")
    Console().print(table)
    if run:
        beir.write_run(run, asked)
    if support:
        beir.write_support(support, asked)
