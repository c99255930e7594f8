"""`citedesk point`."""

from __future__ import annotations

from assistant import console
from assistant.options import After, AsJson, IndexFolder, NoReader, Question


def run(
    question: Question = None,
    index: IndexFolder = None,
    after: After = None,
    as_json: AsJson = False,
    no_reader: NoReader = False,
) -> None:
    """Show which recorded point a question meets and why, and the points next to it."""
    from assistant.ask import Desk
    from assistant.showing import recorded, terminal

    text = console.question(question)
    desk = Desk.open(console.asked_index(index), console.chosen(no_reader=no_reader))
    found = desk.met(text, console.earlier(after))
    shown = [one.point for one in (*([found.about] if found.about else []), *found.others[: recorded.NEAREST])]
    sources = recorded.Sources.of(shown, desk.index.store)
    if as_json:
        console.show(recorded.plain_met(found, sources))
    else:
        terminal.lines(recorded.met(found, sources))
