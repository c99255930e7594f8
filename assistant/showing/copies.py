"""An answer as plain text for a note or a mail: what the page shows at first, with its citations."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.answers import Answer
from assistant.showing import outline, phrases, public_files, refusal_phrases


def answer(found: Answer) -> str:
    return "\n".join(_lines(found)).strip() + "\n"


def citations(found: Answer) -> str:
    """One numbered line a citation, then rows of public files."""
    numbered = [f"[{one.number}] {one.formal}" for one in found.citations]
    return "\n".join([*numbered, *public_files.citations(found.reference)]) + "\n"


def _lines(found: Answer) -> Iterator[str]:
    yield found.question
    yield ""
    yield from map(phrases.written, outline.opening(found))
    yield from map(phrases.named, found.named)
    for heading, lines in outline.every_list(found):
        yield from _listed(heading, lines)
    if shown := outline.sources(found):
        yield from _listed(phrases.SOURCES, shown)
    if found.known:
        yield from _listed(phrases.KNOWN, outline.known(found))
    if found.refusal:
        yield from refusal_phrases.refusal(found.refusal, bool(found.quotations))
    if found.citations or found.reference:
        yield ""
        yield citations(found)


def _listed(heading: str, lines: list[phrases.Line]) -> Iterator[str]:
    yield ""
    yield heading
    yield from (f"- {phrases.written(line)}" for line in lines)
