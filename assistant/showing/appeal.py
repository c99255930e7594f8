"""The appeal sheet: one answer with its quotations and citations, ready to be filed, in any form of ``sheets/``.

A corrected-claim checklist is a sheet of another title, with lists of its own.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from assistant import answers
from assistant.answers import Answer, Citation, Quotation
from assistant.reading.asking import Asking
from assistant.showing import imprints, outline, phrases, sheets
from indexer import plugins
from indexer.documents import PartialDate, Provenance
from indexer.errors import RecordError
from indexer.settings import PluginTables

NOTICE = (
    "CPT is a registered trademark of the American Medical Association. This is not coding advice for any claim: "
    "check every code against your own licensed code set, and every rule against the payer's current text."
)
RETOLD = (
    "What is marked \u201cas retold in this base\u201d is not the publication's own wording: "
    "obtain the original before filing."
)
SIGNATURE = "Answered by Citedesk from knowledge base, model and program version"
# What XML, and so a DOCX, cannot hold.
_UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Quoted:
    """A quotation as it is filed, on one line, in quotation marks where it is somebody's own words. ``standing`` says
    who speaks, as of when, and what replaced it.
    """

    number: int
    text: str
    standing: str


@dataclass(frozen=True, slots=True)
class Group:
    """Quotations that stand alike: guidance, what was replaced, opinion."""

    heading: str
    quotations: tuple[Quoted, ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """The cases, who differs, or what to check: one line each under a heading."""

    heading: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cited:
    number: int
    formal: str
    url: str | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """``labels`` name the question, the claim and the day it was asked. ``answer`` is the headline, on what it rests,
    and what a judge says of it, without markup. ``notices`` are what whoever files it must know. ``imprint`` stands in
    the file where no reader sees it.
    """

    title: str
    labels: tuple[tuple[str, str], ...]
    answer: str
    lists: tuple[Listed, ...]
    quotations: tuple[Group, ...]
    citations: tuple[Cited, ...]
    notices: tuple[str, ...]
    fingerprint: str
    imprint: str


@dataclass(frozen=True, slots=True)
class Filing:
    """What a sheet has beside its answer: its title, what is known of the claim by labels, and lists of its own before
    the answer's. ``asking`` is what was asked, where more than the question was.
    """

    title: str = "Appeal sheet"
    labels: tuple[tuple[str, str], ...] = ()
    lists: tuple[Listed, ...] = ()
    asking: Asking | None = None


def sheet(answer: Answer, asked: datetime.date, filing: Filing | None = None) -> Sheet:
    """The same answer, date and filing give the same sheet. Only the masked question stands on it.

    What a language model worded stays out: a payer gets the sources alone. Raises RecordError for an answer that claims
    nothing: there is nothing to file.
    """
    if not answer.supported:
        raise RecordError("no sheet: nothing in this base settles the question, so there is nothing to file")
    filing = filing or Filing()
    return Sheet(
        title=_clean(filing.title),
        labels=tuple((label, _clean(text)) for label, text in _labels(answer, asked, filing)),
        answer=_clean(" ".join(said for said in (*_opening(answer), phrases.judged(answer)) if said)),
        lists=(*(Listed(_clean(one.heading), tuple(map(_clean, one.lines))) for one in filing.lists), *_lists(answer)),
        quotations=tuple(_group(group, answer.citations) for group in answer.groups),
        citations=_cited(answer.citations),
        notices=_notices(answer),
        fingerprint=answer.fingerprint,
        imprint=imprints.written(imprints.of(answer, filing.asking)),
    )


def form(path: Path) -> sheets.Module:
    """The form that the file's suffix asks for; raises RecordError where there is none of that name."""
    name = _name(path)
    if name not in plugins.names(sheets):
        forms = ", ".join(f".{known}" for known in plugins.names(sheets))
        raise RecordError(f"{path}: a sheet is written as {forms}; give the file one of these endings")
    return cast(sheets.Module, plugins.load(sheets, name))


def _name(path: Path) -> str:
    return path.suffix.lower().removeprefix(".")


def made(
    answer: Answer,
    asked: datetime.date,
    path: Path,
    tables: PluginTables | None = None,
    filing: Filing | None = None,
) -> bytes:
    """The sheet in the form of the file's suffix; ``tables`` are the forms' own settings.

    Raises RecordError where there is none of that name, or nothing to file.
    """
    written = form(path)
    own = (tables or PluginTables()).of(sheets, _name(path))
    return written.write(sheet(answer, asked, filing), own)


def write(
    answer: Answer,
    asked: datetime.date,
    path: Path,
    tables: PluginTables | None = None,
    filing: Filing | None = None,
) -> None:
    """Raises RecordError where the suffix is no form, there is nothing to file, or the file cannot be written."""
    written = made(answer, asked, path, tables, filing)
    try:
        path.write_bytes(written)
    except OSError as error:
        raise RecordError(f"{path}: the sheet cannot be written ({error.strerror}); name another file") from error


def _labels(answer: Answer, asked: datetime.date, filing: Filing) -> Iterator[tuple[str, str]]:
    yield "Question", answer.question
    if filing.asking and filing.asking.after:
        yield "Asked before", " / ".join(filing.asking.after)
    if answer.facts:
        yield "Known of the case", ", ".join(answer.facts)
    yield from filing.labels
    yield "Asked", str(PartialDate(asked.year, asked.month, asked.day))


def _opening(answer: Answer) -> Iterator[str]:
    if answer.headline and answer.basis:
        yield phrases.written(outline.headline(answer))
        yield phrases.written(outline.basis(answer))
        yield from filter(None, [phrases.unsearched(answer.unsearched)])


def _lists(answer: Answer) -> Iterator[Listed]:
    if answer.cases:
        yield Listed(phrases.CASES, tuple(_clean(phrases.written(phrases.case(one))) for one in answer.cases))
    if found := answer.disagreement:
        yield Listed(
            _clean(phrases.why(found)), tuple(_clean(phrases.written(phrases.differs(side))) for side in found.sides)
        )


def _notices(answer: Answer) -> tuple[str, ...]:
    retold = any(one.provenance is Provenance.RETOLD for one in answer.citations)
    return (RETOLD, NOTICE) if retold else (NOTICE,)


def _group(group: answers.Group, citations: Sequence[Citation]) -> Group:
    return Group(
        group.place.heading,
        tuple(Quoted(one.citation, _clean(_words(one)), _clean(_standing(one, citations))) for one in group.quotations),
    )


def _words(one: Quotation) -> str:
    return phrases.words(one.text, one.passage.provenance)


def _standing(quotation: Quotation, citations: Sequence[Citation]) -> str:
    said = phrases.speaker(quotation.passage)
    later = quotation.replaced_by or quotation.passage.superseded_by
    if later is None:
        return said
    marks = phrases.marks(tuple(one.number for one in citations if one.document_id == later))
    return f"{said}; replaced by {marks or later}"


def _cited(citations: Sequence[Citation]) -> tuple[Cited, ...]:
    return tuple(Cited(one.number, _clean(one.formal), one.url) for one in citations)


def _clean(text: str) -> str:
    return _UNWRITABLE.sub("\ufffd", phrases.line(text))
