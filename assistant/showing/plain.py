"""An answer as text in the manner of Markdown: what `citedesk ask --json` and ``Answer.text`` give. It is written only;
every other rendering is made from the parts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.answers import Answer, Group, Place, Quotation
from assistant.showing import outline, phrases, public_files, refusal_phrases
from assistant.showing.phrases import Line


def text(answer: Answer) -> str:
    """Paragraphs parted by empty lines; headings stand in bold, and a quotation on one line before its mark."""
    return "\n\n".join(_paragraphs(answer))


def citations(answer: Answer) -> str:
    """One numbered line a citation, then rows of public files and what the answer was read from: to be pasted into an
    appeal or a note.
    """
    lines = [f"[{citation.number}] {citation.formal}" for citation in answer.citations]
    return "\n".join(
        [*lines, *public_files.citations(answer.reference), f"Citedesk, knowledge base {answer.fingerprint}"]
    )


def _paragraphs(answer: Answer) -> Iterator[str]:
    yield from map(phrases.written, outline.opening(answer))
    if said := phrases.judged(answer):
        yield said
    yield from map(phrases.named, answer.named)
    if answer.wording.sentences:
        yield f"**{phrases.REWORDED}**"
        yield phrases.reworded(answer.wording)
    for heading, lines in outline.every_list(answer):
        yield _list(heading, lines)
    if answer.full:
        for group in answer.groups:
            yield from _group(group, answer)
    else:
        yield from _sources(answer)
    if answer.known:
        yield _list(phrases.KNOWN, outline.known(answer))
    if answer.refusal:
        yield from refusal_phrases.refusal(answer.refusal, bool(answer.quotations))


def _sources(answer: Answer) -> Iterator[str]:
    found = outline.sources(answer)
    if found and answer.supported:
        yield _list(phrases.SOURCES, found)
    else:
        yield from map(phrases.written, found)
    if more := outline.more(answer):
        yield more


def _list(heading: str, lines: Sequence[Line]) -> str:
    return "\n".join([f"**{heading}**", *(f"- {phrases.written(line)}" for line in lines)])


def _group(group: Group, answer: Answer) -> Iterator[str]:
    if group.place is not Place.NEAREST:
        yield f"**{group.place.heading}**"
    for one in group.quotations:
        yield _quotation(one, answer)


def _quotation(one: Quotation, answer: Answer) -> str:
    return phrases.written(outline.quotation(one, one.text, answer))
