"""The shapes in which coders write dates, each with what it states: numbers, months by name, quarters, fiscal years."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
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


@dataclass(frozen=True, slots=True)
class Stated:
    """What ``text[start:end]`` states: the first and the last date, the same for a single one, and the years named."""

    start: int
    end: int
    first: PartialDate
    last: PartialDate
    years: tuple[int, ...]


_Read = Callable[[re.Match[str]], tuple[PartialDate, PartialDate, tuple[int, ...]]]


def find(text: str) -> list[Stated]:
    """In the order of their places; a shape that no calendar has is none."""
    found: list[Stated] = []

    def take(match: re.Match[str], read: _Read) -> str:
        try:
            found.append(Stated(match.start(), match.end(), *read(match)))
        except ValueError:
            return match[0]
        return "\0" * len(match[0])

    left = text
    for pattern, read in _SHAPES:
        left = pattern.sub(lambda match, read=read: take(match, read), left)  # type: ignore[misc]
    return sorted(found, key=lambda one: one.start)


def _one(date: PartialDate) -> tuple[PartialDate, PartialDate, tuple[int, ...]]:
    return date, date, (date.year,)


def _year(digits: str) -> int:
    """Of four digits or two, with or without an apostrophe before them."""
    number = int(digits.lstrip("'’"))
    return number if number >= 100 else number + (1900 if number >= _PIVOT else 2000)


def _numbers(match: re.Match[str]) -> tuple[PartialDate, PartialDate, tuple[int, ...]]:
    """Month before day; the other way round only where there is no such month and the year has four digits."""
    month, day = int(match["m"]), int(match["d"])
    if month > 12 and len(match["y"]) == 4:
        month, day = day, month
    return _one(PartialDate(_year(match["y"]), month, day))


def _month_alone(match: re.Match[str]) -> tuple[PartialDate, PartialDate, tuple[int, ...]]:
    return _one(PartialDate(_year(match["y"]), int(match["m"])))


def _written(match: re.Match[str]) -> tuple[PartialDate, PartialDate, tuple[int, ...]]:
    day = match.groupdict().get("d")
    return _one(PartialDate(_year(match["y"]), MONTHS[match["month"][:3].lower()], int(day) if day else None))


def _quarter(match: re.Match[str]) -> tuple[PartialDate, PartialDate, tuple[int, ...]]:
    named = match["q"].lower()
    number, year = _ORDINALS.get(named) or int(named), _year(match["y"])
    return PartialDate(year, 3 * number - 2), PartialDate(year, 3 * number), (year,)


def _fiscal(match: re.Match[str]) -> tuple[PartialDate, PartialDate, tuple[int, ...]]:
    """The federal one, which begins in October of the year before."""
    year = _year(match["y"])
    return PartialDate(year - 1, _FISCAL_START), PartialDate(year, _FISCAL_START - 1), (year,)


def _years(match: re.Match[str]) -> tuple[PartialDate, PartialDate, tuple[int, ...]]:
    """``2015-2019``, ``2015-16``, ``2020/2021``."""
    first = int(match["y"])
    last = int(match["to"]) if len(match["to"]) == 4 else first // 100 * 100 + int(match["to"])
    return PartialDate(first), PartialDate(last), between(first, last)


def between(first: int, last: int) -> tuple[int, ...]:
    """All years of a range; raises ValueError where it is none, or none that is meant."""
    if not first <= last <= first + _LONGEST:
        raise ValueError(f"{first} to {last} is no range of years")
    return tuple(range(first, last + 1))


def _plain(match: re.Match[str]) -> tuple[PartialDate, PartialDate, tuple[int, ...]]:
    return _one(PartialDate(_year(match["y"])))


def _shapes() -> Iterator[tuple[str, _Read]]:
    """What is longer and surer comes first."""
    short = rf"(?P<y>{_YEAR}|['’]\d\d)"
    yield rf"{_ALONE}(?P<y>{_YEAR})(?P<sep>[-/.])(?P<m>\d{{1,2}})(?P=sep)(?P<d>\d{{1,2}})(?![-\w/])", _numbers
    yield rf"{_ALONE}(?P<m>\d{{1,2}})(?P<sep>[-/])(?P<d>\d{{1,2}})(?P=sep)(?P<y>{_YEAR}|\d\d)(?![\w/]|-\d)", _numbers
    yield rf"{_ALONE}(?P<m>\d{{1,2}})\.(?P<d>\d{{1,2}})\.(?P<y>{_YEAR})(?!\w|\.\d)", _numbers
    yield rf"{_ALONE}(?P<y>{_YEAR})(?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12]\d|3[01])(?![-\w])", _numbers
    yield rf"\b{_MONTH}\.?\s{{1,2}}(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?:-\d{{1,2}})?,?\s{{1,2}}{short}(?!\w)", _written
    yield rf"{_ALONE}(?P<d>\d{{1,2}})(?:st|nd|rd|th)?[\s-](?:of\s)?{_MONTH}\.?,?[\s-]{{1,2}}{short}(?!\w)", _written
    yield rf"\b{_MONTH}\.?,?[\s-]{{0,2}}(?:of\s)?{short}(?![\w'’])", _written
    yield rf"\bq(?P<q>[1-4])\s{{0,2}}(?:of\s)?(?:[cf]y\s?)?{short}(?!\w)", _quarter
    yield rf"\b(?P<q>[1-4])q\s?(?P<y>{_YEAR}|['’]?\d\d)(?!\w)", _quarter
    yield rf"{_ALONE}(?P<y>{_YEAR})\s?q(?P<q>[1-4])(?!\w)", _quarter
    ordinals = "|".join(_ORDINALS)
    yield rf"\b(?P<q>{ordinals})\s(?:calendar\s)?(?:quarter|qtr)\.?\s(?:of\s)?{short}(?!\w)", _quarter
    yield rf"\b(?:f?fy|fiscal year)\s?(?P<y>{_YEAR}|['’]?\d\d)(?!\w)", _fiscal
    yield rf"{_ALONE}(?P<m>0?[1-9]|1[0-2])[-/](?P<y>{_YEAR})(?![\w/]|-\d)", _month_alone
    yield rf"{_ALONE}(?P<y>{_YEAR})-(?P<m>0[1-9]|1[0-2])(?![-\w/])", _month_alone
    yield rf"{_ALONE}(?P<y>{_YEAR})\s?[-–—/]\s?(?P<to>{_YEAR}|\d\d)(?![-\w/])", _years
    yield rf"{_ALONE}(?<!\b[a-z]-)(?P<y>{_YEAR})(?:['’]s)?{_ENDS}", _plain
    # Two digits behind an apostrophe: "in '09", "'99 op".
    yield (
        r"(?:^|(?<=\b(?:in|of|by|to)\s)|(?<=\b(?:since|until|after)\s)|(?<=\bbefore\s)|(?<=\bfrom\s))(?P<y>['’]\d\d)(?![\w'’])",
        _plain,
    )


_SHAPES = tuple((re.compile(pattern, re.IGNORECASE), read) for pattern, read in _shapes())
