"""An answer as text in the manner of Markdown: what `citedesk ask --json` and ``Answer.text`` give. It is written only;
every other rendering is made from the parts.
"""

from __future__ import annotations

from collections.abc import Iterator

from assistant.answers import Answer, Disagreement, Group, Quotation
from assistant.showing import phrases


def text(answer: Answer) -> str:
    """Paragraphs parted by empty lines; headings stand in bold, and a quotation on one line before its mark."""
    return "\n\n".join(_paragraphs(answer))


def citations(answer: Answer) -> str:
    """One numbered line a citation, then what the answer was read from: to be pasted into an appeal or a note."""
    lines = [f"[{citation.number}] {citation.formal}" for citation in answer.citations]
    return "\n".join([*lines, f"Citedesk, knowledge base {answer.fingerprint}"])


def _paragraphs(answer: Answer) -> Iterator[str]:
    yield phrases.opens(answer)
    if said := phrases.judged(answer):
        yield said
    yield from map(phrases.named, answer.named)
    if answer.wording.sentences:
        yield f"**{phrases.REWORDED}**"
        yield phrases.reworded(answer.wording)
    if answer.disagreement:
        yield _disagreement(answer.disagreement)
    for group in answer.groups:
        yield from _group(group, answer.supported)
    if answer.refusal:
        yield from phrases.refusal(answer.refusal, bool(answer.quotations))


def _disagreement(found: Disagreement) -> str:
    """One list point a side."""
    sides = [f"- {phrases.opening(phrases.side(side))} {phrases.marks(side.citations)}" for side in found.sides]
    return "\n".join([f"**{phrases.why(found)}**", *sides])


def _group(group: Group, headed: bool) -> Iterator[str]:
    if headed:
        yield f"**{group.place.heading}**"
    for quotation in group.quotations:
        yield _quotation(quotation)


def _quotation(quotation: Quotation) -> str:
    """Who says it and as of when, then the quotation with its mark."""
    said = f"{phrases.speaker(quotation.passage)}: “{phrases.line(quotation.text)}” [{quotation.citation}]"
    return f"{said} {phrases.replies_to(quotation.replies_to)}" if quotation.replies_to else said
