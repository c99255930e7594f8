"""With what an answer opens: an editor's verdict as it answers the question as asked, or the sentence that answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from conftest import REPLY, Place

from assistant import Desk, answers
from assistant.answers import Quotation
from assistant.finding.recognition import Asked, Met
from assistant.quoting import cases, headline
from assistant.reading import question
from assistant.settings import AssistantSettings
from assistant.statements import Case, Headline, HeadlineKind
from indexer import codes
from indexer.documents import PartialDate
from indexer.points import Point, PointCase, PointSide, Why
from indexer.sources import Tier


def quoted(number: int, text: str, short: str | None = None, title: str = "T") -> Quotation:
    """The whole of document dN, which is an excerpt; ``short`` is what is shown of it at first."""
    found = codes.values(codes.find(text))
    passage = replace(
        REPLY, id=f"d{number}#text", document_id=f"d{number}", role=None, title=title, text=text, codes=found
    )
    return Quotation(number, passage, 0, len(text), text, 1.0, None, short=short or text)


def plain(on: str, verdict: str | None, says: str, *asked: str) -> Point:
    return Point(on, None, asked, (), (PointSide(None, says, ("d1",)),), verdict)


def opens(
    typed: str,
    point: Point,
    quotations: Sequence[Quotation],
    nearest: str | None = None,
    case: Case | None = None,
    enough: bool = True,
) -> Headline:
    near = Asked(1.0, 0.0, 1.0, 0.0, 1.0, 1.0, 0.0, 1.0)
    met = Met(point, nearest or point.phrases[-1], near, 1.0, enough=enough)
    return headline.of(question.parse(typed), quotations, met, case, None)


STAMP = plain("whether a stamp is a signature", "no", "A stamp is no signature.", "is a stamp accepted as signature")
STAMPED = (quoted(1, "So the manual has it. A stamp is no signature."),)
NAMED = "On whether a stamp is a signature: no."


@pytest.mark.parametrize(
    ("typed", "nearest", "lead"),
    [
        ("is a stamp ok as signature", None, "No."),
        # The point's own name is no way to ask, and a conclusion is answered by yes and by no.
        ("is a stamp ok as signature", "whether a stamp is a signature", NAMED),
        ("it was stamped, so is that a signature", None, NAMED),
        # The other way round a bare "no" would say the opposite.
        ("is it wrong to sign with a stamp", None, NAMED),
        ("isn't a stamp accepted as signature", None, NAMED),
        ("isn't a stamp accepted as signature", "stamp not accepted", "No."),
        # What asks for a thing is not answered by yes or no, nor does a verdict on such a phrase answer a yes or no.
        ("what counts as a signature, a stamp?", None, NAMED),
        ("is a stamp ok as signature", "which signature is accepted", NAMED),
    ],
)
def test_a_bare_verdict_stands_only_where_it_answers_the_question_as_it_is_asked(
    typed: str, nearest: str | None, lead: str
) -> None:
    found = opens(typed, STAMP, STAMPED, nearest)
    assert (found.kind, found.lead, found.says, found.citation) == (
        HeadlineKind.RECORDED, lead, "A stamp is no signature.", 1
    )  # fmt: skip
    assert found.text == f"{lead} A stamp is no signature."


REFILL = plain("the code for a refill", "95990", "Report 95990\nfor the refill.", "what code is a refill")


@pytest.mark.parametrize(
    ("typed", "lead"),
    [("which code is the refill", "95990."), ("is the refill 95991", "On the code for a refill: 95990.")],
)
def test_a_code_answers_what_asks_for_a_code(typed: str, lead: str) -> None:
    found = opens(typed, REFILL, (quoted(1, "Report 95990\nfor the refill."),))
    assert found.text == f"{lead} Report 95990 for the refill."


def test_a_verdict_or_a_name_with_a_code_that_is_not_quoted_is_left_out() -> None:
    hidden = plain("the code for a refill", "95990", "Report the refill code.", "what code is a refill")
    assert opens("which code is the refill", hidden, (quoted(1, "Report the refill code."),)).lead is None
    named = replace(STAMP, on="whether 99213 takes a stamp")
    assert opens("is a stamp ok as signature", named, STAMPED).lead == "No."
    assert opens("is it wrong to sign with a stamp", named, STAMPED).lead is None
    assert opens("is a stamp ok", replace(named, verdict="depends"), STAMPED).lead == "It depends:"
    assert opens("is a stamp ok", replace(named, verdict="disputed"), STAMPED).lead == "Sources differ:"


def test_without_a_verdict_the_recorded_words_stand_alone() -> None:
    found = opens("is a stamp ok as signature", replace(STAMP, verdict=None), STAMPED)
    assert (found.kind, found.text) == (HeadlineKind.RECORDED, "A stamp is no signature.")


def test_what_depends_opens_with_the_case_that_is_told() -> None:
    turning = replace(STAMP, verdict="depends")
    found = opens("is a stamp ok", turning, STAMPED)
    assert found.text == "It depends (whether a stamp is a signature): A stamp is no signature."
    case = Case("the signer is disabled", (), (), "So the manual has it.", 1)
    found = opens("is a stamp ok", turning, STAMPED, case=case)
    assert found.text == "The signer is disabled: So the manual has it."


def test_of_a_point_that_is_only_likely_meant_the_words_stand_without_its_verdict() -> None:
    found = opens("is a stamp ok as signature", STAMP, STAMPED, enough=False)
    assert (found.kind, found.text) == (HeadlineKind.SENTENCE, "A stamp is no signature.")


OLD, NEW = "A stamp will do.", "A stamp is no signature."
CHANGED = Point(
    "whether a stamp is a signature",
    Why.SUPERSEDED,
    ("is a stamp accepted as signature",),
    (),
    (PointSide("then", OLD, ("d2",), None, PartialDate(2010, 4)), PointSide("now", NEW, ("d1",), PartialDate(2010, 5))),
    "no",
)
BOTH = (quoted(1, NEW), quoted(2, OLD))


def test_of_what_changed_the_words_of_today_carry_the_verdict() -> None:
    assert opens("is a stamp accepted as signature", CHANGED, BOTH).text == f"No. {NEW}"


def test_at_an_earlier_date_of_service_what_held_then_is_said() -> None:
    found = opens("was a stamp accepted as signature, DOS 2008", CHANGED, BOTH)
    assert (found.text, found.citation) == (f"At the date asked about (until April 2010): {OLD}", 2)
    assert opens("stamp accepted as signature, DOS 2012", CHANGED, BOTH).text == f"No. {NEW}"


def test_where_views_stand_against_each_other_that_is_said() -> None:
    disputed = replace(CHANGED, why=Why.OPPOSITE, verdict="disputed")
    found = opens("is a stamp accepted as signature", disputed, BOTH)
    assert found.text == f"Sources differ on whether a stamp is a signature: {NEW}"


def test_a_verdict_whose_words_are_not_quoted_is_not_said() -> None:
    elsewhere = quoted(3, "A stamp may stand beside a signature.")
    found = opens("is a stamp accepted as signature", STAMP, (elsewhere,))
    assert (found.kind, found.text, found.citation) == (HeadlineKind.SENTENCE, elsewhere.text, 3)
    part = replace(STAMPED[0], end=21, text="So the manual has it.", short="So the manual has it.")
    assert opens("is a stamp accepted as signature", STAMP, (part,)).kind is HeadlineKind.SENTENCE


def sentence(*quotations: Quotation) -> Headline:
    return headline.of(question.parse("how is a stamp signed"), quotations, None, None, None)


def test_without_a_point_the_sentence_that_answers_opens() -> None:
    first = quoted(1, "Sign by hand. A stamp is of no use here at all.", short="A stamp is of no use here at all.")
    assert sentence(first, quoted(2, "Other.")) == Headline(
        HeadlineKind.SENTENCE, None, "A stamp is of no use here at all.", 1
    )


def test_a_house_ruling_does_not_open_where_something_else_is_quoted() -> None:
    ruling = quoted(1, "We sign by hand in this house.")
    ruling = replace(ruling, passage=replace(ruling.passage, tier=Tier.HOUSE))
    assert sentence(ruling, quoted(2, "A stamp is of no use here.")).citation == 2
    assert sentence(ruling).citation == 1


def test_of_a_long_quotation_one_sentence_opens_that_stands_alone() -> None:
    alone = f"A stamp serves where {' and '.join(['the signer is away'] * 7)}."
    back = f"It does so where {' and '.join(['that holds'] * 9)}."
    assert sentence(quoted(1, f"{alone} {back}")).says == alone
    assert sentence(quoted(1, f"{back} {alone}")).says == alone


def test_where_no_sentence_stands_alone_the_title_opens_if_it_says_something() -> None:
    back = "It is not."
    titled = sentence(quoted(1, back, title="A rubber stamp is no signature"))
    assert titled == Headline(HeadlineKind.TITLE, None, "A rubber stamp is no signature", 1)
    # A question, a name, and a title with a code that its text lacks say nothing.
    for title in ("Is a rubber stamp a signature now?", "Signature stamps", "A stamp on a 99213 is no signature"):
        assert sentence(quoted(1, back, title=title)) == Headline(HeadlineKind.SENTENCE, None, back, 1)


TURNING = Point(
    "which pump code",
    None,
    (),
    (),
    (PointSide(None, "It turns on the change.", ("d1",)),),
    "depends",
    (
        PointCase("the dose is changed", ("62368",), (), "Report 62368 when the dose is changed.", "d1"),
        PointCase("nothing is changed", ("62367",), ("62368",), "Report 62367 when\nnothing is changed.", "d2"),
        PointCase("the pump is removed", (), (), "Nothing is said of that.", "d1"),
    ),
)
PUMP = (quoted(1, "Report 62367 when nothing\nis changed."), quoted(2, "Report 62367 when\nnothing is  changed. More."))


def test_the_cases_are_those_whose_words_are_quoted_in_the_order_of_the_record() -> None:
    """With the words as the document writes them."""
    both = (quoted(1, "Report 62368 when the dose is changed."), PUMP[1])
    assert cases.of(TURNING, both) == (
        Case("the dose is changed", ("62368",), (), "Report 62368 when the dose is changed.", 1),
        Case("nothing is changed", ("62367",), ("62368",), "Report 62367 when\nnothing is  changed.", 2),
    )
    named = replace(both[0], text="Report 62368", end=12)
    assert [one.citation for one in cases.of(TURNING, (named, PUMP[1]))] == [2]
    # A case with a code that no quoted passage names would fail the answer's own check.
    assert cases.of(TURNING, PUMP) == ()
    assert cases.of(TURNING, (named, replace(PUMP[1], end=10, text="Report 623"))) == ()
    assert cases.of(TURNING, (named, replace(PUMP[1], place=answers.Place.LATER))) == ()


def test_the_case_that_a_question_tells_of_is_the_one_that_its_facts_agree_with() -> None:
    changed = Case("refilled, the dose changed", ("62368",), (), "Report 62368 when the dose is changed.", 1)
    left = Case("refilled, dose unchanged", ("62367",), (), "Report 62367 when the pump is only read.", 2)
    both = (changed, left)
    assert cases.told(question.parse("refilled the pump, dose was increased"), TURNING, both) == changed
    assert cases.told(question.parse("refilled the pump, no dose change"), TURNING, both) == left
    assert cases.told(question.parse("is a pump a device"), TURNING, both) is None
    assert (
        cases.told(question.parse("the dose was increased"), TURNING, (changed, replace(changed, citation=2))) is None
    )
    assert cases.told(question.parse("the dose was increased"), replace(TURNING, verdict="no"), both) is None


BASE = """\
- on: whether a rubber stamp is a signature
  verdict: no
  asked: [does a rubber stamp count as signature]
  beside: []
  says: A rubber stamp is no signature.
  sources: [stamp]
  cases:
  - {when: the signer is disabled, says: A disabled signer may use a stamp., source: late}
"""


def test_a_recorded_verdict_opens_the_answer_to_a_question_of_its_kind(place: Place) -> None:
    place.excerpt("stamp.md", "Stamps", "Records need a signature. A rubber stamp is no\nsignature. Sign by hand.")
    place.excerpt("late.md", "Late", "This came later. A disabled signer may use a stamp. Others may not.")
    place.write("points.yaml", BASE)
    assert place.build().problems == ()
    answer = Desk.open(place.index, AssistantSettings()).ask("does a rubber stamp count as signature?")
    assert answer.headline is not None
    assert (answer.headline.kind, answer.headline.lead) == (HeadlineKind.RECORDED, "No.")
    assert answer.text.startswith("No. “A rubber stamp is no signature.” [1]\n\n")
    assert [(one.when, one.says) for one in answer.cases] == [
        ("the signer is disabled", "A disabled signer may use a stamp.")
    ]
    refused = Desk.open(place.index).ask("how do I prune the roses in my garden in spring")
    assert (refused.headline, refused.cases) == (None, ())
