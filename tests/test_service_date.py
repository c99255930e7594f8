"""What is known of a text on the day asked about: it stands, stood, had ended, or came later."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest
from conftest import REPLY

from assistant.reading import question, service_date
from assistant.reading.service_date import Asked, Standing
from indexer import codes
from indexer.documents import PartialDate

TODAY = datetime.date(2026, 1, 1)


def standing(
    day: datetime.date, effective: str | None, until: str | None, diagnosis: bool = False, text: str = ""
) -> str:
    dated = replace(
        REPLY,
        codes=codes.values(codes.find(text)),
        effective=PartialDate.parse(effective) if effective else None,
        until=PartialDate.parse(until) if until else None,
    )
    return Asked(day, TODAY, diagnosis).standing(dated).value


@pytest.mark.parametrize(
    ("day", "effective", "until", "expected"),
    [
        ((2013, 6, 17), "2013-06-18", None, "later"),  # a day before it took effect
        ((2013, 6, 18), "2013-06-18", None, "stands"),
        ((2013, 6, 1), "2013-06", None, "stands"),  # a month begins with its first day
        ((2012, 12, 31), "2013", None, "later"),
        ((2011, 12, 31), None, "2011", "stood"),  # a year ends with its last day
        ((2012, 1, 1), None, "2011", "ended"),
        ((2023, 5, 1), "2023", "2023", "stood"),
        ((2022, 5, 1), "2023", "2023", "later"),
        ((2025, 5, 1), None, "2026", "stands"),  # its end is still to come
        ((2025, 5, 1), None, None, "stands"),
    ],
)
def test_a_text_holds_from_the_day_on_which_it_took_effect_to_its_last(
    day: tuple[int, int, int], effective: str | None, until: str | None, expected: str
) -> None:
    assert standing(datetime.date(*day), effective, until) == expected


@pytest.mark.parametrize(
    ("text", "before", "after"),
    [
        ("V12.72 first, then 211.3 as the dx.", "stood", "ended"),
        ("Z86.010 first, then K63.5.", "later", "stands"),
        ("V12.72 became Z86.010.", "stands", "stands"),  # it speaks of both revisions
        ("Report 45385.", "stands", "stands"),
    ],
)
@pytest.mark.parametrize("diagnosis", [True, False])
def test_diagnosis_codes_are_of_one_revision_until_october_2015(
    text: str, before: str, after: str, diagnosis: bool
) -> None:
    assert standing(datetime.date(2015, 9, 30), None, None, diagnosis, text) == before
    assert standing(datetime.date(2015, 10, 1), None, None, diagnosis, text) == after


def test_beside_a_procedure_an_old_diagnosis_dates_a_text_only_where_a_diagnosis_is_asked() -> None:
    text, day = "45385-PT with V12.72 as the dx.", datetime.date(2020, 1, 1)
    assert standing(day, None, None, True, text) == "ended"
    assert standing(day, None, None, False, text) == "stands"


@pytest.mark.parametrize(
    ("day", "date", "expected"),
    [
        (datetime.date(2006, 12, 31), PartialDate(2006), Standing.STOOD),
        (datetime.date(2007, 1, 1), PartialDate(2006), Standing.ENDED),
        (datetime.date(1999, 1, 1), None, Standing.ENDED),
    ],
)
def test_what_was_replaced_at_no_known_time_held_when_it_was_published(
    day: datetime.date, date: PartialDate | None, expected: Standing
) -> None:
    assert Asked(day, TODAY, False).standing(replace(REPLY, superseded_by="new", date=date)) is expected


def test_what_replaced_a_text_ends_it_by_its_effect_and_not_by_its_publication() -> None:
    later = replace(REPLY, date=PartialDate(2024, 12), effective=PartialDate(2025, 1, 1))
    assert service_date.ended_by(later) == datetime.date(2024, 12, 31)
    assert service_date.ended_by(replace(later, effective=None)) == datetime.date(2024, 11, 30)
    assert service_date.ended_by(REPLY) is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("refill code before 2012", datetime.date(2011, 12, 31)),
        ("refill code, DOS 3/14/2010", datetime.date(2010, 3, 14)),
        ("refill code in 2015", datetime.date(2015, 12, 31)),
        ("refill code since 2015", datetime.date.today()),
        ("refill code", datetime.date.today()),
    ],
)
def test_the_day_asked_about_is_the_last_of_the_time_of_service(text: str, day: datetime.date) -> None:
    assert service_date.asked(question.parse(text)).day == day


@pytest.mark.parametrize(
    ("text", "diagnosis"), [("which dx for polyps", True), ("is Z86.010 ok", True), ("refill", False)]
)
def test_a_question_of_a_diagnosis_is_known_by_its_words_or_its_code(text: str, diagnosis: bool) -> None:
    assert service_date.asked(question.parse(text)).diagnosis is diagnosis
