"""`citedesk check`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from assistant import console
from assistant.options import AsJson, IndexFolder, NoReader
from indexer.errors import QuestionError


def run(
    file: Annotated[
        str, typer.Argument(help="The text: a file (text, Word, PDF, mail), or - for standard input.", metavar="FILE")
    ],
    index: IndexFolder = None,
    as_json: AsJson = False,
    no_reader: NoReader = False,
) -> None:
    """Say of each claim of a text whether the documents support it, contradict it, replaced it since, or lack it."""
    from assistant.ask import Desk
    from assistant.checking import check
    from assistant.showing import checked, terminal

    text = _read(file)
    check.refuse(text)
    desk = Desk.open(console.asked_index(index), console.chosen(no_reader=no_reader))
    with console.progress() as told:
        found = check.check(text, desk, told)
    if as_json:
        console.show(checked.plain(found))
    else:
        terminal.lines(checked.lines(found))


def _read(file: str) -> str:
    """Raises QuestionError where it cannot be read as text."""
    from assistant.checking import pasted

    try:
        data = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    except OSError as error:
        raise QuestionError(
            f"{file}: the text cannot be read ({error.strerror}); name a file, or - for a pipe"
        ) from error
    return pasted.read(file, data, console.chosen().plugins)
