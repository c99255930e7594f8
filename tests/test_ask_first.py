"""What an answer offers to find out first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from conftest import REPLY

from assistant.answers import Candidate, Place, Quotation
from assistant.asking_back import ToFindOut
from assistant.quoting import ask_first
from assistant.reading import question
from assistant.settings import AssistantSettings
from assistant.statements import Disagreement
from indexer.passages import Passage
from indexer.points import Why

WHEN = "The guidance changed: what is the date of service?"
SETTING = "In which setting was it done: office, hospital or surgery center?"
WHO = "Who performed it: the physician, or staff under supervision?"
PAYER = "Which payer is it: Medicare or another?"


def post(text: str, number: int = 2, role: str = "responder 1") -> Passage:
    return replace(REPLY, id=f"threads/x#post-{number}", part=f"post-{number}", role=role, text=text)


def points(asked: str, *thread: Passage, why: Why | None = None, place: Place = Place.OPINION) -> list[str]:
    return [one.ask for one in found_out(asked, *thread, why=why, place=place)]


def found_out(
    asked: str,
    *thread: Passage,
    why: Why | None = None,
    place: Place = Place.OPINION,
    after: Sequence[str] = (),
) -> list[ToFindOut]:
    """The first posting is quoted."""
    quotation = Quotation(1, thread[0], 0, len(thread[0].text), thread[0].text, 1.0, None, place)
    found = [Candidate(at, one, 1.0, 1.0, 1.0, 0.0, 1.0, 1.0, ("words",)) for at, one in enumerate(thread)]
    parsed = question.parse(asked, after, AssistantSettings().abbreviations)
    return ask_first.points(parsed, found, [quotation], Disagreement(why, None, ()) if why else None)


@pytest.mark.parametrize(
    ("asked", "text", "expected"),
    [
        ("is it billable", "Medicare bundles it, but some payers pay for it.", [PAYER]),
        ("is it billable for aetna", "Medicare bundles it, but some payers pay for it.", []),
        ("is it billable", "Medicare bundles it. It is the same everywhere.", []),
        ("our payer denied it", "Medicare bundles it, but some payers pay for it.", [PAYER]),
        ("medicare or commercial?", "Medicare bundles it, but some payers pay for it.", [PAYER]),
        ("kaiser patient, not medicare", "Medicare bundles it, but some payers pay for it.", []),
        ("does noridian pay it", "Medicare bundles it, but some payers pay for it.", []),
        ("erythema of the edge", "The hospital bills the facility side, not the office.", [SETTING]),
        ("pos 22", "The hospital bills the facility side, not the office.", []),
        ("per CPT Assistant, the technical component", "The doctor bills the work of nurses.", [WHO]),
        ("the RN gave it", "The doctor bills the work of nurses.", []),
        ("is it reprogramming", "A pump is reprogrammed when its dose goes up.", ["Did the dose or the rate change?"]),
        ("is a new dose reprogramming", "A pump is reprogrammed when its dose goes up.", []),
        ("which visit code", "Report 99203 for new patients and 99213 for established ones.", [
            "Is the patient new or established?"
        ]),
        ("nurse visit", "The doctor bills the work of nurses incident to his own.", []),
    ],
)  # fmt: skip
def test_a_fact_is_asked_for_where_a_sentence_turns_on_it(asked: str, text: str, expected: list[str]) -> None:
    assert points(asked, post(text)) == expected


def test_the_date_is_asked_for_unless_the_question_gives_it() -> None:
    assert points("is it billable", post("No."), why=Why.SUPERSEDED) == [WHEN]
    assert points("dos 3/4/09, is it billable", post("No."), why=Why.SUPERSEDED) == []


@pytest.mark.parametrize(
    "text",
    [
        "Medicare bundles it, but some payers pay for it.",
        "The hospital bills the facility side, not the office.",
        "The doctor bills the work of nurses.",
        "A pump is reprogrammed when its dose goes up.",
        "Report 99203 for new patients and 99213 for established ones.",
        "Report the screening, or the diagnostic one.",
    ],
)
def test_each_reply_that_is_offered_settles_what_is_asked(text: str) -> None:
    (asked,) = found_out("is it billable", post(text))
    for choice in asked.choices:
        assert asked not in found_out(choice, post(text), after=["is it billable"])


def test_what_a_responder_asked_of_the_asker_is_offered() -> None:
    opening = post("Who does the follow-up, your clinic or another? Use the modifier.")
    assert points("splint", opening) == ["Who does the follow-up, your clinic or another?"]
    later = post("Use the modifier. Who does the follow-up, your clinic or another?")
    assert points("splint", later) == []
    assert points("splint", later, post("We do.", 3, "asker")) == ["Who does the follow-up, your clinic or another?"]


@pytest.mark.parametrize(
    "text",
    [
        "And what if the patient died on the floor?",
        "Does anyone know what the note must say?",
        "Does the doctor need to write the word in the note?",
        "Is the splint a cast?",
    ],
)
def test_what_is_no_fact_of_the_case_is_not_offered(text: str) -> None:
    assert points("is a splint counted as a cast", post(f"{text} Use 59.")) == []


def test_what_only_lies_near_is_not_asked_from() -> None:
    text = "Medicare bundles it, but some payers pay for it."
    assert points("is it billable", post(text), place=Place.FURTHER) == []


def test_a_responders_question_after_the_payer_is_not_put_twice() -> None:
    text = "Is this for Medicare or a commercial plan? Medicare bundles it, but some payers pay for it."
    assert points("is it billable", post(text)) == [PAYER]
