"""What a document says of itself: publication, date, volume, issue, chapter, section. What it does not say is None."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from indexer.authority.publications import known
from indexer.documents import PartialDate

# A line of a head is at most so long; what is longer is a sentence.
_LONGEST = 120
_APART = re.compile(r"\s*[,;|–—•·]\s+|\s{3,}|\s+[-–—]\s+|:\s+")
_LABELLED = re.compile(
    r"(?P<key>source|publication|journal|newsletter|volume|issue|date|published|publication date|date of publication"
    r"|issued|issue date|release date|revised|last revised|last updated|updated)\s*:\s*(?P<value>\S.*)",
    re.IGNORECASE,
)
_VOLUME = re.compile(r"\bvol(?:ume|\.)?\s*(\d{1,3})\b", re.IGNORECASE)
_ISSUE = re.compile(r"\b(?:issue|number|no\.|iss\.)\s*(\d{1,3})\b", re.IGNORECASE)
_CHAPTER = re.compile(r"chapter\s+(?P<value>[IVXLC]+|\d{1,3}[A-Z]?)\b", re.IGNORECASE)
_SECTION = re.compile(
    r"(?:section|sec\.|§)\s*(?P<named>[A-Z](?=\b)|\d{1,3}(?:\.\d{1,3}){0,5})\b"
    r"|(?P<number>\d{1,3}(?:\.\d{1,3}){1,5})\.?\s*(?:[-–—:]\s*)?(?=[A-Z])"
    r"|(?P<short>\d{1,3})(?:\.\s+|\s*[-–—:]\s+)(?=[A-Z])"
    r"|(?P<letter>[A-Z])\.\s+(?=[A-Z])",
)
_PUBLICATIONS = frozenset({"source", "publication", "journal", "newsletter"})
_DATES = frozenset(
    {"date", "published", "publication date", "date of publication", "issued", "issue date", "release date"}
    | {"revised", "last revised", "last updated", "updated"}
)
# A date beside one of these words is not when the text was published.
_OTHER_DATE = re.compile(
    r"\b(?:effective|since|after|before|until|from|through|service|expires?|expiration|retired?|as of)\b", re.IGNORECASE
)
_SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_SPAN = (1850, 2099)


@dataclass(frozen=True, slots=True)
class Stated:
    source: str | None = None
    published: PartialDate | None = None
    volume: str | None = None
    issue: str | None = None


def of(lines: Iterable[str]) -> Stated:
    """From the lines of a document's head. What two lines state differently is not taken."""
    found: dict[str, list[str]] = {}
    dates: dict[bool, list[PartialDate]] = {True: [], False: []}
    for line in (" ".join(line.split(" ")).strip() for line in lines):
        if not line or len(line) > _LONGEST:
            continue
        labelled = _LABELLED.fullmatch(line)
        for kind, value in _particulars(line, labelled):
            found.setdefault(kind, []).append(value)
        dates[labelled is not None].extend(_dates(line, labelled))
    when = set(dates[True] or dates[False])
    return Stated(
        _only(found.get("labelled", ()) or found.get("source", ())),
        when.pop() if len(when) == 1 else None,
        _only(found.get("volume", ())),
        _only(found.get("issue", ())),
    )


def _only(values: Sequence[str]) -> str | None:
    return values[0] if len({value.casefold() for value in values}) == 1 else None


def _particulars(line: str, labelled: re.Match[str] | None) -> Iterator[tuple[str, str]]:
    if labelled:
        key = labelled["key"].lower()
        if key in _PUBLICATIONS:
            yield "labelled", labelled["value"].strip()
        elif key in {"volume", "issue"} and re.fullmatch(r"\w{1,12}", labelled["value"]):
            yield key, labelled["value"]
    volume, issue = _VOLUME.search(line), _ISSUE.search(line)
    if volume and not line.endswith("."):
        yield "volume", volume[1]
        if issue:
            yield "issue", issue[1]
    for piece in _APART.split(line):
        if _named().fullmatch(piece.strip()):
            yield "source", piece.strip()


def _dates(line: str, labelled: re.Match[str] | None) -> Iterator[PartialDate]:
    if (labelled and labelled["key"].lower() not in _DATES) or _OTHER_DATE.search(line):
        return
    if labelled:
        pieces: Sequence[str] = [labelled["value"]]
    elif len(pieces := [line, *_APART.split(line)]) > 6:
        return
    for piece in pieces:
        if date := date_of(piece.strip().rstrip(".")):
            yield date
            return
    # "July 31, 2006" holds what else parts two statements.
    for match in re.finditer(r"\b[A-Z][a-z]{2,8} \d{1,2}, \d{4}\b", line):
        if not labelled and (date := date_of(match[0])) and len(line) < len(match[0]) + 60 and not line.endswith("."):
            yield date


def date_of(text: str) -> PartialDate | None:
    """None for what is no date, or could be one of two, as 3/4/2010."""
    if slashed := _SLASHED.fullmatch(text):
        month, day, year = (int(part) for part in slashed.groups())
        if day <= 12 and day != month:
            return None
        text = f"{year}-{month}-{day}"
    elif re.fullmatch(r"\d{4}", text):
        return None
    try:
        found = PartialDate.parse(text)
    except ValueError:
        return None
    return found if _SPAN[0] <= found.year <= _SPAN[1] else None


def chapter(heading: str) -> str | None:
    found = _CHAPTER.match(heading)
    return found["value"] if found else None


def section(heading: str) -> str | None:
    found = _SECTION.match(heading)
    return next((value for value in found.groups() if value), None) if found else None


@cache
def _named() -> re.Pattern[str]:
    """The name of a publication that the list of publications has, with what may follow a name."""
    names = "|".join(f"(?:{one.named})" for one in known())
    return re.compile(
        rf"(?:the\s+|cms\s+)?(?:{names})(?:\s+for\s+medicare\s+services)?(?:\s*\([^()]*\))?", re.IGNORECASE
    )
