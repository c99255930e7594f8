"""Answers and passages on the terminal. What documents, editors and models say is shown as it is: nothing of it is read
as markup, and nothing of it controls the terminal.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from assistant.answers import Answer, Citation, Found, Group, Place
from assistant.showing import outline, phrases, refusal_phrases
from assistant.showing.phrases import Line
from assistant.wording import Wording

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
    said = f"{found.support.strength} ({found.support.value:.2f} on a scale from 0 to 1)"
    console.print(Text(f"\nVoice: {found.voice}; evidence: {said}", style="dim"))
    if found.support.caveat:
        console.print(_text(f"Note: {found.support.caveat}", "yellow"), soft_wrap=True)
    console.print(_text(phrases.fingerprint(found.fingerprint), "dim"))


def search(found: Found, top: int) -> None:
    console = Console()
    _read_as(console, found.question.typed, found.question.read_as, found.masked)
    if found.unsearched:
        console.print(_text(phrases.unsearched(found.unsearched), "bold yellow"), soft_wrap=True)
    for rank, candidate in enumerate(found.candidates[:top], 1):
        passage = candidate.passage
        console.print(_text(f"{rank}. {passage.citation}", "bold"))
        console.print(
            Text("   ") + _text(f"{passage.id}  score {candidate.score:.3f}, by {', '.join(candidate.found_by)}", "dim")
        )
        console.print(Text("   ") + _text(passage.text))


def lines(told: Iterable[str], console: Console | None = None) -> None:
    """Each as it is, with the spaces before it, and never broken but by the terminal itself."""
    console = console or Console()
    for line in told:
        console.print(Text(" " * (len(line) - len(line.lstrip(" ")))) + _text(line), soft_wrap=True)


def table(head: Sequence[str], rows: Iterable[Sequence[str]], console: Console | None = None) -> None:
    """A column of words, and further ones of figures; an empty line stands above."""
    console = console or Console()
    made = Table(box=None, padding=(0, 2, 0, 0), header_style="bold")
    for place, name in enumerate(head):
        made.add_column(_text(name), justify="right" if place else "left", overflow="fold")
    for row in rows:
        made.add_row(*map(_text, row))
    console.print()
    console.print(made)


def _paragraphs(found: Answer) -> Iterator[Text]:
    """In the order of the text, each parted from the next by an empty line."""
    first, *others = map(phrases.written, outline.opening(found))
    yield _text(first, "bold" if found.supported else "bold yellow")
    yield from map(_text, others)
    if judged := phrases.judged(found):
        yield _text(judged, "dim")
    yield from (_text(phrases.named(one)) for one in found.named)
    yield from _wording(found.wording)
    for heading, lines in outline.every_list(found):
        yield _list(heading, lines)
    if found.full:
        for group in found.groups:
            yield from _group(group, found)
    else:
        sources = outline.sources(found)
        listed = sources and found.supported
        yield from [_list(phrases.SOURCES, sources)] if listed else map(_text, map(phrases.written, sources))
        if more := outline.more(found):
            yield _text(more, "dim")
    if found.known:
        yield _list(phrases.KNOWN, outline.known(found))
    if found.refusal:
        yield from map(_text, refusal_phrases.refusal(found.refusal, bool(found.quotations)))


def _wording(found: Wording) -> Iterator[Text]:
    """A model's sentences with what is said of it, or what is said where they would stand."""
    if found.sentences:
        yield _text(phrases.REWORDED, "bold")
        yield _text(phrases.reworded(found))
    if said := phrases.note(found):
        yield _text(said, "yellow" if found.instead else "dim")


def _list(heading: str, lines: Sequence[Line]) -> Text:
    return Text("\n").join([_text(heading, "bold"), *(_text(f"• {phrases.written(line)}") for line in lines)])


def _group(group: Group, found: Answer) -> Iterator[Text]:
    """The opening words have said already what stands nearest."""
    if group.place is not Place.NEAREST:
        yield _text(group.place.heading, "bold")
    yield from (_text(phrases.written(outline.quotation(one, one.text, found))) for one in group.quotations)


def _read_as(console: Console, asked: str, read_as: str, masked: tuple[str, ...]) -> None:
    if read_as != asked:
        console.print(_text(phrases.read_as(read_as), "dim"))
    if masked:
        console.print(_text(phrases.masked(masked), "yellow"))


def _heading(console: Console, words: str) -> None:
    console.print(Text(f"\n{words}", style="bold"))


def _citation(console: Console, citation: Citation) -> None:
    """The address stands on a line of its own and is never broken, so that a terminal can open it."""
    said = f"{citation.tier.words}; {phrases.provenance(citation.provenance)}"
    console.print(_text(f"[{citation.number}] {citation.label} ({said})"))
    if citation.url:
        console.print(Text("    ") + _text(citation.url, "dim"), soft_wrap=True)


def _text(words: str, style: str = "") -> Text:
    return Text(_OBEYED.sub("\ufffd", phrases.line(words)), style=style)
