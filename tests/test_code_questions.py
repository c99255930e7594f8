"""Questions about a code itself, and about codes that no document names."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from assistant import naming
from assistant.answers import Place
from assistant.ask import Desk
from assistant.finding import unnamed
from assistant.judgement import Voice
from assistant.naming import Named
from assistant.quoting import citations, known
from assistant.reading import question, topics
from assistant.reading.wanted import Wanted
from assistant.refusal import Undescribed, UnknownCodes, Unsaid
from assistant.showing import exports, html, outline, phrases
from assistant.statements import HeadlineKind
from indexer.codes import Code
from indexer.errors import CitationError, Courtesy

PUMPS = "surgery, nervous system, pumps for spinal infusion"


@pytest.fixture(scope="module")
def desk(shipped_index: Path) -> Desk:
    return Desk.open(shipped_index)


@pytest.mark.parametrize(
    ("asked", "wanted"),
    [
        ("62370", Wanted.IDENTITY),
        ("62370 x2", Wanted.IDENTITY),
        ("99213 vs 99214", Wanted.IDENTITY),
        ("what is 62370", Wanted.IDENTITY),
        ("what does CPT code 62370 mean?", Wanted.IDENTITY),
        ("25", Wanted.IDENTITY),
        ("-59?", Wanted.IDENTITY),
        ("62367 description", Wanted.DESCRIPTION),
        ("what is the long descriptor for 62367", Wanted.DESCRIPTION),
        ("what's the rvu for 62370", Wanted.VALUE),
        ("how much does 62370 pay", Wanted.VALUE),
        ("is 25 on 99213", None),
        ("20610 b/l", None),
        ("what is the global period of 20610", None),
        ("pump refill", None),
        ("28", None),
    ],
)
def test_what_is_wanted_of_codes_that_are_asked_about_alone(asked: str, wanted: Wanted | None) -> None:
    assert question.parse(asked).wanted is wanted


def test_a_number_alone_is_a_modifier_unless_it_answers_an_earlier_turn() -> None:
    assert question.parse("25").codes == (Code("modifier", "25"),)
    assert question.parse("25", ["how many minutes of psychotherapy for 90832"]).codes == (Code("CPT", "90832"),)


def test_a_bare_code_is_named_by_its_family_in_every_rendering(desk: Desk) -> None:
    said = f"62370 is a CPT code: {PUMPS}."
    for asked in ("62370", "what is 62370"):
        answer = desk.ask(asked)
        assert answer.voice is Voice.ANSWERS
        # After the headline and on what it rests.
        assert answer.text.split("\n\n")[len(outline.opening(answer))] == said
        assert said in html.answer(answer, 1)
        assert exports.answer(answer)["named"] == [{"system": "CPT", "value": "62370", "family": PUMPS}]


def test_a_description_and_a_rate_are_never_claimed(desk: Desk) -> None:
    described, rate = desk.ask("62367 description"), desk.ask("what's the rvu for 62370")
    assert described.refusal
    assert rate.refusal
    assert described.voice is rate.voice is Voice.NEAREST
    assert described.refusal.missing == Undescribed((Code("CPT", "62367"),))
    assert rate.refusal.missing == Unsaid((), (), ("an amount",))
    for answer in (described, rate):
        assert answer.text.startswith(phrases.UNSETTLED)
        assert f"is a CPT code: {PUMPS}." in answer.text
    assert exports.answer(described)["refusal"]["missing"]["reason"] == "undescribed"


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (Code("CPT", "99999"), "99999 is in no family of codes."),
        (Code("CPT", "64999"), "64999 is a CPT code: surgery, nervous system."),
        (Code("HCPCS", "J7321"), "J7321 is an HCPCS code: drugs, hyaluronate and cartilage cells."),
        (Code("ICD-10-CM", "M17.11"), "M17.11 is an ICD-10-CM code: muscles, bones and joints."),
        (Code("modifier", "25"), "25 is a modifier: CPT modifiers, on visits."),
    ],
)
def test_what_a_code_is_reads_as_a_sentence(code: Code, said: str) -> None:
    assert phrases.named(naming.of([code])[0]) == said


def test_a_refusal_over_an_unknown_code_names_its_family(desk: Desk) -> None:
    answer = desk.ask("is 0402T covered, and 99999")
    assert answer.voice is not Voice.ANSWERS
    assert answer.refusal
    assert answer.refusal.missing == UnknownCodes((Code("CPT", "0402T"), Code("CPT", "99999")))
    said = "no document names 0402T (CPT, category III, new technology); 99999 (in no family of codes)"
    assert f"Missing: {said}." in answer.text


def test_only_codes_that_were_asked_about_are_named(desk: Desk) -> None:
    answer = desk.ask("62367 description")
    with pytest.raises(CitationError, match="99213 stands in no cited passage"):
        citations.check(replace(answer, named=(Named(Code("CPT", "99213"), None),)))


@pytest.mark.parametrize(
    ("asked", "unknown"),
    [
        ("does 0402T need modifier 25", True),
        ("is J7321 covered for knees twice a year", True),
        # Its service is named, a sibling is held, a wildcard covers it, or no procedure is asked about.
        ("is J7321 hyaluronate covered twice a year", False),
        ("is J7321 billed with 20610", False),
        ("11499 with a flap", False),
        ("we delivered after 4 visits, 59400?", False),
        ("what splits a 6xxxx code", False),
        ("M17.11 alone", False),
        ("is a pump refill covered", False),
    ],
)
def test_codes_that_no_document_names_unless_the_service_is_named_or_a_sibling_held(
    desk: Desk, asked: str, unknown: bool
) -> None:
    assert unnamed.all_procedures(question.parse(asked), desk.index) is unknown


def test_an_unknown_code_is_not_answered_from_its_neighbours(desk: Desk) -> None:
    """Whatever chance the texts on 62369 and 62370 get."""
    bold = replace(desk, settings=desk.settings.model_copy(update={"false_claims": 0.5}))
    known, unknown = (bold.ask(f"who may bill {code} when the doctor fills it") for code in ("62370", "62399"))
    assert known.voice is Voice.ANSWERS
    assert unknown.voice is not Voice.ANSWERS
    assert unknown.refusal
    assert unknown.refusal.missing == UnknownCodes((Code("CPT", "62399"),))


@pytest.mark.parametrize(
    ("said", "reply"),
    [
        ("help", "This desk quotes"),
        ("hello, what can you do?", "This desk quotes"),
        ("how does this work?", "This desk quotes"),
        ("hi there", "Hello. This desk"),
        ("are you there", "The desk is open"),
        ("test", "The desk is open"),
        ("who made you", "This is Citedesk, a program"),
        ("thanks", "You are welcome"),
        ("thanks \U0001f64f", "You are welcome"),
        ("ok great, thank you so much!", "You are welcome"),
        ("ok", "The desk is ready"),
        ("\U0001f600 \U0001f44d", "The desk reads words and codes"),
    ],
)
def test_a_courtesy_gets_a_line_that_helps(said: str, reply: str) -> None:
    with pytest.raises(Courtesy, match=f"^{reply}") as courtesy:
        question.parse(said)
    assert courtesy.value.typed == said


@pytest.mark.parametrize(
    "asked", ["help with 62370", "thanks, and is 25 needed", "who are you billing", "okay to bill 25", "what is it"]
)
def test_a_question_with_a_courtesy_is_a_question(asked: str) -> None:
    assert question.parse(asked).typed == asked


@pytest.mark.parametrize(
    ("typed", "topic"),
    [
        ("pump refills", True),
        ("skin tags", True),
        ("critical care", True),
        ("removal of impacted ear wax", True),
        ("how do I bill a pump refill", False),
        ("pump refills billable", False),
        ("bill pump refills", False),
        ("skin tags?", False),
        ("skin tags, units", False),
        ("skin tags 2024", False),
        ("modifier 59", False),
        ("Medicare", False),
        ("the nurse", False),
        ("denial of a claim for pump refills", False),
        ("", False),
    ],
)
def test_a_subject_that_is_only_named_is_told_from_a_question(typed: str, topic: bool) -> None:
    assert topics.named(typed) is topic


def test_a_reply_and_a_follow_up_name_no_subject() -> None:
    assert question.parse("pump refills").topic
    assert not question.parse("pump refills", ["is 95990 payable with 62370?"]).topic


@pytest.mark.parametrize("asked", ["62370", "G2211?", "25", "modifier 59", "skin tags", "pump refills"])
def test_what_is_only_named_gets_what_is_recorded_on_it(desk: Desk, asked: str) -> None:
    """No bare yes or no, and no case, opens the answer: nothing was asked that it could answer."""
    answer = desk.ask(asked)
    assert answer.voice is Voice.ANSWERS
    assert answer.headline
    assert answer.headline.lead not in {"Yes.", "No."}
    assert 1 <= len(answer.known) <= known.TOLD
    assert not {one.on for one in answer.known} & {answer.disagreement.on if answer.disagreement else None}
    said = "\n".join([f"**{phrases.KNOWN}**", *(f"- {phrases.written(line)}" for line in outline.known(answer))])
    assert said in answer.text
    assert f"**{phrases.SOURCES}**" not in answer.text
    assert f"<h3>{phrases.KNOWN}</h3>" in html.answer(answer, 1)
    told = exports.answer(answer)["known"]
    assert [one["citation"] for one in told] == [one.citation for one in answer.known]


@pytest.mark.parametrize(
    ("asked", "on"),
    [
        ("20550 vs 20551", None),
        ("99495 vs 99496", "which TCM code applies: 99495 or 99496"),
        (
            "what is 27096",
            "whether imaging or an arthrogram (77003, 73542) is coded apart from SI joint injection 27096",
        ),
    ],
)
def test_codes_alone_open_with_a_point_that_is_named_or_asked_for_by_them(
    desk: Desk, asked: str, on: str | None
) -> None:
    """A verdict on ultrasound is none on how two injections differ."""
    headline = desk.ask(asked).headline
    assert headline
    assert (headline.kind is HeadlineKind.RECORDED) == (on is not None)
    assert on is None or on in (headline.lead or "")


def test_points_on_a_code_have_it_in_their_name_first(desk: Desk) -> None:
    named = ["G2211" in one.on for one in desk.ask("G2211").known]
    assert named == sorted(named, reverse=True)
    assert named[0]


def test_beside_what_is_refused_stands_what_is_recorded(desk: Desk) -> None:
    for asked in ("62367 description", "what's the rvu for 62370"):
        answer = desk.ask(asked)
        assert answer.voice is Voice.NEAREST
        assert 1 <= len(answer.known) <= known.TOLD
        assert sum(one.place is Place.NEAREST for one in answer.quotations) == len(outline.sources(answer)) == 3


@pytest.mark.parametrize("asked", ["is 62370 payable with 95990", "how are skin tags counted", "flu vaccine on mars"])
def test_nothing_is_listed_where_something_is_asked_or_nothing_recorded(desk: Desk, asked: str) -> None:
    assert desk.ask(asked).known == ()


def test_a_point_that_is_listed_is_checked(desk: Desk) -> None:
    answer = desk.ask("62370")
    first = answer.known[0]
    with pytest.raises(CitationError, match="99213 stands in no cited passage"):
        citations.check(replace(answer, known=(replace(first, verdict="99213"),)))
    with pytest.raises(CitationError, match="does not stand in what"):
        citations.check(replace(answer, known=(replace(first, says="Nobody said so."),)))
    with pytest.raises(CitationError, match="the mark \\[99\\] has no citation"):
        citations.check(replace(answer, known=(replace(first, citation=99),)))
