"""Numbers the evidence, words each citation, and checks every part of an answer before anything is shown."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence

from assistant.answers import Answer, Citation, Quotation
from assistant.judgement import Voice
from assistant.refusal import Undescribed, UnknownCodes, Unsaid
from assistant.statements import Reference
from indexer import codes
from indexer.codes import Code
from indexer.documents import Provenance
from indexer.errors import CitationError
from indexer.passages import Passage

_SMALL_WORD = re.compile(r"[a-z]+[ ,]")


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
        provenance=passage.provenance,
    )


def _with_address(passage: Passage) -> str:
    """A posting stands at its address; a publication was only seen there."""
    retold = ", as retold in this base" if passage.provenance is Provenance.RETOLD else ""
    words = f"{_opening(passage.citation)}{retold}"
    return f"{words}, {'' if passage.role else 'seen at '}{passage.url}" if passage.url else words


def _opening(words: str) -> str:
    """A citation opens like a sentence: "Coding forum, ..."; a name such as "example.org" stays as it is written."""
    return words[:1].upper() + words[1:] if _SMALL_WORD.match(words) else words


def check(answer: Answer) -> None:
    """Raises CitationError where a quotation, a mark or a code of some part of ``answer`` has nothing behind it.

    What a part says in the program's or an editor's words names no code that the cited passages lack; where nothing is
    claimed it may name the codes that were asked about.
    """
    claims = answer.voice is Voice.ANSWERS
    if bool(answer.quotations) != (answer.voice is not Voice.NOTHING):
        raise CitationError("it quotes where it has nothing, or has something and does not quote")
    if {claims} != {answer.refusal is None, answer.basis is not None, answer.headline is not None}:
        raise CitationError("it neither claims to answer nor says why not, or does both")
    for quotation in answer.quotations:
        _check_quotation(quotation)
    numbers = {citation.number for citation in answer.citations}
    for mark in _marks(answer):
        if mark not in numbers:
            raise CitationError(f"the mark [{mark}] has no citation")
    for said, mark in _stated(answer):
        if not any(_stands(said, one) for one in answer.quotations if one.citation == mark):
            raise CitationError(f"\u201c{said}\u201d does not stand in what [{mark}] cites")
    _check_rows(answer.reference, answer.codes)
    offered = cited(answer.quotations) | (frozenset() if claims else frozenset(answer.codes))
    for code in _codes(answer):
        if code not in offered:
            raise CitationError(f"{code.value} stands in no cited passage")


def _check_quotation(one: Quotation) -> None:
    if one.passage.text[one.start : one.end] != one.text or not one.text.strip():
        raise CitationError(f"quotation {one.citation} does not stand in {one.passage.id}")
    if one.short not in one.text:
        raise CitationError(f"what is shown of quotation {one.citation} does not stand in it")


def _check_rows(found: Reference | None, asked: Sequence[Code]) -> None:
    """A row is of codes that were asked about; a diagnosis may be told by the code that takes its last character."""
    for row in (one.told.row for one in (found.rows if found else ())):
        for value in filter(None, (row.code, row.other)):
            if not any(code.value == value or (code.is_diagnosis and code.value.startswith(value)) for code in asked):
                raise CitationError(f"a row of a public file is of {value}, which nobody asked about")


def _stated(answer: Answer) -> Iterator[tuple[str, int]]:
    """What the headline, each case, point and side take from a source, with the number of its citation."""
    if answer.headline:
        yield answer.headline.says, answer.headline.citation
    yield from ((case.says, case.citation) for case in answer.cases)
    yield from ((point.says, point.citation) for point in answer.known)
    yield from ((side.says, side.stated) for side in (answer.disagreement.sides if answer.disagreement else ()))


def _stands(said: str, quotation: Quotation) -> bool:
    """Whether ``said`` stands in the quotation, whatever white space parts its words, or is its document's title."""
    words = " ".join(said.split())
    return bool(words) and (words in " ".join(quotation.text.split()) or said == quotation.passage.title)


def cited(quotations: Sequence[Quotation]) -> frozenset[Code]:
    """The codes that the quoted passages name."""
    return frozenset(code for quotation in quotations for code in quotation.passage.codes)


def unsupported(words: str, offered: Container[Code]) -> list[Code]:
    """The codes that ``words`` name and ``offered`` lacks."""
    return [code for code in codes.values(codes.find(words)) if code not in offered]


def _codes(answer: Answer) -> Iterator[Code]:
    """The codes that ``answer`` names outside its quotations."""
    if answer.refusal and isinstance(answer.refusal.missing, UnknownCodes | Undescribed):
        yield from answer.refusal.missing.codes
    yield from (named.code for named in answer.named if named.code not in answer.codes)
    for words in _words(answer):
        yield from codes.values(codes.find(words))


def _marks(answer: Answer) -> Iterator[int]:
    """The number of every mark, whichever part it stands in."""
    yield from (quotation.citation for quotation in answer.quotations)
    for side in answer.disagreement.sides if answer.disagreement else ():
        yield from side.citations
        yield side.stated
    yield from (case.citation for case in answer.cases)
    yield from (point.citation for point in answer.known)
    if answer.headline:
        yield answer.headline.citation
    for sentence in answer.wording.sentences:
        yield from sentence.marks
    if answer.judged and answer.judged.pick is not None:
        yield answer.judged.pick


def _words(answer: Answer) -> Iterator[str]:
    """Whatever is said in words that no passage has: those of the program, of an editor, of an asker, of a model.

    A model's sentences are read together, as they are shown.
    """
    yield from (named.family.words for named in answer.named if named.family)
    if answer.basis:
        yield ", ".join((*(tier.words for tier in answer.basis.tiers), *answer.basis.silent))
    if answer.headline and answer.headline.lead:
        yield answer.headline.lead
    for case in answer.cases:
        yield case.told
    yield from (f"{one.on}: {one.verdict or one.says}" for one in answer.known)
    if answer.disagreement:
        yield answer.disagreement.why
        yield from (side.stands_for for side in answer.disagreement.sides)
    yield from (quotation.replies_to for quotation in answer.quotations if quotation.replies_to)
    yield from (said for one in answer.ask_first for said in (one.ask, *one.choices))
    yield " ".join(sentence.text for sentence in answer.wording.sentences)
    if answer.refusal:
        yield from answer.refusal.ask
    if answer.refusal and isinstance(answer.refusal.missing, Unsaid):
        missing = answer.refusal.missing
        yield from (*missing.parties, *missing.years, *missing.events, *missing.figures)
