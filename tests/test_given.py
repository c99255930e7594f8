"""Facts that come beside the question."""

from __future__ import annotations

import datetime

import pytest

from assistant.reading.given import NOT_GIVEN, Given
from indexer.errors import QuestionError
from indexer.lexicon import Change, Facet, names


@pytest.mark.parametrize(
    ("dos", "service"),
    [
        ("2015-03-14", "2015-03-14"),
        ("3/14/15", "2015-03-14"),
        ("May 12, 2008", "2008-05-12"),
        ("May 2008", "2008-05"),
        ("2008", "2008"),
        ("Q3 2021", "2021-07-01 to 2021-09-30"),
        ("before October 2015", "until 2015-09-30"),
        ("since 2013", "since 2013-01-01"),
        ("1/1/21-1/3/21", "2021-01-01 to 2021-01-03"),
    ],
)
def test_a_date_of_service_is_read(dos: str, service: str) -> None:
    told = Given(dos=dos).read()
    assert told is not None
    assert str(told.service) == service


@pytest.mark.parametrize(
    "dos",
    ["", "soonish", "2023-02-30", "13/45/2020", "1955", "1965-12-31", "2049", "last March", "99213", "3/14/15 maybe"],
)
def test_an_impossible_date_is_told(dos: str) -> None:
    last = datetime.date.today().year + 1
    with pytest.raises(QuestionError, match=rf"^dos: .* is no date of service; .* from 1966 to {last}, such as "):
        Given(dos=dos).read()


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        (Given(setting="the moon"), "setting: 'the moon' is unknown; name one of: office, clinic, .*POS 22$"),
        (Given(setting="98"), "setting: 'POS 98' is unknown"),
        (Given(by="my aunt"), "by: 'my aunt' is unknown; name one of: physician, "),
        (Given(by=""), "by: '' is unknown"),
        (Given(payer=""), "payer: '' is no payer's name"),
        (Given(payer="1"), "payer: '1' is no payer's name"),
        (Given(payer="x" * 61), "is no payer's name"),
        (Given(payer="pt John Smith, SSN 123-45-6789"), "is no payer's name"),
        (
            Given(changed="maybe"),
            "changed: 'maybe' says nothing of a change; say dose, rate, dose and rate, or nothing",
        ),
    ],
)
def test_what_is_no_fact_is_told(given: Given, reason: str) -> None:
    with pytest.raises(QuestionError, match=reason):
        given.read()


def test_each_is_read_under_its_own_name() -> None:
    told = Given(payer="not Medicare", setting="POS 24", by="the physician").read()
    assert told is not None
    assert [entry.name for entry in told.excluded] == ["Medicare"]
    assert [entry.name for entry in told.settings] == ["surgery center"]
    assert ([entry.name for entry in told.performers], told.performed) == (["physician"], True)
    unknown = Given(payer="Blorg  Health").read()
    assert unknown is not None
    assert [entry.name for entry in unknown.payers] == ["Blorg Health"]
    assert NOT_GIVEN.read() is None


@pytest.mark.parametrize(
    ("words", "changed"),
    [
        ("rate", (Change.RATE,)),
        ("dose and rate", (Change.DOSE, Change.RATE)),
        ("nothing", (Change.NOTHING,)),
        ("rate was increased", (Change.RATE,)),
        ("no change", (Change.NOTHING,)),
    ],
)
def test_a_change_is_read_in_a_word_or_a_sentence(words: str, changed: tuple[Change, ...]) -> None:
    told = Given(changed=words).read()
    assert told is not None
    assert told.changed == changed


def test_what_a_line_gives_goes_before_what_holds_for_all() -> None:
    assert Given(dos="2010").over(Given(dos="2020", payer="Aetna")) == Given(dos="2010", payer="Aetna")


@pytest.mark.parametrize(("field", "facet"), [("setting", Facet.SETTING), ("by", Facet.PERFORMER)])
def test_every_name_that_is_offered_is_known(field: str, facet: Facet) -> None:
    for name in names(facet):
        assert Given(**{field: name}).read() is not None
