"""`citedesk denial`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from assistant import console
from assistant.options import AsJson, IndexFolder, Payer, ServiceDate, Setting, SheetFile


def run(
    denied: Annotated[
        list[str], typer.Argument(help="What the payer sent: CO-97 N20, or the whole line with codes, payer and date.")
    ],
    pair: Annotated[
        tuple[str, str] | None, typer.Option(help="The code that was paid, and the one denied beside it.")
    ] = None,
    units: Annotated[int | None, typer.Option(min=1, max=9_999, help="How many units were billed.")] = None,
    payer: Payer = None,
    policy: Annotated[
        str | None, typer.Option(help="The payer's policy that the denial names.", metavar="NAME")
    ] = None,
    policy_number: Annotated[
        str | None, typer.Option(help="The number of that policy; none of a patient's.", metavar="NUMBER")
    ] = None,
    dos: ServiceDate = None,
    setting: Setting = None,
    sheet: SheetFile = None,
    checklist: Annotated[
        Path | None, typer.Option(help="Write a corrected-claim checklist, as its ending says.", metavar="FILE")
    ] = None,
    index: IndexFolder = None,
    as_json: AsJson = False,
) -> None:
    """From a denial: what its codes mean, what says that it is right or wrong, and what may be filed."""
    from assistant.ask import Desk
    from assistant.denials import dealing, denial, filing, telling
    from assistant.denials.dealt import Course
    from assistant.reading.given import Given
    from assistant.showing import appeal, terminal

    wanted = [(course, file) for course, file in ((Course.APPEAL, sheet), (Course.CORRECTION, checklist)) if file]
    for _, file in wanted:
        appeal.form(file)
    given = Given(dos=dos, payer=payer, setting=setting)
    read = denial.read(" ".join(denied), pair, given, denial.Policy(policy, policy_number), units)
    folder = console.asked_index(index)
    settings = console.chosen()
    found = dealing.deal(read, Desk.open(folder, settings), folder)
    if as_json:
        console.show(telling.plain(found))
    else:
        terminal.lines(telling.lines(found))
    for course, file in wanted:
        filing.write(found, course, file, settings.plugins)
        typer.echo(f"{course} written to {file}", err=True)
