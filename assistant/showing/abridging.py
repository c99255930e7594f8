"""What leaves the program of a licensed text: short quotations, whatever the screen shows."""

from __future__ import annotations

from dataclasses import replace

from assistant.answers import Answer, Quotation
from indexer.licences import SHORT
from indexer.passages import Passage

NOTICE = (
    f"Texts that their user holds under a licence are quoted here by at most {SHORT} words each; "
    "the whole text stays with the licensee."
)


def abridged(answer: Answer) -> Answer:
    """The same answer where nothing that it quotes is licensed."""
    if not concerns(answer):
        return answer
    licensed = {one.citation for one in answer.quotations if one.passage.licensed}
    apart, head = answer.disagreement, answer.headline
    return replace(
        answer,
        quotations=tuple(map(_shortened, answer.quotations)),
        headline=replace(head, says=_said(head.says, head.citation in licensed)) if head else None,
        cases=tuple(replace(one, says=_said(one.says, one.citation in licensed)) for one in answer.cases),
        known=tuple(replace(one, says=_said(one.says, one.citation in licensed)) for one in answer.known),
        disagreement=replace(
            apart, sides=tuple(replace(one, says=_said(one.says, one.stated in licensed)) for one in apart.sides)
        )
        if apart
        else None,
        full=False,
    )


def concerns(answer: Answer) -> bool:
    """Whether anything that it quotes is licensed."""
    return any(one.passage.licensed for one in answer.quotations)


def words(passage: Passage, text: str) -> str:
    """``text`` of the passage, or its first words where that is licensed."""
    return _said(text, passage.licensed)


def is_cut(one: Quotation) -> bool:
    return one.passage.licensed and len(one.text.split()) == SHORT


def _shortened(one: Quotation) -> Quotation:
    """``text`` is still what stands in the passage from ``start`` to ``end``."""
    text, short = words(one.passage, one.text), words(one.passage, one.short)
    return replace(one, text=text, end=one.start + len(text), short=short if short in text else text)


def _said(text: str, licensed: bool) -> str:
    return text[: _end(text)] if licensed else text


def _end(text: str) -> int:
    """Where the last word ends that may be quoted."""
    at = 0
    for word in text.split()[:SHORT]:
        at = text.index(word, at) + len(word)
    return at
