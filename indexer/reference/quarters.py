"""The days of which a file is, by the quarter or the fiscal year that it states."""

from __future__ import annotations

import datetime
import re
from collections.abc import Collection

_DAY = datetime.timedelta(days=1)
_QUARTER, _FISCAL = re.compile(r"(\d{4}) Q([1-4])"), re.compile(r"FY (\d{4})")


def period(quarter: str) -> tuple[datetime.date, datetime.date]:
    """The first and the last day of "2024 Q2" or "FY 2025", which begins in October 2024. Raises ValueError."""
    if found := _QUARTER.fullmatch(quarter):
        year, month = int(found[1]), 3 * int(found[2]) - 2
        after = datetime.date(year + month // 10, (month + 2) % 12 + 1, 1)
        return datetime.date(year, month, 1), after - _DAY
    if found := _FISCAL.fullmatch(quarter):
        return datetime.date(int(found[1]) - 1, 10, 1), datetime.date(int(found[1]), 9, 30)
    raise ValueError(f"{quarter!r} is no quarter")


def holding(held: Collection[str], day: datetime.date, history: bool) -> str:
    """Which of them, at least one, is read for ``day``: its own, else the nearest; the one before it where there are
    two, or the one after it where files tell the ``history`` of their rows.
    """
    ordered = sorted(held, key=period)
    before = [one for one in ordered if period(one)[0] <= day]
    after = [one for one in ordered if day <= period(one)[1]]
    return after[0] if after and (history or not before) else before[-1]


def newest(held: Collection[str], today: datetime.date) -> str:
    """The last of them that has begun, or the first one where none has."""
    ordered = sorted(held, key=period)
    return next((one for one in reversed(ordered) if period(one)[0] <= today), ordered[0])
