"""Stretches of time as dates and their relations give them: a day, a month, a year, or all before or since."""

from __future__ import annotations

import calendar
import datetime
from dataclasses import dataclass
from enum import StrEnum

from indexer.documents import PartialDate

_DAY = datetime.timedelta(days=1)


class Relation(StrEnum):
    """How a time meant lies to the date that is stated; since and until hold the date itself."""

    ON = "on"
    BEFORE = "before"
    UNTIL = "until"
    SINCE = "since"
    AFTER = "after"


@dataclass(frozen=True, slots=True)
class Period:
    """From ``first`` to ``last``, both included; None where it is open."""

    first: datetime.date | None
    last: datetime.date | None

    @classmethod
    def of(cls, relation: Relation, first: PartialDate, last: PartialDate) -> Period:
        begins, ends = first_day(first), last_day(last)
        match relation:
            case Relation.ON:
                return cls(begins, ends)
            case Relation.BEFORE:
                return cls(None, begins - _DAY)
            case Relation.UNTIL:
                return cls(None, ends)
            case Relation.SINCE:
                return cls(begins, None)
            case Relation.AFTER:
                return cls(ends + _DAY, None)

    def __str__(self) -> str:
        if self.first and self.last:
            return _shortest(self.first, self.last)
        return f"since {self.first}" if self.first else f"until {self.last}" if self.last else "any time"

    def holds(self, other: Period) -> bool:
        """Whether all of ``other`` lies in it."""
        first = datetime.date.min
        last = datetime.date.max
        return (self.first or first) <= (other.first or first) and (other.last or last) <= (self.last or last)


def _shortest(first: datetime.date, last: datetime.date) -> str:
    """The year or the month where it is all of it, else its days."""
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
        return str(first.year) if first.year == last.year else f"{first.year} to {last.year}"
    if first.day == 1 and last == last_day(PartialDate(first.year, first.month)):
        return f"{first:%Y-%m}"
    return str(first) if first == last else f"{first} to {last}"


def first_day(date: PartialDate) -> datetime.date:
    return datetime.date(date.year, date.month or 1, date.day or 1)


def last_day(date: PartialDate) -> datetime.date:
    month = date.month or 12
    return datetime.date(date.year, month, date.day or calendar.monthrange(date.year, month)[1])
