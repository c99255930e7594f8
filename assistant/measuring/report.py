"""What `citedesk eval` prints and writes."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path

from rich.console import Console
from rich.progress import track
from rich.table import Table
from rich.text import Text

from assistant.ask import Desk
from assistant.measuring import beir, evaluation, runs
from assistant.measuring.evaluation import Figure
from assistant.settings import AssistantSettings
from indexer import build, settings
from indexer.errors import QuestionError, RecordError

LAST = "last-eval.json"
# Opens the progress bars of a build.
Shown = Callable[[], AbstractContextManager[build.Progress]]


def questions(
    files: list[Path],
    index: Path,
    store: Path | None,
    against: Path | None,
    twins: bool,
    judge: bool,
    chosen: AssistantSettings,
) -> None:
    """Prints each measure with its interval and what changed since the run ``against``, or else through the judge;
    stores the run beside the index unless ``store`` names a file.
    """
    console = Console(stderr=True)
    labelled = evaluation.read(files)
    if not labelled:
        raise QuestionError(f"{', '.join(map(str, files))}: no question is in it; write one JSON object a line")
    desk = Desk.open(index, chosen, judge)
    before = runs.read(against) if against else None
    if judge and not against:
        alone = replace(desk, judge=None)
        asked = evaluation.judge(track(labelled, "asking without", console=console, transient=True), alone, twins)
        before = runs.Run.of(asked, alone.fingerprint)
    judged = evaluation.judge(track(labelled, "asking", console=console, transient=True), desk, twins)
    summary = evaluation.summary(judged)
    Console().print(_figures(f"{len(judged)} questions, {desk.fingerprint}", summary, before))
    if before:
        _compared(before, runs.Run.of(judged, desk.fingerprint))
    target = store or index / LAST
    try:
        runs.write(target, judged, desk.fingerprint)
    except RecordError as error:
        # An index that can only be read is measured all the same.
        if store:
            raise
        console.print(f"not stored: {error}", soft_wrap=True)
    else:
        console.print(f"stored in {target}", soft_wrap=True)


def _figures(title: str, summary: Mapping[str, Figure], before: runs.Run | None) -> Table:
    """Each group's rows stand apart."""
    table, group = Table(title=title), ""
    table.add_column("measure")
    for heading in ("value", "95% interval", "n", *(["before", "change"] if before else [])):
        table.add_column(heading, justify="right")
    for name, figure in summary.items():
        of = name.rpartition(": ")[0]
        if of != group:
            table.add_section()
            group = of
        cells = [f"{figure.value:.3f}", f"{figure.low:.3f} to {figure.high:.3f}", str(figure.count)]
        if before:
            old = before.figures.get(name)
            cells += ["", ""] if old is None else [f"{old:.3f}", f"{figure.value - old:+.3f}"]
        # A kind is a user's text, not markup.
        table.add_row(Text(name.replace("_", " ")), *cells)
    return table


def _compared(before: runs.Run, now: runs.Run) -> None:
    """Of questions in both runs, how many changed each way, and how likely that is by chance."""
    console = Console()
    both = len(before.outcomes.keys() & now.outcomes.keys())
    then, today = (len(run.outcomes) - both for run in (before, now))
    counted = f"{both} questions in both runs, {then} in that one only, {today} in this one only"
    console.print(Text(f"compared with {before.fingerprint}: {counted}"), soft_wrap=True)
    table = Table("measure", title="question by question, McNemar's exact test")
    for heading in ("pairs", "rose", "fell", "p"):
        table.add_column(heading, justify="right")
    for one in runs.changes(before.outcomes, now.outcomes):
        cells = (str(one.pairs), str(one.rose), str(one.fell), f"{one.chance:.4f}")
        table.add_row(one.measure.replace("_", " "), *cells)
    if table.row_count:
        console.print(table)


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
