"""Several turns: what is a reply, what leans on the question before, what is about something else, which facts stay."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.ask import Desk
from assistant.reading import conversation, facts, question, replies
from assistant.reading.given import Given
from indexer.errors import QuestionError
from indexer.lexicon import Change

PUMP = "is 62368 right for a pump check"


@pytest.fixture(scope="module")
def desk(shipped_index: Path) -> Desk:
    return Desk.open(shipped_index)


def names(found: facts.Facts) -> set[str]:
    return {entry.name for entry in (*found.payers, *found.settings, *found.performers)}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Medicare", {"Medicare"}),
        ("it's MCR", {"Medicare"}),
        ("BCBS?", {"Blue Cross Blue Shield"}),
        ("the payer is Blorg Health", {"Blorg Health"}),
        ("the nurse", {"clinical staff"}),
        ("staff under supervision", {"clinical staff"}),
        ("our RN did it", {"clinical staff"}),
        ("the doctor himself", {"physician"}),
        ("office", {"office"}),
        ("it was done in the ASC", {"surgery center"}),
        ("what if it was a nursing home", {"nursing facility"}),
        ("POS 22", {"outpatient hospital"}),
        ("Aetna, in the hospital", {"Aetna", "hospital"}),
    ],
)
def test_a_reply_is_heard_as_the_fact_that_it_tells(text: str, told: set[str]) -> None:
    asked = question.parse(text, [PUMP])
    assert names(asked.facts) == told
    # The question before is asked again; the fact is searched beside it.
    assert (asked.own, asked.follow_up) == (f"{PUMP}", False)
    assert all(name in asked.words for name in told)
    assert asked.typed == text
    assert f"(after: {PUMP})" in asked.read_as


@pytest.mark.parametrize(
    ("text", "year", "changed"),
    [
        ("DOS is May 12, 2008", 2008, ()),
        ("2012", 2012, ()),
        ("in '08", 2008, ()),
        ("it was back in 2019", 2019, ()),
        ("rate was changed", None, (Change.RATE,)),
        ("neither changed", None, (Change.NOTHING,)),
        ("no changes", None, (Change.NOTHING,)),
        ("the dose was increased, in 2012", 2012, (Change.DOSE,)),
    ],
)
def test_a_date_or_a_change_is_heard(text: str, year: int | None, changed: tuple[Change, ...]) -> None:
    asked = question.parse(text, [PUMP])
    assert (asked.facts.latest_year, asked.facts.changed) == (year, changed)
    assert asked.own == PUMP


@pytest.mark.parametrize("text", ["established", "a new patient", "45 minutes", "screening"])
def test_what_no_fact_holds_is_heard_in_words(text: str) -> None:
    asked = question.parse(text, ["which visit code"])
    assert asked.said.startswith("which visit code ")
    assert asked.said.split()[-1] in text


@pytest.mark.parametrize(
    "text",
    [
        "does medicare pay 99397",
        "is the office visit bundled",
        "can the nurse bill 99211",
        "what did the nurse document",
        "and with a refill?",
        "Medicare denied it for bundling",
        "62370",
    ],
)
def test_a_question_is_no_reply(text: str) -> None:
    assert replies.heard(text) is None


@pytest.mark.parametrize(
    "text", ["idk", "not sure", "yes", "the second one", "DOS is 2/30/2012", "setting is the moon"]
)
def test_a_reply_that_fits_nothing_is_asked_again_once(text: str) -> None:
    asked = question.parse(text, [PUMP])
    assert asked.own == PUMP
    assert asked.read_as.replace(" (date of service)", "") == f"{text} (fits none of the replies, asked again: {PUMP})"
    assert question.parse("Medicare", [PUMP, text]).medicare
    with pytest.raises(QuestionError, match="settles nothing either; ask the question again with what is known"):
        question.parse("idk", [PUMP, text])


def test_another_payer_is_not_medicare() -> None:
    asked = question.parse("another payer", ["is it billable for medicare"])
    assert (asked.facts.payers, asked.facts.settles_medicare) == ((), True)
    assert "medicare" not in asked.own


def test_facts_of_several_replies_add_up_until_they_are_changed() -> None:
    said = ["Medicare", "2012", "the nurse"]
    asked = question.parse("and with a refill?", [PUMP, *said])
    assert (names(asked.facts), asked.facts.latest_year) == ({"Medicare", "clinical staff"}, 2012)
    assert asked.meaning == f"{PUMP} and with a refill?"
    assert question.parse("no, 2015", [PUMP, *said]).facts.latest_year == 2015


@pytest.mark.parametrize(
    ("earlier", "text", "gone"),
    [
        ("split shared visits in the hospital for 2024", "and in 2022?", "2024"),
        ("commercial plan, 80 min visit", "same but Medicare", "commercial"),
        ("lap chole in the hospital", "but in the ASC?", "hospital"),
    ],
)
def test_what_is_said_otherwise_is_no_longer_searched(earlier: str, text: str, gone: str) -> None:
    asked = question.parse(text, [earlier])
    assert gone not in asked.words
    assert gone not in asked.meaning


SWITCHES = (
    "ok different one. skin tags, 18 of them",
    "next claim is a hydration, 3 hours",
    "new question: can we bill 76942 without an image",
    "ok cool. moving on, twins nst",
    "unrelated: trigger points left and right",
    "perfect ty. next: bilateral stent removal",
    "switching gears, foot care modifiers",
    "another topic: wax in both ears",
    "different pt, bad veins",
    "while im here, late entry rules",
    "thanks! how do you count skin tags",
)


@pytest.mark.parametrize("text", SWITCHES)
def test_a_new_subject_leaves_the_old_one_and_keeps_payer_and_date(text: str) -> None:
    asked = question.parse(text, ["medicare pump refill by the nurse in the office, dos 3/14/11, rate was changed"])
    assert not asked.follow_up
    assert "pump" not in asked.meaning
    assert (names(asked.facts), asked.facts.latest_year, asked.facts.changed) == ({"Medicare"}, 2011, ())
    # What is kept orders what is found, and is neither searched nor missed where a text does not speak of it.
    assert asked.named == facts.NOTHING
    assert "Medicare" not in asked.words
    assert asked.read_as.endswith("(with: Medicare, 2011-03-14)")


def test_the_words_of_a_switch_are_not_searched() -> None:
    assert conversation.subject("ok different one. skin tags, 18 of them") == "skin tags, 18 of them"
    assert conversation.subject("moving on") == "moving on"


@pytest.mark.parametrize(
    "text",
    [
        "20552 right?",
        "can we bill 99211 for that",
        "he did go over meds with him before he left home",
        "no wait, it was the NP",
        "scratch that, no tube placed",
        "and another one at L5?",
    ],
)
def test_a_leaning_question_leans(text: str) -> None:
    assert conversation.leans(text, PUMP)


def test_a_follow_up_of_a_follow_up_reaches_the_question_that_opened() -> None:
    turns = ["injection of a joint, nothing used for imaging", "20552 right?"]
    assert question.parse("how about with a steroid", turns).meaning.startswith(f"{turns[0]} {turns[1]} ")


def test_the_base_tells_that_a_short_question_stands_alone(desk: Desk) -> None:
    asked, _ = desk.read("is a volume check reprogramming?", ["does medicare take a rubber stamp signature"])
    assert not asked.follow_up
    asked, _ = desk.read("what about by the nurse, then", ["is a volume check reprogramming?"])
    assert names(asked.facts) == {"clinical staff"}
    assert "volume check" in asked.meaning


def test_given_facts_go_under_the_text_and_over_earlier_turns() -> None:
    given = Given(dos="2010", payer="Aetna", setting="11", by="nurse", changed="rate").read()
    asked = question.parse("and for medicare?", ["cigna pump check, 2020"], given=given)
    assert names(asked.facts) == {"Medicare", "office", "clinical staff"}
    assert (asked.facts.latest_year, asked.facts.changed) == (2010, (Change.RATE,))
    assert "2020" not in asked.words
    assert "cigna" not in asked.words
    alone = question.parse("next claim: skin tags", [PUMP], given=given)
    assert names(alone.named) == {"Aetna", "office", "clinical staff"}


def test_facts_lead_to_what_was_in_force(desk: Desk) -> None:
    told = desk.ask("is 62368 right for a volume check", facts=Given(payer="Medicare", dos="2008").read())
    assert told.read_as.endswith("(with: Medicare, 2008)")
    assert not [one for one in told.ask_first if one.fact in {"payer", "dos"}]
    found = desk.search("is 62368 right for a volume check", facts=Given(payer="Medicare", dos="2008").read())
    assert found.question.facts.latest_year == 2008
