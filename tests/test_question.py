"""What a question means: abbreviations, codes, payer, follow-ups."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant import question
from indexer.codes import Code
from indexer.errors import QuestionError, SettingsError


def test_an_abbreviation_is_added_and_the_short_form_stays() -> None:
    read = question.parse("does the pt need an OV for a vol check")
    assert read.typed == "does the pt need an OV for a vol check"
    assert read.read_as == "does the pt (patient) need an OV (office visit) for a vol check (volume check)"


def test_an_abbreviation_in_capitals_is_not_read_in_small_letters() -> None:
    assert question.parse("is it paid by us").read_as == "is it paid by us"
    assert "physical therapy" in question.parse("PT units").read_as
    assert "physical therapy" not in question.parse("pt refused").read_as


def test_a_users_own_abbreviations_take_the_place_of_the_shipped_ones(tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_text('"zz top": zygoma repair\n')
    assert question.parse("zz top for a pt", (), own).read_as == "zz top (zygoma repair) for a pt"


def test_a_broken_abbreviation_file_is_named(tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_text("- not\n- a table\n")
    with pytest.raises(SettingsError, match=r"own\.yaml"):
        question.parse("pt", (), own)


@pytest.mark.parametrize(
    "text",
    [
        "what about with a refill?",
        "and if nobody signed it?",
        "same thing but a commercial plan?",
        "does that change if he was seen earlier that morning?",
        "what if the rep did it instead",
    ],
)
def test_a_follow_up_carries_the_subject_and_the_codes(text: str) -> None:
    read = question.parse(text, ["is 62368 right for a pump check"])
    assert read.follow_up
    assert Code("CPT", "62368") in read.codes
    assert read.own_codes == ()
    assert "is 62368 right for a pump check" in read.read_as


@pytest.mark.parametrize("text", ["can modifier 59 be used on 97140", "how many units of 20610 for both knees"])
def test_a_new_topic_is_not_polluted_by_the_old(text: str) -> None:
    read = question.parse(text, ["is 62368 right for a pump check"])
    assert not read.follow_up
    assert "62368" not in read.search_text + read.before
    assert Code("CPT", "62368") not in read.codes


def test_a_second_follow_up_reaches_back_to_the_question_that_stands_alone() -> None:
    read = question.parse(
        "and in the ASC?", ["what is 58300", "is 62368 right for a pump", "and by a nurse?", "and with a refill?"]
    )
    assert read.before == "is 62368 right for a pump and with a refill?"


@pytest.mark.parametrize(
    ("text", "before", "medicare"),
    [
        ("does medicare pay 99397", (), True),
        ("does aetna pay 99397", (), False),
        ("same thing but a commercial plan?", ("does medicare pay 99397",), False),
        ("and for a new patient?", ("does medicare pay 99397",), True),
    ],
)
def test_the_payer_named_last_decides(text: str, before: tuple[str, ...], medicare: bool) -> None:
    assert question.parse(text, before).medicare is medicare


@pytest.mark.parametrize(("text", "bare"), [("62367 vs 62368", True), ("62368", True), ("is 62368 right", False)])
def test_a_question_of_codes_alone_is_known(text: str, bare: bool) -> None:
    assert question.parse(text).bare is bare


@pytest.mark.parametrize(
    ("text", "says"), [("", "empty"), (" \n\t", "empty"), ("x" * 20_000, "20,000 characters"), ("🙂🙂", "no word")]
)
def test_what_cannot_be_searched_is_told(text: str, says: str) -> None:
    with pytest.raises(QuestionError, match=says):
        question.parse(text)


def test_an_argument_that_is_no_utf8_is_still_read() -> None:
    assert question.parse("volume check \udcff of a pump").typed == "volume check ? of a pump"
