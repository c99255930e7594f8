"""Looks at the text that is shown, apart from the program's own check of the parts behind it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.answers import Answer, Quotation
from assistant.showing import phrases
from indexer import codes as codes_
from indexer.codes import Code

_MARK = re.compile(r"\[(\d{1,3})\]")


def quotations(answer: Answer) -> list[Quotation]:
    """Those that do not stand in their passage at their offset; of a full text also those that it lacks."""
    return [one for one in answer.quotations if not _stands(one) or (answer.full and _marked(one) not in answer.text)]


def marks(answer: Answer) -> list[int]:
    """The marks outside the quotations that no citation has."""
    numbers = {citation.number for citation in answer.citations}
    return [int(mark) for mark in _MARK.findall(_own(answer)) if int(mark) not in numbers]


def codes(answer: Answer) -> list[Code]:
    """The codes outside the quotations that no cited passage names. A code that the answer says what it is counts as
    named, and so do the question's own codes where nothing is claimed.
    """
    offered = {code for quotation in answer.quotations for code in quotation.passage.codes}
    offered |= {named.code for named in answer.named}
    if not answer.supported:
        offered |= set(answer.codes)
    return [code for code in codes_.values(codes_.find(_own(answer))) if code not in offered]


def _stands(one: Quotation) -> bool:
    return bool(one.text.strip()) and one.passage.text[one.start : one.end] == one.text and one.short in one.text


def _marked(one: Quotation) -> str:
    return f"{phrases.words(one.text, one.passage.provenance)} [{one.citation}]"


def _own(answer: Answer) -> str:
    """The text without what it quotes, the longest first: a document may hold brackets and codes itself, and so may the
    name of a judge.
    """
    judged = phrases.judged(answer)
    text = answer.text.replace(judged, " ") if judged else answer.text
    for quoted in sorted({phrases.line(said) for said in _quoted(answer)} - {""}, key=len, reverse=True):
        text = text.replace(quoted, " ")
    return text


def _quoted(answer: Answer) -> Iterator[str]:
    """Whatever may stand in the text in a document's words: quotations, what is shown of them at first, what the
    headline, the cases and the sides say, and what stands beside the headline.
    """
    yield from (said for one in answer.quotations for said in (one.text, one.short))
    yield from (one.says for one in answer.cases)
    yield from (one.says for one in (answer.disagreement.sides if answer.disagreement else ()))
    if lead := answer.headline:
        yield lead.says
        beside = [one.short for one in answer.quotations if one.citation == lead.citation and lead.says in one.short]
        yield from (said for short in beside for said in short.split(lead.says))
