from __future__ import annotations

import datetime

import pytest

from indexer.documents import PartialDate
from indexer.threads import dates

TODAY = datetime.date(2026, 3, 1)
DAY = PartialDate(2010, 3, 18)


@pytest.mark.parametrize(
    "text",
    """Mar 18, 2010|March 18 2010|Mar. 18th, 2010|18 March 2010|18th of March, 2010|Thursday, March 18, 2010
    Thu Mar 18, 2010 3:15 pm|03/18/2010|3-18-10|18.03.2010|18/03/2010|2010-03-18|2010/3/18|20100318|2010 Mar 18
    2010-03-18T15:15:00Z|2010-03-18 15:15:00 -0400|2010-03-18T15:15:00.123+01:00|Mar 18, '10
    Mar 18 ’10|18-Mar-2010
    18-Mar-10|Mar 18, 2010 at 3:15 PM|10:02am EST, Mar 18, 2010
    Mar 18, 2010 10:02am EST|Posted: Mar 18, 2010|on Mar 18, 2010
    March 18, 2010 3 PM CST|03-18-2010, 03:15 PM|Mar-18-2010|15:15 18.03.2010|18 de marzo de 2010|18 mars 2010
    18. März 2010|edited Mar 18, 2010|Mar. 18, 2010 (EDT)|2010-03-18, 15h15""".replace("\n", "|").split("|"),
)
def test_a_day_is_read_in_every_common_form(text: str) -> None:
    moment = dates.read(text, TODAY)
    assert (moment.date, moment.problem, moment.precise) == (DAY, None, 3)
    assert dates.is_date(text)


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("Sept 18, 2010", PartialDate(2010, 9, 18)),
        ("Sep 2010", PartialDate(2010, 9)),
        ("2010", PartialDate(2010)),
        ("12/25/99", PartialDate(1999, 12, 25)),
        ("Jan 1, 2027", PartialDate(2027, 1, 1)),
    ],
)
def test_parts_of_a_date_and_short_years(text: str, date: PartialDate) -> None:
    assert dates.read(text, TODAY).date == date


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", None),
        ("undated", None),
        ("2 hours ago", "relative"),
        ("a year ago", "relative"),
        ("Yesterday at 3:15 PM", "relative"),
        ("Today, 03:15 PM", "relative"),
        ("Monday at 3:15 PM", "relative"),
        ("3:15 PM", "names no day"),
        ("Mar 18", "names no year"),
        ("Mar 18, 2110", "no possible date"),
        ("Jan 1, 2028", "no possible date"),
        ("0206-07-03", "no possible date"),
        ("Feb 30, 2010", "no calendar has"),
        ("31/31/2010", "no calendar has"),
        ("12 Brumaire 218", "no known form"),
    ],
)
def test_what_gives_no_date_leaves_the_posting_undated_and_is_told(text: str, told: str | None) -> None:
    moment = dates.read(text, TODAY)
    assert moment.date is None
    assert (moment.problem is None) if told is None else (moment.problem is not None and told in moment.problem)


def test_figures_that_can_be_read_in_two_ways_follow_the_file() -> None:
    assert dates.day_comes_first(["04/05/2010", "18/03/2010"])
    assert not dates.day_comes_first(["04/05/2010", "03/18/2010"])
    assert dates.day_comes_first(["04.05.2010"])
    american, european = dates.read("04/05/2010", TODAY), dates.read("04/05/2010", TODAY, day_first=True)
    assert (american.date, european.date) == (PartialDate(2010, 4, 5), PartialDate(2010, 5, 4))
    assert american.problem is not None
    assert "two ways" in american.problem


def test_the_time_of_day_orders_postings_of_one_day() -> None:
    morning, evening = (dates.read(f"Mar 18, 2010 {time}", TODAY).order for time in ("9:15 AM", "12:05 PM"))
    assert (morning, evening) == ((2010, 3, 18, 9, 15, 0), (2010, 3, 18, 12, 5, 0))


@pytest.mark.parametrize("text", ["CPC", "Guy", "Rev. 1, 10-01-03", "May", "Marching 12", "62368", "2 units"])
def test_other_words_are_no_dates(text: str) -> None:
    assert not dates.is_date(text)
