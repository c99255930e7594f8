"""The shapes in which coders write dates, each with what it states: numbers, months by name, quarters, fiscal years."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from dataclasses import dataclass

from indexer.documents import MONTHS, PartialDate

_YEAR = r"(?:19[5-9]\d|20[0-4]\d)"
# From here on two digits are of the last century.
_PIVOT = 50
_LONGEST = 30
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
# No part of a longer number, code, telephone number or amount.
_ALONE, _ENDS = r"(?<![\w$#])(?<!\d[-/.:,])", r"(?!\w|[-/.:]\d|,\d{3}(?!\d)|\s?%)"
_ORDINALS = {"1st": 1, "first": 1, "2nd": 2, "second": 2, "3rd": 3, "third": 3, "4th": 4, "fourth": 4}
_FISCAL_START = 10
# How far a date reaches before and behind its hint, in characters, with what shows that it is one.
_BEFORE, _BEHIND = 40, 24
_HINT = re.compile(r"(?:19|20)\d\d|\d[-/.]\d{1,2}[-/.]\d\d|['’]\d\d|\b(?:f?fy|[1-4]q|fiscal year)\s?\d", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Stated:
    """What ``text[start:end]`` states: the first and the last date, the same for a single one, and the years named."""

    start: int
    end: int
    first: PartialDate
    last: PartialDate
    years: tuple[int, ...]


_Dates = tuple[PartialDate, PartialDate, tuple[int, ...]]
_Read = Callable[[re.Match[str]], _Dates]


def find(text: str) -> list[Stated]:
    """In the order of their places; a shape that no calendar has is none."""
    return [one for start, end in _windows(text) for one in _within(text[start:end], start)]


def _windows(text: str) -> list[tuple[int, int]]:
    """Where dates can stand: around what every shape has. Most text has none, and the shapes are many."""
    found: list[tuple[int, int]] = []
    for hint in _HINT.finditer(text):
        start, end = max(0, hint.start() - _BEFORE), min(len(text), hint.end() + _BEHIND)
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found


def _within(left: str, offset: int) -> list[Stated]:
    found: list[Stated] = []

    def take(read: _Read, match: re.Match[str]) -> str:
        try:
            found.append(Stated(offset + match.start(), offset + match.end(), *read(match)))
        except ValueError:
            return match[0]
        return "\0" * len(match[0])

    for sign, group in _SHAPES:
        for pattern, read in group if sign.search(left) else ():
            left = pattern.sub(functools.partial(take, read), left)
    return sorted(found, key=lambda one: one.start)


def _one(date: PartialDate) -> _Dates:
    return date, date, (date.year,)


def _year(digits: str) -> int:
    """Of four digits or two, with or without an apostrophe before them."""
    number = int(digits.lstrip("'’"))
    return number if number >= 100 else number + (1900 if number >= _PIVOT else 2000)


def _numbers(match: re.Match[str]) -> _Dates:
    """Month before day; the other way round only where there is no such month and the year has four digits."""
    month, day = int(match["m"]), int(match["d"])
    if month > 12 and len(match["y"]) == 4:
        month, day = day, month
    return _one(PartialDate(_year(match["y"]), month, day))


def _days(match: re.Match[str]) -> _Dates:
    """``3/14/2010-3/18/2010``."""
    first, last = (PartialDate(_year(match[f"y{at}"]), int(match[f"m{at}"]), int(match[f"d{at}"])) for at in (1, 2))
    return first, last, between(first.year, last.year)


def _month_alone(match: re.Match[str]) -> _Dates:
    return _one(PartialDate(_year(match["y"]), int(match["m"])))


def _written(match: re.Match[str]) -> _Dates:
    day = match.groupdict().get("d")
    return _one(PartialDate(_year(match["y"]), MONTHS[match["month"][:3].lower()], int(day) if day else None))


def _quarter(match: re.Match[str]) -> _Dates:
    named = match["q"].lower()
    number, year = _ORDINALS.get(named) or int(named), _year(match["y"])
    return PartialDate(year, 3 * number - 2), PartialDate(year, 3 * number), (year,)


def _fiscal(match: re.Match[str]) -> _Dates:
    """The federal one, which begins in October of the year before."""
    year = _year(match["y"])
    return PartialDate(year - 1, _FISCAL_START), PartialDate(year, _FISCAL_START - 1), (year,)


def _years(match: re.Match[str]) -> _Dates:
    """``2015-2019``, ``2015-16``, ``2020/2021``."""
    first = int(match["y"])
    last = int(match["to"]) if len(match["to"]) == 4 else first // 100 * 100 + int(match["to"])
    return PartialDate(first), PartialDate(last), between(first, last)


def between(first: int, last: int) -> tuple[int, ...]:
    """All years of a range; raises ValueError where it is none, or none that is meant."""
    if not first <= last <= first + _LONGEST:
        raise ValueError(f"{first} to {last} is no range of years")
    return tuple(range(first, last + 1))


def _plain(match: re.Match[str]) -> _Dates:
    return _one(PartialDate(_year(match["y"])))


_Shape = tuple[str, _Read]
_SHORT = rf"(?P<y>{_YEAR}|['’]\d\d)"
_ANNOUNCED = r"(?:(?<=\bdos\s)|(?<=\bdos:\s)|(?<=\bdos\sis\s)|(?<=\bdos\swas\s)|(?<=\bof\sservice\s))"
_DAY = r"(?P<m{0}>\d{{1,2}})/(?P<d{0}>\d{{1,2}})/(?P<y{0}>(?:19|20)?\d\d)"
_NUMBERS: tuple[_Shape, ...] = (
    (rf"{_ALONE}{_DAY.format(1)}\s?[-–]\s?{_DAY.format(2)}(?![\w/]|-\d)", _days),
    (rf"{_ALONE}(?P<y>{_YEAR})(?P<sep>[-/.])(?P<m>\d{{1,2}})(?P=sep)(?P<d>\d{{1,2}})(?![-\w/])", _numbers),
    (rf"{_ALONE}(?P<m>\d{{1,2}})(?P<sep>[-/])(?P<d>\d{{1,2}})(?P=sep)(?P<y>{_YEAR}|\d\d)(?![\w/]|-\d)", _numbers),
    (rf"{_ALONE}(?P<m>\d{{1,2}})\.(?P<d>\d{{1,2}})\.(?P<y>{_YEAR})(?!\w|\.\d)", _numbers),
    # Two digits behind points are as often a version or a section, but not where a date of service is announced.
    (rf"{_ANNOUNCED}(?P<m>\d{{1,2}})\.(?P<d>\d{{1,2}})\.(?P<y>\d\d)(?!\w|\.\d)", _numbers),
)
_RUN_TOGETHER: tuple[_Shape, ...] = (
    (rf"{_ALONE}(?P<y>{_YEAR})(?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12]\d|3[01])(?![-\w])", _numbers),
)
_WRITTEN: tuple[_Shape, ...] = (
    (rf"\b{_MONTH}\.?\s{{1,2}}(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?:-\d{{1,2}})?,?\s{{1,2}}{_SHORT}(?!\w)", _written),
    (rf"{_ALONE}(?P<d>\d{{1,2}})(?:st|nd|rd|th)?[\s-](?:of\s)?{_MONTH}\.?,?[\s-]{{1,2}}{_SHORT}(?!\w)", _written),
    (rf"\b{_MONTH}\.?,?[\s-]{{0,2}}(?:of\s)?{_SHORT}(?![\w'’])", _written),
)
_PARTS: tuple[_Shape, ...] = (
    (rf"\bq(?P<q>[1-4])\s{{0,2}}(?:of\s)?(?:[cf]y\s?)?{_SHORT}(?!\w)", _quarter),
    (rf"\b(?P<q>[1-4])q\s?(?P<y>{_YEAR}|['’]?\d\d)(?!\w)", _quarter),
    (rf"{_ALONE}(?P<y>{_YEAR})\s?q(?P<q>[1-4])(?!\w)", _quarter),
    (rf"\b(?P<q>{'|'.join(_ORDINALS)})\s(?:calendar\s)?(?:quarter|qtr)\.?\s(?:of\s)?{_SHORT}(?!\w)", _quarter),
    (rf"\b(?:cy|py)\s?(?P<y>{_YEAR}|['’]\d\d)(?!\w)", _plain),
    (rf"\b(?:f?fy|fiscal year)\s?(?P<y>{_YEAR}|['’]?\d\d)(?!\w)", _fiscal),
)
_PAIRS: tuple[_Shape, ...] = (
    (rf"{_ALONE}(?P<m>0?[1-9]|1[0-2])[-/](?P<y>{_YEAR})(?![\w/]|-\d)", _month_alone),
    (rf"{_ALONE}(?P<y>{_YEAR})-(?P<m>0[1-9]|1[0-2])(?![-\w/])", _month_alone),
    (rf"{_ALONE}(?P<y>{_YEAR})\s?[-–—/]\s?(?P<to>{_YEAR}|\d\d)(?![-\w/])", _years),
)
_PLAIN: tuple[_Shape, ...] = ((rf"{_ALONE}(?<!\b[a-z]-)(?P<y>{_YEAR})(?:['’]s)?{_ENDS}", _plain),)
# Two digits behind an apostrophe: "in '09", "'99 op".
_LEAD = r"(?:^|(?<=\b(?:in|of|by|to)\s)|(?<=\b(?:since|until|after)\s)|(?<=\bbefore\s)|(?<=\bfrom\s))"
_CUT: tuple[_Shape, ...] = ((rf"{_LEAD}(?P<y>['’]\d\d)(?![\w'’])", _plain),)

# What is longer and surer comes first; each group is tried only where what all of it has is there.
_SHAPES = tuple(
    (re.compile(sign, re.IGNORECASE), tuple((re.compile(pattern, re.IGNORECASE), read) for pattern, read in group))
    for sign, group in (
        (r"\d[-/.]\d", _NUMBERS),
        (r"\d{8}", _RUN_TOGETHER),
        (rf"\b{_MONTH}", _WRITTEN),
        (r"\bq[1-4]|[1-4]q|qtr|quarter|fy|[cp]y|fiscal", _PARTS),
        (r"\d\s?[-–—/]\s?\d", _PAIRS),
        (r"", _PLAIN),
        (r"['’]\d\d", _CUT),
    )
)
