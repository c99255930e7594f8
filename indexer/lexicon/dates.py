"""Dates and years that a text names, and how the time that is meant lies to them."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from indexer.documents import PartialDate
from indexer.lexicon import date_shapes
from indexer.lexicon.date_shapes import Stated
from indexer.lexicon.periods import Period, Relation

# How far before and behind a date, in characters, its relation is looked for.
_NEAR = 40
_THE = r"(?:the\s+|about\s+|around\s+|early\s+|late\s+|mid[\s-]|(?:start|end|beginning)\s+of\s+|cpt\s+|cy\s*|dos\s+)*"
_RELATIONS = tuple(
    (relation, re.compile(rf"\b(?:{words})[\s-]*{_THE}$", re.IGNORECASE))
    for relation, words in (
        (
            Relation.SINCE,
            r"on or after|since|starting(?: in| on)?|beginning(?: in| on)?|effective(?: date)?(?: of)?|eff\.?",
        ),
        (Relation.UNTIL, r"on or before|no later than|until|till?|thru|through|up to"),
        (Relation.BEFORE, r"before|b4|prior to|pre|earlier than"),
        (Relation.AFTER, r"after|later than|post|past"),
    )
)
_BEHIND = (
    (
        Relation.SINCE,
        re.compile(r"\s*\+|,?\s+(?:(?:and|or|&)\s+(?:later|after|on|beyond|newer)|onwards?|forward)\b", re.I),
    ),
    (Relation.UNTIL, re.compile(r",?\s+(?:and|or|&)\s+(?:earlier|before|prior|older)\b", re.I)),
)
_TO = re.compile(r"\s*(?:-|–|—|\bto\b|\bthrough\b|\bthru\b|\buntil\b|\btill?\b|\bup to\b)\s*", re.IGNORECASE)
_AND, _BETWEEN = re.compile(r"\s*(?:and|&)\s*", re.IGNORECASE), re.compile(r"\bbetween\s+$", re.IGNORECASE)
# Of more times than these, a ledger's, no single one is meant.
_MANY = 20
# A number of four digits that counts, names or tells the time of day, though it looks like a year.
_COUNTED = re.compile(
    r"\s?(?:units?|mcg|mgs?|mls?|cc|gm?|mm|cm|kg|lbs?|iu|u|dollars?|usd|bucks|w?rvus?|hrs?|hours?|min(?:ute)?s?|h|am|pm"
    r"|calories|joules|sq|feet|ft|miles|words|characters|form|miligrams?|milligrams?)\b|aa\b",
    re.IGNORECASE,
)
_NAMED = re.compile(
    r"\b(?:threads?|id|case|room|rm|suite|ste|box|loop|segment|form|transmittal|zip|version|lot|mrn|ext|extension|pages?"
    r"|pp?|section|chapter|revenue code|rev code|codes?|account|acct|policy|claim (?:no|number|#)|no|number|cr|dob"
    r"|born(?: in| on)?|birth(?: date| year)?|date of birth|pos|mod|modifiers?|place of service|dx|levels?|npi|tin|at)"
    r"\.?\s*[#:]?\s*$",
    re.IGNORECASE,
)
_PLACES = re.compile(
    r"\b(?:pos|mods?|modifiers?|place of service|levels?|units|ndc|ratio)\.?\s*[#:]?\s*$", re.IGNORECASE
)
_SERVICE = re.compile(
    r"\b(?:dos|d\.o\.s\.?|dates? of (?:service|svc)|(?:service|svc) dates?)"
    r"\s*(?:is|was|of|on|from|in|=|:|-|,)?\s*$",
    re.IGNORECASE,
)
_SERVICE_BEHIND = re.compile(r"\s*(?:dos|dates? of (?:service|svc))\b", re.IGNORECASE)
_PUBLICATION = r"(?:cpt[\s-]+assistant|cpta|coding clinic|journal|newsletter|issue)"
_CITES = re.compile(rf"\b{_PUBLICATION}[,:(]?\s+(?:from\s+|of\s+|for\s+|in\s+|dated\s+)?$", re.IGNORECASE)
_CITED = re.compile(rf"\s+(?:the\s+)?{_PUBLICATION}\b", re.IGNORECASE)
# The guidelines of 1995 and 1997 are known by their years and were never only theirs.
_EDITIONS = frozenset({1995, 1997})
_EDITION = re.compile(r"\s*(?:(?:and|or|&|/|vs\.?)\s*\S+\s+)?(?:cms\s|e/?m\s|single\s|multi\S*\s)?(?:\w+\s)?"
                      r"(?:dgs?|documentation|guidelines?|exam|bullets?|rules?)\b", re.IGNORECASE)  # fmt: skip


@dataclass(frozen=True, slots=True)
class DateMention:
    """``text[start:end]`` states ``first`` to ``last``, the same for a single date.

    ``relation``: how the time that is meant lies to it. ``service``: it is called the date of service. ``cited``: it
    dates a publication or names an edition.
    """

    start: int
    end: int
    first: PartialDate
    last: PartialDate
    years: tuple[int, ...]
    relation: Relation
    service: bool = False
    cited: bool = False

    @property
    def period(self) -> Period:
        return Period.of(self.relation, self.first, self.last)


def find(text: str) -> tuple[DateMention, ...]:
    """In the order of their places, none overlapping. Takes time in line with the length."""
    stated = [one for one in date_shapes.find(text) if not _no_date(text, one)]
    return tuple(_with_ranges(text, [_mention(text, one) for one in stated]))


def years(text: str) -> tuple[int, ...]:
    """The years that ``text`` names, each once; a range names all of its own."""
    return tuple(dict.fromkeys(year for one in find(text) for year in one.years))


def service(mentions: Iterable[DateMention]) -> Period | None:
    """The one time of service that is meant: what is called so, else the only time named, or all of one year."""
    meant = [one for one in mentions if not one.cited]
    meant = [one for one in meant if one.service] or meant
    stated = list(dict.fromkeys(one.period for one in meant))
    if len(stated) > _MANY:
        return None
    # "Since 2013 ... on 3/4/2015": what holds another is not the one that is meant.
    periods = [one for one in stated if not any(one.holds(other) for other in stated if other is not one)]
    if len(periods) <= 1:
        return periods[0] if periods else None
    firsts = [one.first for one in periods if one.first]
    lasts = [one.last for one in periods if one.last]
    closed = len(firsts) == len(lasts) == len(periods)
    one_year = closed and len({date.year for date in [*firsts, *lasts]}) == 1
    return Period(min(firsts), max(lasts)) if one_year else None


def _no_date(text: str, one: Stated) -> bool:
    before, behind = text[max(0, one.start - _NEAR) : one.start], text[one.end : one.end + _NEAR]
    written = text[one.start : one.end]
    if written.isdigit():
        return bool(_NAMED.search(before)) or (len(written) == 4 and bool(_COUNTED.match(behind)))
    return not written[-4:].isdigit() and bool(_PLACES.search(before))


def _mention(text: str, one: Stated) -> DateMention:
    before, behind = text[max(0, one.start - _NEAR) : one.start], text[one.end : one.end + _NEAR]
    relation = next((name for name, pattern in _RELATIONS if pattern.search(before)), None)
    relation = relation or next((name for name, pattern in _BEHIND if pattern.match(behind)), Relation.ON)
    edition = len(one.years) == 1 and one.years[0] in _EDITIONS and bool(_EDITION.match(behind))
    return DateMention(
        one.start,
        one.end,
        one.first,
        one.last,
        one.years,
        relation,
        service=bool(_SERVICE.search(before) or _SERVICE_BEHIND.match(behind)),
        cited=edition or bool(_CITES.search(before) or _CITED.match(behind)),
    )


def _with_ranges(text: str, found: list[DateMention]) -> Iterator[DateMention]:
    """``2015 through 2019`` and ``1/1/15 - 12/31/15`` are one."""
    waiting: DateMention | None = None
    for one in found:
        joined = _range(text, waiting, one) if waiting else None
        if waiting and not joined:
            yield waiting
        waiting = joined or one
    if waiting:
        yield waiting


def _range(text: str, one: DateMention, other: DateMention) -> DateMention | None:
    if other.start - one.end > _NEAR or _day(one.first) > _day(other.last):
        return None
    between = text[one.end : other.start]
    to = _TO.fullmatch(between)
    if not to and not (_AND.fullmatch(between) and _BETWEEN.search(text[max(0, one.start - _NEAR) : one.start])):
        return None
    try:
        named = date_shapes.between(one.years[0], other.years[-1])
    except ValueError:
        return None
    return replace(one, end=other.end, last=other.last, years=named, relation=Relation.ON)


def _day(date: PartialDate) -> datetime.date:
    return Period.of(Relation.ON, date, date).first or datetime.date.min
