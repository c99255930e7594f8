"""Numbers the evidence, words each citation, and checks every mark, quotation and code before anything is shown."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answers import Citation, Quotation
from indexer import codes
from indexer.codes import Code
from indexer.passages import Passage

_MARK = re.compile(r"\[(\d{1,3})\]")
_SMALL_WORD = re.compile(r"[a-z]+[ ,]")
_QUOTED = re.compile(r"“([^”]*)”")


class CitationError(AssertionError):
    """An answer says what its evidence does not: a defect of the program, never of the question."""


def number(quotations: Sequence[Quotation]) -> list[Citation]:
    """One citation a quotation, in the order of their numbers."""
    return [cite(quotation.citation, quotation.passage) for quotation in quotations]


def cite(number: int, passage: Passage) -> Citation:
    return Citation(
        number=number,
        label=_opening(passage.citation),
        tier=passage.tier,
        as_of=passage.date,
        document_id=passage.document_id,
        url=passage.url,
        formal=_with_address(passage),
    )


def _with_address(passage: Passage) -> str:
    """A posting stands at its address; a publication was only seen there."""
    words = _opening(passage.citation)
    return f"{words}, {'' if passage.role else 'seen at '}{passage.url}" if passage.url else words


def _opening(words: str) -> str:
    """A citation opens like a sentence: "Coding forum, ..."; a name such as "example.org" stays as it is written."""
    return words[:1].upper() + words[1:] if _SMALL_WORD.match(words) else words


def check(
    text: str, quotations: Sequence[Quotation], citations: Sequence[Citation], asked: Sequence[Code] = ()
) -> None:
    """Raises CitationError where a mark, a quotation or a code of ``text`` has nothing behind it.

    A refusal, which quotes nothing, may name the codes ``asked`` about.
    """
    numbers = {citation.number for citation in citations}
    for quotation in quotations:
        if quotation.passage.text[quotation.start : quotation.end] != quotation.text or not quotation.text:
            raise CitationError(f"quotation {quotation.citation} does not stand in {quotation.passage.id}")
        if quotation.citation not in numbers:
            raise CitationError(f"quotation {quotation.citation} has no citation")
    own = _without(text, quotations)
    for mark in _MARK.findall(own):
        if int(mark) not in numbers:
            raise CitationError(f"the mark [{mark}] has no citation")
    cited = [" ".join(quotation.passage.text.split()) for quotation in quotations]
    for quoted in _QUOTED.findall(own) if quotations else ():
        if not any(" ".join(quoted.split()) in passage for passage in cited):
            raise CitationError(f"“{quoted}” stands in no cited passage")
    for code in unsupported(text, quotations, asked):
        raise CitationError(f"{code.value} stands in no cited passage")


def unsupported(text: str, quotations: Sequence[Quotation], asked: Sequence[Code] = ()) -> list[Code]:
    """The codes of ``text`` that no cited passage names; without quotations, those that were not ``asked`` about.

    What is quoted word for word is left out: a modifier or a diagnosis is told by the words around it, and those differ
    between a quotation alone and its passage.
    """
    offered = {code for quotation in quotations for code in quotation.passage.codes} if quotations else set(asked)
    return [code for code in codes.values(codes.find(_without(text, quotations))) if code not in offered]


def _without(text: str, quotations: Sequence[Quotation]) -> str:
    """``text`` without what it quotes, the longest first: a document may hold brackets and quotation marks itself."""
    for quoted in sorted((" ".join(quotation.text.split()) for quotation in quotations), key=len, reverse=True):
        text = text.replace(f"“{quoted}”", " ")
    return text
