"""Answers and passages on the terminal. What documents, editors and models say is shown as it is: nothing of it is read
as markup, and nothing of it controls the terminal.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rich.console import Console
from rich.text import Text

from assistant.answers import Answer, Citation, Disagreement, Found, Group, Quotation, Wording
from assistant.showing import phrases

# What a terminal obeys: control characters, and marks that turn the direction of writing.
_OBEYED = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def answer(found: Answer, console: Console | None = None) -> None:
    """On ``console``, or on standard output."""
    console = console or Console()
    _read_as(console, found.question, found.read_as, found.masked)
    console.print(Text("\n\n").join(_paragraphs(found)))
    _heading(console, "Citations" if found.citations else "Nearest documents")
    for citation in found.citations or found.nearest:
        _citation(console, citation)
    if found.ask_first:
        _heading(console, phrases.FIND_OUT)
    for one in found.ask_first:
        console.print(_text(f"- {one.ask}"))
    said = f"{found.support.strength} ({found.support.value:.2f} on a scale from 0 to 1)"
    console.print(Text(f"\nVoice: {found.voice}; evidence: {said}", style="dim"))
    if found.support.caveat:
        console.print(_text(f"Note: {found.support.caveat}", "yellow"), soft_wrap=True)
    console.print(_text(phrases.fingerprint(found.fingerprint), "dim"))


def search(found: Found, top: int) -> None:
    console = Console()
    _read_as(console, found.question.typed, found.question.read_as, found.masked)
    for rank, candidate in enumerate(found.candidates[:top], 1):
        passage = candidate.passage
        console.print(_text(f"{rank}. {passage.citation}", "bold"))
        console.print(
            Text("   ") + _text(f"{passage.id}  score {candidate.score:.3f}, by {', '.join(candidate.found_by)}", "dim")
        )
        console.print(Text("   ") + _text(passage.text))


def _paragraphs(found: Answer) -> Iterator[Text]:
    """In the order of the text, each parted from the next by an empty line."""
    yield _text(phrases.opens(found), "" if found.supported else "bold yellow")
    if judged := phrases.judged(found):
        yield _text(judged, "dim")
    yield from (_text(phrases.named(one)) for one in found.named)
    yield from _wording(found.wording)
    if found.disagreement:
        yield _disagreement(found.disagreement)
    for group in found.groups:
        yield from _group(group, found.supported)
    if found.refusal:
        yield from map(_text, phrases.refusal(found.refusal, bool(found.quotations)))


def _wording(found: Wording) -> Iterator[Text]:
    """A model's sentences with what is said of it, or what is said where they would stand."""
    if found.sentences:
        yield _text(phrases.REWORDED, "bold")
        yield _text(phrases.reworded(found))
    if said := phrases.note(found):
        yield _text(said, "yellow" if found.instead else "dim")


def _disagreement(found: Disagreement) -> Text:
    sides = [f"• {phrases.opening(phrases.side(side))} {phrases.marks(side.citations)}" for side in found.sides]
    return Text("\n").join([_text(phrases.why(found), "bold"), *map(_text, sides)])


def _group(group: Group, headed: bool) -> Iterator[Text]:
    """``headed``: not where the opening words have said already what follows."""
    if headed:
        yield _text(group.place.heading, "bold")
    yield from map(_quotation, group.quotations)


def _quotation(one: Quotation) -> Text:
    said = f"{phrases.speaker(one.passage)}: “{phrases.line(one.text)}” [{one.citation}]"
    return _text(f"{said} {phrases.replies_to(one.replies_to)}" if one.replies_to else said)


def _read_as(console: Console, asked: str, read_as: str, masked: tuple[str, ...]) -> None:
    if read_as != asked:
        console.print(_text(phrases.read_as(read_as), "dim"))
    if masked:
        console.print(_text(phrases.masked(masked), "yellow"))


def _heading(console: Console, words: str) -> None:
    console.print(Text(f"\n{words}", style="bold"))


def _citation(console: Console, citation: Citation) -> None:
    """The address stands on a line of its own and is never broken, so that a terminal can open it."""
    console.print(_text(f"[{citation.number}] {citation.label} ({citation.tier.words})"))
    if citation.url:
        console.print(Text("    ") + _text(citation.url, "dim"), soft_wrap=True)


def _text(words: str, style: str = "") -> Text:
    return Text(_OBEYED.sub("\ufffd", phrases.line(words)), style=style)
