"""What a source is worth: its authority tier, by the rules in ``sources.yaml``, and how its citation is worded."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from enum import IntEnum
from importlib import resources
from typing import assert_never

import yaml

from indexer.documents import MONTHS, Document, Excerpt, PartialDate, Thread


class Tier(IntEnum):
    """Who speaks; a lower number binds more, before the payer named in a question is considered."""

    CMS = 1
    CPT = 2
    MAC = 3
    PAYER = 4
    SOCIETY = 5
    VENDOR = 6
    FORUM = 7
    HOUSE = 8

    @property
    def words(self) -> str:
        return _WORDS[self]


_WORDS = {
    Tier.CMS: "CMS, NCD or NCCI",
    Tier.CPT: "CPT book or CPT Assistant",
    Tier.MAC: "Medicare contractor",
    Tier.PAYER: "payer",
    Tier.SOCIETY: "specialty society",
    Tier.VENDOR: "vendor",
    Tier.FORUM: "forum",
    Tier.HOUSE: "house ruling",
}


def tier(document: Document) -> Tier:
    """The tier of the document's source; unknown sources are vendor for an excerpt, forum for a thread.

    What is signed is a house ruling, whatever it speaks about.
    """
    if isinstance(document, Excerpt) and document.signed:
        return Tier.HOUSE
    for phrases, found in _rules():
        if phrases.search(document.source):
            return found
    match document:
        case Excerpt():
            return Tier.VENDOR
        case Thread():
            return Tier.FORUM
    assert_never(document)


HOUSE_RULING = "House ruling"


@dataclass(frozen=True, slots=True)
class Publication:
    """A publication that a reply names with its particulars, from ``start`` of the reply on."""

    start: int
    label: str
    tier: Tier
    date: PartialDate | None


def quoted_publication(text: str) -> Publication | None:
    """CPT Assistant named with month and year, or with volume and issue, within one stretch of ``text``."""
    for name in re.finditer(r"\bCPT\s+Assistant\b", text, re.IGNORECASE):
        # Particulars stand beside the name, before or after it: "volume 16, issue 7 of CPT Assistant (July 2006)".
        around = text[max(0, name.start() - _BESIDE) : name.end() + _BESIDE]
        month, volume = _MONTH_YEAR.search(around), _VOLUME.search(around)
        date = PartialDate(int(month[2]), MONTHS[month[1][:3].lower()]) if month else None
        if date is None and volume is None:
            continue
        label = "CPT Assistant" + (f", {date}" if date else "")
        label += f", volume {volume[1]}, issue {volume[2]}" if volume else ""
        return Publication(max(0, name.start() - _BESIDE), label, Tier.CPT, date)
    return None


def citation(document: Document, role: str | None, posted: PartialDate | None, quoted: Publication | None) -> str:
    """The formal citation of one posting or excerpt; a publication quoted in a posting comes first, and both are named.

    Publication, month and year, volume, issue, page; or manual, chapter, section; or forum, thread title, role, date;
    or house ruling, title, who signed it, date.
    """
    match document:
        case Excerpt():
            return _excerpt_citation(document)
        case Thread():
            posting = f"{document.source}, \u201c{document.title}\u201d, {role}, {posted or 'undated'}"
            return f"{quoted.label}, as quoted in {posting}" if quoted else posting
    assert_never(document)


def _excerpt_citation(excerpt: Excerpt) -> str:
    if not excerpt.source:
        return excerpt.title
    date = excerpt.published
    if excerpt.signed:
        return f"{excerpt.source}, \u201c{excerpt.title}\u201d, signed {excerpt.signed}, {date or 'undated'}"
    parts = [
        excerpt.source,
        None if date is None or _states(excerpt.source, date) else str(date),
        _particular("volume", excerpt.volume),
        _particular("issue", excerpt.issue),
        _particular("chapter", excerpt.chapter),
        _particular("section", excerpt.section),
        _particular("page", excerpt.page),
        None if date else "undated",
    ]
    return ", ".join(part for part in parts if part)


def _states(source: str, date: PartialDate) -> bool:
    """Whether the source's name has the date already, be it with a day that the date lacks."""
    written = re.escape(str(date))
    if date.day is None:
        written = written.replace(r"\ ", r"\ (?:\d{1,2},\ )?")
    return re.search(rf"\b{written}\b", source) is not None


def _particular(kind: str, value: str | None) -> str | None:
    """``section 30.6.5`` for a bare number; a value that names what it is ("Special Issue") stands as it is."""
    if value is None:
        return None
    named = _NAMED.sub(lambda word: word[0].lower(), value)
    if kind in named.lower() or (" " in named and not named[0].isdigit()):
        return named
    many = "s" if kind == "page" and _RANGE.search(named) else ""
    return f"{kind}{many} {named}"


# The words by which front matter may name a particular itself.
_NAMED = re.compile(r"\b(?:Chapter|Section|Pages?)\b")
_RANGE = re.compile(r"\d\s*(?:[-–,]|and)\s*\d")
_BESIDE = 80
_MONTH_YEAR = re.compile(r"\b((?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6})\.?,?\s+((?:19|20)\d\d)\b")
_VOLUME = re.compile(r"\bvol(?:ume|\.)?\s*(\d{1,3}),?\s*(?:issue|no\.?)\s*(\d{1,3})\b", re.IGNORECASE)


@functools.cache
def _rules() -> tuple[tuple[re.Pattern[str], Tier], ...]:
    text = resources.files("indexer").joinpath("sources.yaml").read_text("utf-8")
    return tuple(
        (
            re.compile(rf"(?<!\w)(?:{'|'.join(re.escape(phrase) for phrase in rule['phrases'])})(?!\w)", re.IGNORECASE),
            Tier[rule["tier"].upper()],
        )
        for rule in yaml.safe_load(text)
    )
