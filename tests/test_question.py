"""What a question means: abbreviations, codes, payer, follow-ups."""

from __future__ import annotations

from collections import Counter
from importlib import resources
from pathlib import Path

import pytest
import yaml

from assistant.reading import abbreviations, question
from indexer import codes, lexicon
from indexer.codes import Code
from indexer.codes.modifier_values import NUMBERED, SURE
from indexer.errors import QuestionError, SettingsError


def test_an_abbreviation_is_added_and_the_short_form_stays() -> None:
    read = question.parse("does the pt need an OV for a vol check")
    assert read.typed == "does the pt need an OV for a vol check"
    assert read.read_as == "does the pt (patient) need an OV (office visit) for a vol check (volume check)"


def test_a_longer_short_form_is_read_before_a_part_of_it() -> None:
    assert question.parse("surgery ctr side, tx medicaid").words == "ambulatory surgery center side, Texas Medicaid"
    assert question.parse("CTR in the surgery ctr").words == "carpal tunnel release in the ambulatory surgery center"


def test_an_abbreviation_in_capitals_is_not_read_in_small_letters() -> None:
    assert question.parse("is it paid by us").read_as == "is it paid by us"
    assert "physical therapy" in question.parse("PT units").read_as
    assert "physical therapy" not in question.parse("pt refused").read_as


def test_a_users_own_abbreviations_take_the_place_of_the_shipped_ones(tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_text('"zz top": zygoma repair\n')
    assert question.parse("zz top for a pt", (), own).read_as == "zz top (zygoma repair) for a pt"


def _nodes() -> list[tuple[yaml.Node, yaml.Node]]:
    """Every line of the shipped file; a loaded table would have lost the first of two equal keys."""
    table = yaml.compose(resources.files("assistant.reading").joinpath("abbreviations.yaml").read_text("utf-8"))
    assert isinstance(table, yaml.MappingNode)
    return list(table.value)


def _shipped() -> list[tuple[str, str]]:
    """Every short form with each of its long forms."""
    return [(reading.short, reading.long_form) for reading in abbreviations.readings(None)]


def test_every_shipped_abbreviation_has_one_line_and_a_long_form() -> None:
    short = [key.value for key, _ in _nodes()]
    assert [key for key, count in Counter(short).items() if count > 1] == []
    # A key that is not all capitals is read in capitals too.
    any_case = {key for key in short if not key.isupper()}
    assert [key for key in short if key.isupper() and key.lower() in any_case] == ["OP", "POS", "PT", "WC"]
    assert [key for key in any_case if key != key.lower() and key.lower() in any_case] == []
    assert [key for key, long_form in _shipped() if not long_form.strip() or long_form.lower() == key.lower()] == []


def test_the_lexicon_knows_what_an_abbreviation_stands_for() -> None:
    unread = []
    for short, long_form in _shipped():
        meant, read = ({one.entry for one in lexicon.find(text)} for text in (long_form, short))
        if meant and not meant & read:
            unread.append(short)
    # What only has to do with a setting or a payer, or stands for two things.
    stands = ["AI", "HAC", "HST", "IPPS", "OP", "OPPS", "ghp", "ip", "ippe", "rad", "the 485", "ub-04"]
    assert sorted(unread) == stands


def test_no_shipped_abbreviation_is_a_code() -> None:
    short = [key for key, _ in _shipped()]
    assert [key for key in short if codes.find(key)] == []
    assert [key for key in short if key.upper() in SURE | NUMBERED] == []


@pytest.mark.parametrize(
    ("asked", "formal"),
    [
        ("lanced a boil and packed it", "abscess"),
        ("claim got bounced again", "denied"),
        ("c-section after 4 visits here", "cesarean"),
        ("the nurse did a blood test", "venipuncture"),
        ("who has to sign off on the note", "signature"),
    ],
)
def test_everyday_words_bring_the_words_of_guidance(asked: str, formal: str) -> None:
    read = question.parse(asked)
    assert formal not in asked
    assert formal in read.meaning


def test_a_short_form_is_not_read_inside_a_longer_word() -> None:
    assert question.parse("warty growth").read_as == "warty growth"


def test_a_long_form_that_is_there_already_is_not_added() -> None:
    assert question.parse("boil or abscess").read_as == "boil or abscess"


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
    assert "is 62368 right for a pump check" in read.read_as


@pytest.mark.parametrize("text", ["can modifier 59 be used on 97140", "how many units of 20610 for both knees"])
def test_a_new_topic_is_not_polluted_by_the_old(text: str) -> None:
    read = question.parse(text, ["is 62368 right for a pump check"])
    assert not read.follow_up
    assert "62368" not in read.meaning
    assert Code("CPT", "62368") not in read.codes


def test_a_second_follow_up_reaches_back_to_the_question_that_stands_alone() -> None:
    read = question.parse(
        "and in the ASC?", ["what is 58300", "is 62368 right for a pump", "and by a nurse?", "and with a refill?"]
    )
    assert read.meaning == "is 62368 right for a pump and with a refill?"
    # By whom and where it was done are facts, and searched as such.
    assert read.words == f"{read.meaning} surgery center clinical staff"


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
    ("text", "says"), [("", "empty"), (" \n\t", "empty"), ("x" * 20_000, "20,000 characters"), ("?!", "no word")]
)
def test_what_cannot_be_searched_is_told(text: str, says: str) -> None:
    with pytest.raises(QuestionError, match=says):
        question.parse(text)


def test_an_argument_that_is_no_utf8_is_still_read() -> None:
    assert question.parse("volume check \udcff of a pump").typed == "volume check ? of a pump"


def test_the_word_search_has_the_long_forms_alone() -> None:
    asked = question.parse("and for a mcr pt w/ a DOS in May?", ["pt had a shot"])
    assert "patient" in asked.words
    assert "medicare" in asked.words
    assert not {"pt", "mcr", "DOS"} & set(asked.words.split())
    # What is embedded and shown keeps both.
    assert "pt (patient)" in asked.meaning
    assert "pt (patient)" in asked.read_as


def test_what_was_masked_is_shown_but_not_searched() -> None:
    asked = question.parse(
        "Mrs. [name], MRN [MRN]: is a volume check reprogramming?", ["DOB [date of birth], pump refill"]
    )
    assert asked.meaning == question.parse("is a volume check reprogramming?").meaning
    assert asked.typed.startswith("Mrs. [name], MRN [MRN]")
    assert asked.read_as.startswith("Mrs. [name]")
    assert "[" not in asked.words
    assert question.parse("[name] [MRN]").meaning == "[name] [MRN]"
