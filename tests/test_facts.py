"""What is known of a case, over one turn and several."""

from __future__ import annotations

import pytest

from assistant.reading import facts, question, service_date
from assistant.reading.facts import Facts
from indexer.lexicon import Entry


def names(entries: tuple[Entry, ...]) -> list[str]:
    return [entry.name for entry in entries]


def test_a_question_says_who_when_where_and_by_whom() -> None:
    said = facts.read("Noridian, not Aetna, DOS 3/14/11, POS 22, our RN in Utah")
    assert (names(said.payers), names(said.excluded), names(said.states)) == (["Noridian"], ["Aetna"], ["Utah"])
    assert (said.years, said.latest_year) == ((2011,), 2011)
    assert (names(said.settings), names(said.performers)) == (["outpatient hospital"], ["clinical staff"])
    assert facts.read("is 25 needed on 99213?") == Facts()


@pytest.mark.parametrize(
    ("text", "medicare"),
    [
        ("does medicare pay", True),
        ("noridian", True),
        ("medicare and its MAC", True),
        ("kaiser patient, not medicare", False),
        ("medicare or commercial?", False),
        ("humana medicare advantage", False),
        ("an MA plan", False),
        ("do payers differ", False),
        ("medicare and other payers", True),
        ("our private office, medicare pt", True),
    ],
)
def test_medicare_pays_where_nobody_else_is_named(text: str, medicare: bool) -> None:
    assert facts.read(text).medicare is medicare


@pytest.mark.parametrize(
    ("text", "settled"),
    [
        ("is it billable", False),
        ("our payer denied it", False),
        ("medicare or commercial?", False),
        ("medicare", True),
        ("Aetna or Cigna?", True),
        ("not medicare", True),
        ("not aetna", False),
        ("do payers differ", True),
        ("does medicare pay for it like regence does", True),
    ],
)
def test_it_is_settled_whether_medicare_pays(text: str, settled: bool) -> None:
    assert facts.read(text).settles_medicare is settled


def test_what_a_turn_says_goes_before_what_an_earlier_one_said() -> None:
    earlier = facts.read("medicare, dos 3/14/11, in the office, by the NP")
    later = facts.read("and for aetna in 2015?").over(earlier)
    assert (names(later.payers), later.years, later.latest_year) == (["Aetna"], (2015,), 2015)
    assert (names(later.settings), names(later.performers)) == (["office"], ["nonphysician practitioner"])


def test_a_payer_that_a_turn_excludes_is_gone() -> None:
    earlier = facts.read("noridian and humana")
    assert names(facts.read("not medicare").over(earlier).payers) == ["Humana"]
    assert facts.read("and humana?").over(facts.read("not humana")).excluded == ()
    assert facts.read("and today?").over(facts.read("medicare or aetna?")).settles_medicare is False


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("dos 3/14/98", 1998),
        ("prior to 2023", 2022),
        ("in FY 2020", 2020),
        ("since 2015", None),
        ("2010 or 2015", None),
        ("CPT Assistant July 2006", None),
        ("modifiers 24/25/57", None),
    ],
)
def test_the_year_of_service_is_the_one_in_which_it_ends(text: str, year: int | None) -> None:
    assert service_date.year(question.parse(f"is 62370 right, {text}")) == year


def test_a_follow_up_keeps_the_date_and_payer_until_it_names_others() -> None:
    before = ["medicare, dos 3/14/11, is 62368 right for a pump check"]
    assert service_date.year(question.parse("and with a refill?", before)) == 2011
    assert service_date.year(question.parse("and in 2015?", before)) == 2015
    assert question.parse("and with a refill?", before).medicare
    assert not question.parse("and for a kaiser patient?", before).medicare
