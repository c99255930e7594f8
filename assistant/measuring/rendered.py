"""Looks at the text that is shown, apart from the program's own check of the parts behind it."""

from __future__ import annotations

import re

from assistant.answers import Answer, Quotation
from assistant.showing import phrases
from indexer import codes as codes_
from indexer.codes import Code

_MARK = re.compile(r"\[(\d{1,3})\]")


def quotations(answer: Answer) -> list[Quotation]:
    """Those that do not stand in their passage at their offset, or not once in the text before their mark."""
    return [one for one in answer.quotations if not _stands(one) or answer.text.count(_marked(one)) != 1]


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
    return bool(one.text.strip()) and one.passage.text[one.start : one.end] == one.text


def _marked(one: Quotation) -> str:
    return f"“{' '.join(one.text.split())}” [{one.citation}]"


def _own(answer: Answer) -> str:
    """The text without what it quotes, the longest first: a document may hold brackets and codes itself, and so may the
    name of a judge.
    """
    judged = phrases.judged(answer)
    text = answer.text.replace(judged, " ") if judged else answer.text
    for quoted in sorted((" ".join(one.text.split()) for one in answer.quotations), key=len, reverse=True):
        text = text.replace(f"“{quoted}”", " ")
    return text
