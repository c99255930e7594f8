"""An answer opens with no question, and with what covers the case: its payer, its state, what happened in it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from conftest import REPLY, Place

from assistant import Desk
from assistant.answers import Candidate, Quotation
from assistant.finding import asking, events, posing, whose
from assistant.finding.recognition import Asked, Met
from assistant.judgement import Voice
from assistant.quoting import basis, covering, headline, sentences
from assistant.reading import agreement, facts, question
from assistant.refusal import Unsaid
from assistant.settings import AssistantSettings
from assistant.showing import phrases, refusal_phrases
from assistant.statements import Headline, HeadlineKind
from indexer import codes
from indexer.points import Point, PointSide, Why
from indexer.sources import Tier

POSED = (
    "The question: a test is scheduled as a screening and a polyp is found.",
    "Q: Both services were done on one day.",
    "**Q. from a pharmacist.** We use another drug while this one is short.",
    "Reader question: two lesions were frozen.",
    "The question was whether both urinalysis codes may be billed.",
    "The issue here is how the second hour is counted.",
    "At issue is whether the visit is paid.",
    "It is often asked if the add-on goes with 25.",
    "Members ask if the injection may be billed twice.",
    "A practice in Ohio asked whether its nurses could bill incident-to.",
    "A letter in the April issue asked how a repeat is billed.",
    "You want to know which code fits.",
    "This article looks at whether modifier 25 is needed.",
    "Here we explain how minutes are counted.",
    "The article goes on to the hernia codes that were new, with a question on two repairs.",
    "The case: sounding was easy, but the device was hard to place.",
)
STATED = (
    # A rule tells what somebody asks, and a source what it was asked and answered.
    "First Coast looks at whether the reading contributed directly to care.",
    "Medicare looks at the total of all timed minutes.",
    "Ask the payer which modifier it wants.",
    "When a patient asks whether the visit is covered, give her a notice.",
    "Physicians should ask whether the patient smokes.",
    "A physician who asks whether the patient smokes may count it.",
    "A coder asked whether both are paid, and CMS said no.",
    "The question was whether both are paid; the answer is no.",
    "It depends on whether the drug is compounded.",
    "The section on injections says when 25 is needed.",
    "The article goes on to say that one repair is billed.",
)


@pytest.mark.parametrize("sentence", POSED)
def test_a_sentence_that_poses_a_question_states_nothing(sentence: str) -> None:
    assert posing.poses(sentence)
    assert not asking.says(sentence)


@pytest.mark.parametrize("sentence", STATED)
def test_a_sentence_that_speaks_of_asking_states_something(sentence: str) -> None:
    assert not posing.poses(sentence)
    assert asking.says(sentence)


def test_a_passage_that_only_poses_its_question_answers_nothing() -> None:
    posed = replace(REPLY, text="A reader asked if both are paid. Are they?", role=None)
    assert not asking.may_answer(posed)
    assert asking.may_answer(replace(posed, text=f"{posed.text} Both are paid."))


@pytest.mark.parametrize(
    ("text", "window", "shown"),
    [
        ("A reader asked if both are paid. Both codes are paid.", (0, 53), "Both codes are paid."),
        ("Both codes are paid. Does that help?", (0, 36), "Both codes are paid."),
        # What points back keeps what it points to.
        ("A reader asked if both are paid. They are.", (0, 42), "A reader asked if both are paid. They are."),
        # Where all of it asks, what comes next answers.
        ("The question: two were done. Is that paid? Both are paid. More.", (0, 42), "Both are paid."),
        ("Is it paid? Is it not?", (0, 22), "Is it paid? Is it not?"),
    ],
)
def test_what_is_quoted_opens_with_no_question_that_is_answered(text: str, window: tuple[int, int], shown: str) -> None:
    start, end = sentences.answering(text, *window, len(text))
    # "Both" points back, and is read as such where a question stands before it.
    assert text[start:end].endswith(shown)
    candidate = Candidate(0, replace(REPLY, text=text), 1.0, 1.0, 1.0, 0.0, 1.0, 1.0, (), window=window)
    assert sentences.shown(candidate, 0, len(text), (), {}, leads=False) == text[start:end]


def quoted(number: int, text: str, short: str = "", source: str = "Coding Alert", title: str = "T") -> Quotation:
    passage = replace(REPLY, id=f"d{number}#text", document_id=f"d{number}", text=text, source=source, title=title)
    return Quotation(number, passage, 0, len(text), text, 1.0, None, short=short or text)


def opening(asked: str, *quotations: Quotation, point: Point | None = None) -> tuple[str, int]:
    near = Asked(1.0, 0.0, 1.0, 0.0, 1.0, 1.0, 0.0, 1.0)
    met = Met(point, asked, near, 1.0, enough=True) if point else None
    found = headline.of(question.parse(asked), quotations, met, None, None)
    return found.says, found.citation


def test_no_headline_poses_the_question() -> None:
    posed = "The question: a stamp was used on each of the notes. Sign every one of them by hand."
    assert opening("is a stamp fine", quoted(1, posed)) == ("Sign every one of them by hand.", 1)
    point = Point("stamps", None, (), (), (PointSide(None, "Is a stamp fine? Sign by hand.", ("d1",)),), None)
    found = headline.of(
        question.parse("is a stamp fine"),
        [quoted(1, "So it is told. Is a stamp fine? Sign by hand.")],
        Met(point, "stamps", Asked(1.0, 0.0, 1.0, 0.0, 1.0, 1.0, 0.0, 1.0), 1.0, enough=True),
        None,
        None,
    )
    assert (found.kind, found.says) == (HeadlineKind.RECORDED, "Sign by hand.")


@pytest.mark.parametrize(
    ("asked", "source", "text", "another"),
    [
        ("does Aetna pay it", "Moda Health policy", "It is paid once.", True),
        ("does Moda pay it", "Moda Health policy", "It is paid once.", False),
        ("does Aetna pay it", "CMS transmittal", "It is paid once.", True),
        ("does Medicare pay it", "Moda Health policy", "It is paid once.", True),
        # What the code sets say, and what says so of payers at large, holds for every one.
        ("does Aetna pay it", "CPT Assistant", "It is reported once.", False),
        ("does Aetna pay it", "Coding Alert", "Most commercial payers take it once.", False),
        ("does Aetna pay it", "Moda Health policy", "Aetna pays it too.", False),
        ("does a commercial payer take it", "Moda Health policy", "It is paid once.", False),
        # A policy that calls itself one commercial plan is no other's.
        ("does Aetna pay it", "Moda Health policy", "It is paid. This is one commercial plan.", True),
        ("does Palmetto pay it", "Noridian article", "It is paid once.", True),
        ("does Palmetto pay it", "CMS transmittal", "It is paid once.", False),
        ("does Medicare pay it", "Noridian article", "It is paid once.", False),
        ("does BCBS of Texas pay it", "Blue Cross Blue Shield of Alabama policy", "It is paid.", True),
        ("does BCBS of Alabama pay it", "Blue Cross Blue Shield of Alabama policy", "It is paid.", False),
        ("is it paid", "Moda Health policy", "It is paid once.", False),
    ],
)
def test_whose_rule_a_text_is(asked: str, source: str, text: str, another: bool) -> None:
    payer = "Medicare" if source.startswith(("CMS", "Noridian")) else None
    passage = replace(REPLY, source=source, text=text, payer=payer)
    said = text if source == "Coding Alert" else ""
    assert whose.of_another(facts.read(asked), passage, said) is another


@pytest.mark.parametrize(
    ("asked", "lacks", "speaks"),
    [
        (
            "can I bill it if the patient is readmitted",
            "See her in 14 days.",
            "After a second admission it starts anew.",
        ),
        ("patient died on day 10", "The period is 30 days.", "The death of the patient ends it."),
        ("pt left AMA", "A discharge takes time.", "Who leaves gets no discharge."),
        ("mom refused the shot", "Counseling counts.", "A parent who declines still was counseled."),
        ("patient no-show", "Bill the visit.", "Missed visits are not billed."),
        ("case cancelled in pre-op", "Bill the procedure.", "A discontinued case takes 73."),
        ("failed IUD insertion", "An insertion is 58300.", "Where it could not be placed add 53."),
        ("doctor forgot to sign", "Notes are kept for years.", "An attestation is accepted."),
        ("patient moved away", "The package is global.", "After a transfer each bills his part."),
        ("NST for twins", "A test takes 30 minutes.", "Each fetus is tested."),
        ("seen on a saturday", "See her in two days.", "Two business days are meant."),
        ("is it billed over the phone", "A visit is face to face.", "Audio alone is not enough."),
    ],
)
def test_what_happened_is_spoken_of_or_not(asked: str, lacks: str, speaks: str) -> None:
    (name,) = events.unsaid(asked, lacks)
    assert name
    assert events.unsaid(asked, speaks) == []


def test_what_is_usual_is_no_event() -> None:
    assert events.unsaid("the payer refused the claim, its contract expired, who signs the appeal", "") == []


@pytest.mark.parametrize(
    ("known", "when", "agrees"),
    [
        ("Aetna", "BCBS of Alabama", False),
        ("BCBS", "BCBS of Alabama", True),
        ("Cigna", "Aetna or another private plan", True),
        ("a patient in Texas", "a patient in Alabama", False),
        # Who asks about both is told of neither alone.
        ("Aetna or Medicare", "BCBS of Alabama", None),
    ],
)
def test_a_case_of_another_payer_or_state_is_not_told(known: str, when: str, agrees: bool) -> None:
    assert agreement.agrees(facts.read(known), when) is agrees


def test_what_covers_the_case_opens() -> None:
    usual = quoted(1, "The patient is seen within 14 days of the discharge.")
    told = quoted(2, "It is billed once. After a readmission the 30 days start anew.", short="It is billed once.")
    asked = "can I bill it if the patient is readmitted"
    assert opening(asked, usual, told) == ("After a readmission the 30 days start anew.", 2)
    assert opening("can I bill it twice", usual, told)[1] == 1
    other, own = quoted(1, "It is paid.", source="Moda Health"), quoted(2, "It is not paid.", source="Aetna policy")
    assert opening("does Aetna pay it", other, own) == ("It is not paid.", 2)


def test_the_title_opens_where_it_alone_speaks_of_what_happened() -> None:
    told = quoted(
        1, "The device was hard to place and a second one was tried.", title="A device could not be placed: add 53"
    )
    told = replace(told, passage=replace(told.passage, role=None, codes=codes.values(codes.find("modifier 53"))))
    assert opening("failed insertion of the device", told) == (told.passage.title, 1)
    assert opening("how is a device placed", told) == (told.text, 1)


def test_a_title_about_something_else_opens_nothing() -> None:
    back = replace(
        quoted(1, "It is reported once.", title="On the wall of the gallbladder"), short="It is reported once."
    )
    for asked, covers in (("is a hernia plicated", False), ("is a gallbladder opened", True)):
        typed = question.parse(asked)
        back = replace(back, passage=replace(back.passage, role=None))
        titled = headline.of(typed, [back], None, None, None)
        assert titled.kind is HeadlineKind.TITLE
        assert covering.opens(typed, titled, [back], None) is covers


def test_of_two_sides_the_one_of_the_payer_opens() -> None:
    sides = (PointSide("Moda", "It is paid once.", ("d1",)), PointSide("Aetna", "It is never paid.", ("d2",)))
    point = Point("whether it is paid", Why.PAYERS, (), (), sides, None)
    both = quoted(1, "It is paid once.", source="Moda Health"), quoted(2, "It is never paid.", source="Letter")
    assert opening("does Aetna pay it", *both, point=point) == ("It is never paid.", 2)
    assert opening("is it paid", *both, point=point) == ("It is paid once.", 1)
    # A text of one payer may tell another one's rule beside its own.
    beside = "It is paid once. For an Advantage member it is never paid, as by Medicare."
    sides = (PointSide("Moda", "It is paid once.", ("d1",)), PointSide("Medicare", "it is never paid", ("d1",)))
    point = replace(point, sides=sides)
    assert opening("does Medicare pay it", quoted(1, beside, source="Moda"), point=point) == ("it is never paid", 1)


def test_where_payers_pull_apart_nothing_is_claimed_for_one_on_no_side() -> None:
    sides = (PointSide("Moda", "It is paid once.", ("d1",)), PointSide("Medicare", "It is never paid.", ("d2",)))
    both = quoted(1, "It is paid once.", source="Letter"), quoted(2, "It is never paid.", source="Letter")
    found = Headline(HeadlineKind.RECORDED, None, "It is paid once.", 1)
    point = Point("whether it is paid", Why.PAYERS, (), (), sides, None)
    for asked, covers in (("does Aetna pay it", False), ("does Moda pay it", True), ("is it paid", True)):
        assert covering.opens(question.parse(asked), found, both, point) is covers


RECORD = """\
- on: whether a blood draw is paid beside a lab test
  verdict: no
  asked: [is a blood draw paid with a lab test, does an insurer pay a blood draw with a lab test]
  beside: []
  says: A blood draw is not paid with a lab test.
  sources: [draw]
