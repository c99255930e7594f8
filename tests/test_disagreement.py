"""Where cited passages pull apart: what is said, on which sides, and what is left unsaid."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant import Desk
from assistant import disagreement_signals as signals
from assistant.answers import Answer, Quotation
from assistant.disagreement import Calibration, find
from assistant.question import parse
from benchmarks import disagreements
from indexer import codes
from indexer.documents import PartialDate
from indexer.passages import Passage
from indexer.sources import Tier


@pytest.fixture(scope="module")
def desk(shipped_index: Path) -> Desk:
    return Desk.open(shipped_index)


def quotation(
    number: int,
    text: str,
    title: str = "T",
    tier: Tier = Tier.FORUM,
    year: int | None = None,
    score: float = 1.0,
    replaced_by: str | None = None,
) -> Quotation:
    passage = Passage(
        id=f"d{number}#text",
        document_id=f"d{number}",
        part="text",
        role=None,
        title=title,
        context=title,
        text=text,
        codes=codes.values(codes.find(text)),
        tier=tier,
        date=PartialDate(year) if year else None,
        source="S",
        citation="S",
        url=None,
        superseded_by=None,
    )
    return Quotation(number, passage, 0, len(text), text, score, replaced_by)


def sides(answer: Answer) -> list[set[str]]:
    assert answer.disagreement is not None
    documents = {citation.number: citation.document_id for citation in answer.citations}
    return [{documents[number] for number in side.citations} for side in answer.disagreement.sides]


def test_replaced_guidance_is_always_said_with_tier_and_date_on_each_side() -> None:
    old = quotation(1, "Add 62368 to 95990.", tier=Tier.CPT, year=2006, replaced_by="d2")
    new = quotation(2, "Never 62368 with 95990.", tier=Tier.CPT, year=2012, score=0.3)
    quotations, apart = find(parse("62368 with 95990"), [new, old])
    assert quotations == (new, old)
    assert apart is not None
    assert apart.why == "Guidance changed."
    assert [(side.stands_for, side.citations) for side in apart.sides] == [
        ("what stands (CPT book or CPT Assistant; 2012)", (2,)),
        ("what it replaced (CPT book or CPT Assistant; 2006)", (1,)),
    ]


def test_what_was_replaced_beside_the_point_is_not_said() -> None:
    best = quotation(1, "20680 is billed once.")
    old = quotation(2, "Add 62368 to 95990.", score=0.5, replaced_by="d3")
    new = quotation(3, "Never 62368 with 95990.", score=0.4)
    assert find(parse("hardware removal"), [best, old, new]) == ((best, old, new), None)


def test_a_text_that_sets_payers_apart_is_quoted_in_two_parts() -> None:
    text = "CPT puts 52 on an incomplete colonoscopy. Medicare, on the other hand, wants 53."
    other = quotation(2, "It depends on the payer; ask the carrier.", score=0.9)
    quotations, apart = find(parse("medicare or commercial, 52 or 53"), [quotation(1, text), other])
    assert [one.text for one in quotations][:2] == [
        "CPT puts 52 on an incomplete colonoscopy.",
        "Medicare, on the other hand, wants 53.",
    ]
    assert all(one.passage.text[one.start : one.end] == one.text for one in quotations)
    assert [one.citation for one in quotations] == [1, 2, 3]
    assert apart is not None
    assert apart.why == "Payers differ."
    assert [side.citations for side in apart.sides] == [(1,), (2,)]
    assert [side.stands_for for side in apart.sides] == ["CPT or the AMA (forum; undated)", "Medicare (forum; undated)"]


def test_two_texts_that_merely_differ_do_not_disagree() -> None:
    one = quotation(1, "20680 is for deep hardware.")
    other = quotation(2, "20670 is for superficial hardware.", score=0.9)
    assert find(parse("hardware removal"), [one, other]) == ((one, other), None)
    assert find(parse("hardware removal"), []) == ((), None)


def test_a_change_counts_only_where_the_other_text_is_older_and_names_a_code_of_it() -> None:
    new = quotation(1, "CPT deleted 99441 as of January 1, 2025.", tier=Tier.CPT, year=2025)
    old, later = quotation(2, "Bill 99441.", year=2020), quotation(3, "Bill 99441.", year=2026)
    elsewhere = quotation(4, "Bill 20680.", year=2020)
    assert signals.changed([new, old, later, elsewhere]) == [(old, new)]


def test_a_year_that_something_holds_from_is_no_change_of_it() -> None:
    new, old = quotation(1, "Since 2021 Medicare takes G2212.", year=2021), quotation(2, "Bill G2212.", year=2020)
    assert signals.changed([new, old]) == []


def test_what_sets_payers_apart_counts_by_the_words_of_the_question_in_it() -> None:
    text = "CPT puts 52 on an incomplete colonoscopy. Medicare, on the other hand, wants 53."
    quotations = [
        quotation(1, text, title="Another view of colonoscopy", score=2.0),
        quotation(2, "Add 52.", year=2020),
    ]
    near = signals.measure(parse("incomplete colonoscopy"), quotations)
    assert (near.told, near.titled, near.beside) == (1.0, 0.5, 0.5)
    far = signals.measure(parse("colonoscopy anesthesia provider separate"), quotations)
    assert (far.told, far.titled) == (0.25, 0.25)
    assert signals.measure(parse("tonsillectomy"), quotations).told == 0.0


def test_a_question_names_no_payer_one_or_two() -> None:
    one = [quotation(1, "20680 is billed once.")]
    asked = ("hardware removal", "hardware removal for medicare", "hardware removal, medicare and aetna")
    assert [signals.measure(parse(text), one).payers_asked for text in asked] == [0.0, 0.5, 1.0]


def test_years_apart_count_up_to_ten_among_central_quotations() -> None:
    old, new, aside = (
        quotation(1, "A.", year=2010),
        quotation(2, "B.", year=2014),
        quotation(3, "C.", year=1990, score=0.1),
    )
    assert signals.measure(parse("hardware removal"), [old, new, aside]).span == 0.4
    assert signals.measure(parse("hardware removal"), [quotation(1, "A.")]).span == 0.0


def test_the_probability_is_that_of_a_logistic_regression() -> None:
    assert Calibration((2.0, -1.0), 0.0, 0.5).likely((1.0, 1.9))
    assert not Calibration((2.0, -1.0), 0.0, 0.5).likely((1.0, 2.1))


@pytest.mark.parametrize(
    ("text", "old", "new"),
    [
        (
            "same doc ed visit and 99291 later that day, both payable?",
            "excerpts/mcpm-2010-ed-visit-not-paid-with-critical-care",
            "excerpts/mpfs-2022-critical-care-with-same-day-visit-25",
        ),
        (
            "11042 for each toe debrided with 59",
            "excerpts/old-advice-11042-per-toe-modifier-59",
            "excerpts/part-b-alert-debridement-sum-same-depth",
        ),
    ],
)
def test_the_shipped_base_shows_old_and_new_on_different_sides(desk: Desk, text: str, old: str, new: str) -> None:
    found = sides(desk.ask(text))
    assert new in found[0]
    assert old in found[1]
    assert not found[0] & found[1]


def test_the_benchmark_counts_calls_and_sides() -> None:
    meant = disagreements.Labelled("a", "q", "fit", "payers", (frozenset({"x"}), frozenset({"y"})), "")
    agreed = disagreements.Labelled("b", "q", "fit", None, (), "")
    right = disagreements.Called(meant, "Payers differ.", (frozenset({"x"}), frozenset({"y", "z"})))
    missed = disagreements.Called(meant, None, ())
    wrong = disagreements.Called(agreed, "Payers differ.", (frozenset({"x"}), frozenset({"y"})))
    called = [right, missed, wrong, disagreements.Called(agreed, None, ())]
    assert disagreements.precision(called) == 0.5  # 1 of 2 said
    assert disagreements.recall(called) == 0.5  # 1 of 2 meant
    assert right.sides_right
    assert not disagreements.Called(meant, "Payers differ.", (frozenset({"x"}), frozenset({"z"}))).sides_right
