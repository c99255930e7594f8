"""`citedesk calibrate`."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant import console as shared
from assistant.options import FalseClaims, IndexFolder, NoReader
from indexer.errors import QuestionError

if TYPE_CHECKING:
    from assistant.measuring.calibrating import Outcome


def run(
    files: Annotated[
        list[Path] | None, typer.Argument(help="Labelled questions, JSON Lines, in the form of `citedesk eval`.")
    ] = None,
    index: IndexFolder = None,
    force: Annotated[bool, typer.Option("--force", help="Write it even where it is worse.")] = False,
    remove: Annotated[bool, typer.Option("--remove", help="Go back to the shipped numbers.")] = False,
    no_reader: NoReader = False,
    false_claims: FalseClaims = None,
) -> None:
    """Fit support on your own labelled questions; exit with 1 where it claims less and nothing was written."""
    from dataclasses import replace

    from rich.console import Console
    from rich.progress import track

    from assistant.ask import Desk
    from assistant.finding import calibration
    from assistant.measuring import calibrating, evaluation, examples

    folder = shared.measured_index(index)
    if remove:
        gone = calibration.remove(folder)
        typer.echo(f"{folder}: the shipped numbers are used{'' if gone else '; there was no calibration'}")
        return
    if not files:
        raise QuestionError("no questions to calibrate on; name files of labelled questions, or --remove")
    labelled = [(f"{path}:{one.id}", one) for path in files for one in evaluation.read([path])]
    desk = Desk.open(folder, shared.chosen(None, no_reader, false_claims))
    console = Console(stderr=True)
    rows = track(labelled, "measuring", console=console, transient=True, disable=not console.is_terminal)
    today = datetime.date.today().isoformat()
    outcome = calibrating.calibrate(list(examples.measured(rows, desk)), desk, files, today)
    _show(outcome)
    if outcome.worse and not force:
        typer.echo(
            "not written: at the same rate of false claims the shipped numbers claim more; write it with --force"
        )
        raise typer.Exit(1)
    typer.echo(f"written to {calibration.write(outcome.record, folder)}; go back with: {calibration.REMOVE}")
    own = calibration.beside(folder, desk.index.manifest, outcome.record["reader"])
    typer.echo(f"fingerprint {replace(desk, calibration=own).fingerprint}")


def _show(outcome: Outcome) -> None:
    from dataclasses import asdict

    from rich.console import Console
    from rich.table import Table

    examples = outcome.record["provenance"]["examples"]
    typer.echo(f"measured: {', '.join(f'{count} {kind}' for kind, count in examples.items())}")
    table = Table("measure", title=f"false claims allowed: {outcome.rate:g}")
    for heading in ("shipped", "calibrated, held out"):
        table.add_column(heading, justify="right")
    before, after = asdict(outcome.before), asdict(outcome.after)
    for name in (name for name, value in before.items() if value is not None):
        table.add_row(name.replace("_", " "), f"{before[name]:.3f}", f"{after[name]:.3f}")
    Console().print(table)