"""


def test_another_payers_rule_is_only_what_is_nearest(place: Place) -> None:
    place.write(
        "draw.md",
        "---\nsource: Moda Health policy\n---\n# Draws\n\nA blood draw is not paid with a lab test. Say so.\n",
    )
    place.excerpt("pump.md", "Pumps", "Report the refill of a pump once.")
    place.write("points.yaml", RECORD)
    assert place.build().problems == ()
    desk = Desk.open(place.index, AssistantSettings())
    own = desk.ask("does Moda pay a blood draw with a lab test")
    assert own.voice is Voice.ANSWERS
    assert own.headline
    assert own.headline.says == "A blood draw is not paid with a lab test."
    other = desk.ask("does Aetna pay a blood draw with a lab test")
    assert (other.voice, other.headline, other.cases) == (Voice.NEAREST, None, ())
    assert other.quotations[0].passage.document_id == "draw"
    assert other.refusal
    assert other.refusal.missing == Unsaid(("Aetna",), (), ())
    refused = desk.ask("is a blood draw paid with a lab test when the patient refused it")
    assert refused.voice is Voice.NEAREST
    assert refused.refusal
    assert refused.refusal.missing == Unsaid((), (), (), ("a refusal",))
    assert "Missing: none of the nearest documents speaks of a refusal." in refusal_phrases.refusal(refused.refusal)


def test_a_basis_names_the_payers_that_it_does_not_speak_of() -> None:
    said = quoted(1, "It is reported once.", source="CPT Assistant")
    said = replace(said, passage=replace(said.passage, tier=Tier.CPT))
    found = basis.of(question.parse("does aetna pay it twice"), [said])
    assert found.silent == ("aetna",)
    assert phrases.basis(found).endswith("; none of it speaks of aetna.")
    assert basis.of(question.parse("is it paid twice"), [said]).silent == ()
