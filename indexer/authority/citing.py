"""Where a text names a publication, and which particulars stand beside the name.

A name and its particulars are one run of tokens without a foreign word between them: "volume 16, issue 7 of CPT
Assistant (July 2006)". Two names in a run, or one particular with two values, cite nothing: nobody could tell
which of them is meant.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from indexer.authority.publications import Known, Publication, known
from indexer.documents import MONTHS


@dataclass(frozen=True, slots=True)
class Naming:
    """``text[start:end]`` names a publication; ``publication`` is None where it could not be cited by that."""

    start: int
    end: int
    publication: Publication | None


@dataclass(frozen=True, slots=True)
class _Token:
    start: int
    end: int
    parts: tuple[tuple[str, str], ...] = ()
    known: Known | None = None


def namings(text: str) -> list[Naming]:
    """Every place of ``text`` at which a publication is named, in order; time grows with its length."""
    found: list[Naming] = []
    done = 0
    for name in _named().finditer(text):
        if name.start() < done:
            continue
        naming = _naming(_before(text, name.start(), done), _run(text, name.start()))
        found.append(naming)
        done = naming.end
    return found


def _naming(before: list[_Token], run: list[_Token]) -> Naming:
    while not (run[-1].parts or run[-1].known):
        run.pop()
    tokens = [token for token in before if token.parts] + run
    names = {token.known for token in run if token.known}
    parts = {part for token in tokens for part in token.parts}
    alone = len(names) == 1 and len({kind for kind, _ in parts}) == len(parts)
    publication = names.pop().cited(dict(parts)) if alone else None
    return Naming(tokens[0].start, run[-1].end, publication)


def _run(text: str, at: int) -> list[_Token]:
    """The tokens from the name at ``at`` on, up to the first foreign word."""
    tokens: list[_Token] = []
    while token := _name(text, at) or _numbered(text, at, tokens) or _piece(text, at):
        tokens.append(token)
        at = token.end
    return tokens


def _before(text: str, name: int, floor: int) -> list[_Token]:
    """The particulars that lead up to the name at ``name``: nothing but "of the", "issue of" and the like between."""
    tokens: list[_Token] = []
    at = max(floor, name - _REACH)
    if not _LEADS.search(text, max(at, name - _LINKED), name):
        return tokens
    for match in _PIECE.finditer(text, at, name):
        if match.start() != (tokens[-1].end if tokens else at):
            tokens.clear()
        tokens.append(_token(match))
    if not tokens or tokens[-1].end != name:
        return []
    while tokens and not tokens[-1].parts:
        if not _LINK.fullmatch(text, tokens[-1].start, tokens[-1].end):
            return []
        tokens.pop()
    return tokens


def _name(text: str, at: int) -> _Token | None:
    match = _named().match(text, at)
    if match is None or match.lastgroup is None:
        return None
    entry = known()[int(match.lastgroup[1:])]
    form = next(filter(None, (form.fullmatch(match[0]) for form in entry.forms)), None)
    parts = tuple((kind, value.upper()) for kind, value in form.groupdict().items() if value) if form else ()
    return _Token(match.start(), match.end(), parts, entry)


def _numbered(text: str, at: int, before: list[_Token]) -> _Token | None:
    """The number right after a name that takes one: "Transmittal 1460", "NCD No. 110.3"."""
    name = next((token.known for token in reversed(before) if token.known or token.parts), None)
    match = name.number.match(text, at) if name and name.number else None
    return _Token(at, match.end(), (("number", match["number"].upper()),)) if match else None


def _piece(text: str, at: int) -> _Token | None:
    match = _PIECE.match(text, at)
    return _token(match) if match else None


def _token(match: re.Match[str]) -> _Token:
    """A word or mark that only joins has no group."""
    return _Token(match.start(), match.end(), tuple(_parts(match)) if match.lastgroup else ())


def _parts(match: re.Match[str]) -> Iterator[tuple[str, str]]:
    """Kind and value of each particular in the token, the value in the form in which it is cited."""
    for group, value in match.groupdict().items():
        if value is not None:
            kind = group.split("_")[0]
            yield _KINDS.get(kind, kind), _VALUES.get(kind, str)(value)


def _month(value: str) -> str:
    return str(int(value) if value.isdigit() else MONTHS[_small(value)[:3]])


def _year(value: str) -> str:
    return value if len(value) == 4 else f"{'19' if value > _LAST_CENTURY else '20'}{value}"


def _quarter(value: str) -> str:
    return f"{_ORDINALS[_small(value)[:2]]} quarter"


def _note(value: str) -> str:
    return f"note {' '.join(value.lower().split())}"


def _small(value: str) -> str:
    """Small letters, among them those that a pattern takes for the same letter: ſ, ı and the Kelvin sign."""
    return value.casefold().replace("\u0131", "i").replace("\u0307", "")


_REACH = 120
_LINKED = 20
_ORDINALS = {
    start: word
    for word, starts in {"first": "1 1s fi", "second": "2 2n se", "third": "3 3r th", "fourth": "4 4t fo"}.items()
    for start in starts.split()
}
_CONTRACTORS = {
    "noridian": "Noridian",
    "palmetto": "Palmetto",
    "novitas": "Novitas",
    "first coast": "First Coast",
    "cgs": "CGS",
    "wps": "WPS",
    "ngs": "NGS",
    "national government services": "NGS",
    "trailblazer": "TrailBlazer",
}
_KINDS = {"note": "section"}
_VALUES: dict[str, Callable[[str], str]] = {
    "month": _month,
    "year": _year,
    "quarter": _quarter,
    "note": _note,
    "season": str.lower,
    "chapter": str.upper,
    "section": str.upper,
    "page": str.upper,
    "contractor": lambda value: _CONTRACTORS[_small(value)],
}
# A year of two digits up to this one is of the century after.
_LAST_CENTURY = "65"
_YEAR = r"(?:19|20)\d\d"
_MONTH = (
    r"Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    r"|Nov(?:ember)?|Dec(?:ember)?"
)
_SECTION = r"\d{1,3}(?:\.\d{1,3}){0,5}(?:\.?(?-i:[A-Z])\b(?:\.\d{1,2}){0,2})?|(?-i:[A-Z])(?:\.\d{1,2}){0,3}"
_PIECE = re.compile(
    rf"""
      \b(?P<month>{_MONTH})\.?,?\s{{0,2}}(?:of\s)?(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s)?['’]?
        (?P<year>{_YEAR}|(?<=['’])\d\d)\b
    | \b(?P<month_us>\d{{1,2}})/(?P<day_us>\d{{1,2}})/(?P<year_us>{_YEAR})\b
    | \b(?P<month_slash>\d{{1,2}})/(?P<year_slash>{_YEAR}|\d\d)\b
    | \b(?P<quarter>first|second|third|fourth|1st|2nd|3rd|4th)\ (?:quarter|qtr\.?),?\ (?:of\ )?
        (?P<year_quarter>{_YEAR})\b
    | \b(?P<quarter_q>[1-4])Q,?\ ?['’]?(?P<year_q>{_YEAR}|\d\d)\b
    | \bQ(?P<quarter_n>[1-4]),?\ ?['’]?(?P<year_n>{_YEAR})\b
    | \b(?P<season>spring|summer|fall|winter)\ (?P<year_season>{_YEAR})\b
    | \b(?P<year_alone>{_YEAR})\b(?![-./]\d)
    | \bvol(?:ume|\.)?\s?(?P<volume>\d{{1,3}})\b
    | \b(?:issue|iss\.?|no\.?|number)\s?(?P<issue>\d{{1,4}})\b
    | \b(?:pages?|pgs?\.?|pp?\.?)\s?(?P<page>\d{{1,5}}(?:[-–]\d{{1,5}})?|[IVXL]{{1,6}}(?:-\d{{1,3}})?)\b
    | \b(?:chapter|chap\.?|ch\.?)\s?(?P<chapter>\d{{1,2}}|[IVX]{{1,5}})\b
    | (?:\b(?:sections?|secs?\.?|sect\.?|s\.?)|§{{1,2}})\s?(?P<section>{_SECTION})(?![\w-])
    | \b(?P<section_alone>\d{{1,3}}(?:\.\d{{1,3}}){{1,5}}(?:\.?(?-i:[A-Z])\b)?)(?![\w-])
    | \b(?:parenthetical\ )?(?:notes?|instructions?|guidelines?)\s(?P<note>(?:under|after|following|below|before|for)\s
        (?:code\s)?(?:\d{{5}}|[A-Z]\d{{4}}))\b
    | \b(?P<contractor>{"|".join(map(re.escape, _CONTRACTORS))})\b
        (?:\ (?:gba|solutions))?(?:['’]s)?
    | [ \t]+|\n(?![ \t]*\n)|[,()\[\]#/&–—-]|['’]s\b
    | \b(?:of|in|the|for|from|on|and|or|at|to|issues?|editions?|newsletter|article|articles|bulletin|dated|issued
        |published|book|no\.|number|ama|cms|iom|medicare|revised|professional|standard|ed\.)(?!\w)
    """,
    re.IGNORECASE | re.VERBOSE,
)
_LINKS = r"['’]s|\b(?:of|the|in|from|for|at|issues?|editions?|ama|cms|iom|medicare|professional|article)"
_LINK = re.compile(rf"\s+|{_LINKS}", re.IGNORECASE)
# What a particular that stands before a name, or the link between, ends with.
_LEADS = re.compile(rf"(?:\d|{_LINKS}|{'|'.join(_CONTRACTORS)}|gba|solutions)\s{{1,2}}$", re.IGNORECASE)


@cache
def _named() -> re.Pattern[str]:
    either = "|".join(f"(?P<k{number}>{entry.named})" for number, entry in enumerate(known()))
    # Tried alone, the first letter keeps the many alternatives off marks and blanks.
    return re.compile(rf"(?=[a-z\d])(?<!\w)(?:{either})(?!\w)", re.IGNORECASE)
