from __future__ import annotations

import calendar
import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.documents import PartialDate


@pytest.mark.parametrize(
    ("text", "date", "shown"),
    [
        ("2012", PartialDate(2012), "2012"),
        ("2006-07", PartialDate(2006, 7), "July 2006"),
        ("2006-07-31", PartialDate(2006, 7, 31), "July 31, 2006"),
        ("Mar 18, 2010", PartialDate(2010, 3, 18), "March 18, 2010"),
        ("September 2015", PartialDate(2015, 9), "September 2015"),
    ],
)
def test_a_date_is_read_as_far_as_it_is_stated(text: str, date: PartialDate, shown: str) -> None:
    assert PartialDate.parse(text) == date
    assert str(date) == shown


@pytest.mark.parametrize(
    "text", ["2010-13", "2011-02-29", "2012-00", "Feb 30, 2010", "Foo 3, 2010", "yesterday", "", "0000"]
)
def test_an_impossible_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        PartialDate.parse(text)


@given(st.dates())
def test_every_full_date_is_read_back(date: object) -> None:
    parsed = PartialDate.parse(str(date))
    assert f"{parsed.year:04}-{parsed.month:02}-{parsed.day:02}" == str(date)


@pytest.mark.parametrize(
    ("date", "first", "last"),
    [
        (PartialDate(2012), (2012, 1, 1), (2012, 12, 31)),
        (PartialDate(2012, 2), (2012, 2, 1), (2012, 2, 29)),
        (PartialDate(2011, 2), (2011, 2, 1), (2011, 2, 28)),
        (PartialDate(2012, 2, 3), (2012, 2, 3), (2012, 2, 3)),
    ],
)
def test_a_partial_date_may_mean_every_day_of_its_month_or_year(
    date: PartialDate, first: tuple[int, int, int], last: tuple[int, int, int]
) -> None:
    assert date.days == (datetime.date(*first), datetime.date(*last))


@given(st.integers(1, 9999), st.integers(1, 12))
def test_a_month_has_as_many_days_as_its_calendar(year: int, month: int) -> None:
    first, last = PartialDate(year, month).days
    assert (last - first).days + 1 == calendar.monthrange(year, month)[1]
