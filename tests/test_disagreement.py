"""Where the evidence pulls apart: what is said, on which sides, and what is left unsaid."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from conftest import Place

from assistant import Desk
from assistant.answers import Answer, Quotation
from assistant.fitted.logistic import Logistic
from assistant.quoting import disagreement
from assistant.quoting.disagreement import Replaced
from benchmarks import disagreements
from indexer import codes
from indexer.documents import PartialDate, Provenance
from indexer.index import Index
from indexer.passages import Passage
from indexer.points import DEPENDS, DISPUTED, NO, YES, Point, PointSide, Why
from indexer.sources import Tier


@pytest.fixture(scope="module")
def desk(shipped_index: Path) -> Desk:
    return Desk.open(shipped_index)


def quotation(
    number: int,
    text: str,
    tier: Tier = Tier.FORUM,
    year: int | None = None,
    score: float = 1.0,
    replaced_by: str | None = None,
    said: str | None = None,
) -> Quotation:
    """``text`` is the whole passage, ``said`` the part of it that is quoted."""
    passage = Passage(
        id=f"d{number}#text",
        document_id=f"d{number}",
        part="text",
        role=None,
        title="T",
        context="T",
        text=text,
        codes=codes.values(codes.find(text)),
        about=(),
        tier=tier,
        date=PartialDate(year) if year else None,
        source="S",
        citation="S",
        url=None,
        superseded_by=None,
        provenance=Provenance.SAID,
        payer=None,
    )
    said = said or text
    start = text.index(said)
    return Quotation(number, passage, start, start + len(said), said, score, replaced_by)


def sides(answer: Answer) -> list[set[str]]:
    assert answer.disagreement is not None
    documents = {citation.number: citation.document_id for citation in answer.citations}
    return [{documents[number] for number in side.citations} for side in answer.disagreement.sides]


POINT = Point(
    "whether 51 goes on the second procedure",
    Why.PAYERS,
    ("51 on line 2",),
    (),
    (PointSide("CPT", "put 51 on it", ("d1",)), PointSide("Medicare", "leaves 51 off", ("d2", "d3"))),
)


def test_a_recorded_point_is_said_with_tier_and_date_on_each_side(shipped: Index) -> None:
    one = quotation(1, "CPT says: put 51 on it.", tier=Tier.CPT, year=1999)
    two = quotation(2, "It leaves 51 off.", tier=Tier.MAC, year=2022)
    three = quotation(3, "Software adds 51.", tier=Tier.VENDOR)
    aside = quotation(4, "51 is old.")
    apart = disagreement.find((one, two, three, aside), POINT, shipped)
    assert apart is not None
    assert apart.why == "Payers differ on whether 51 goes on the second procedure."
    assert [(side.stands_for, side.citations) for side in apart.sides] == [
        ("CPT (CPT book or CPT Assistant; 1999)", (1,)),
        ("Medicare (Medicare contractor, vendor; 2022, undated)", (2, 3)),
    ]


def test_a_point_is_not_said_where_one_side_is_not_quoted(shipped: Index) -> None:
    one = quotation(1, "CPT says: put 51 on it.")
    assert disagreement.find((one,), POINT, shipped) is None
    assert disagreement.find((), POINT, shipped) is None


def test_of_what_changed_the_side_that_stands_comes_first(shipped: Index) -> None:
    changed = Point(POINT.on, Why.DATES, (), (), POINT.sides)
    quoted = (quotation(1, "put 51 on it"), quotation(2, "leaves 51 off"))
    apart = disagreement.find(quoted, changed, shipped)
    assert apart is not None
    assert apart.why == "Guidance changed on whether 51 goes on the second procedure."
    assert [side.citations for side in apart.sides] == [(2,), (1,)]


def test_two_views_of_one_text_are_told_apart_by_their_words(shipped: Index) -> None:
    text = "CPT says: put 51 on it. Medicare leaves 51 off."
    both = Point(
        POINT.on,
        Why.PAYERS,
        (),
        (),
        (PointSide("CPT", "put 51 on it", ("d1",)), PointSide("Medicare", "leaves 51 off", ("d1",))),
    )
    first = quotation(1, text, said="CPT says: put 51 on it.")
    second = Quotation(2, first.passage, 24, len(text), text[24:], 1.0, None)
    apart = disagreement.find((first, second), both, shipped)
    assert apart is not None
    assert [side.citations for side in apart.sides] == [(1,), (2,)]


def test_an_editors_words_are_left_out_where_they_name_a_code_that_is_not_quoted(shipped: Index) -> None:
    sides = (PointSide("62368 alone", "put 51 on it", ("d1",)), PointSide("Medicare", "leaves 51 off", ("d2",)))
    named = Point("whether 62368 is billed", Why.OPPOSITE, (), (), sides)
    second = quotation(2, "leaves 51 off")
    apart = disagreement.find((quotation(1, "put 51 on it"), second), named, shipped)
    assert apart is not None
    assert apart.why == "Sources disagree."
    assert [side.stands_for for side in apart.sides] == ["one view (forum; undated)", "Medicare (forum; undated)"]
    with_code = quotation(1, "put 51 on it, and bill 62368")
    apart = disagreement.find((with_code, second), named, shipped)
    assert apart is not None
    assert apart.why == "Sources disagree on whether 62368 is billed."
    assert apart.sides[0].stands_for == "62368 alone (forum; undated)"


def test_replaced_guidance_is_said_without_a_record(shipped: Index) -> None:
    old = quotation(1, "Add 62368 to 95990 at a pump refill.", tier=Tier.CPT, year=2006, replaced_by="d2")
    new = quotation(2, "Never 62368 with 95990 at a pump refill.", tier=Tier.CPT, year=2012)
    apart = disagreement.find((new, old), None, shipped)
    assert apart is not None
    assert apart.why == "Guidance changed."
    assert [(side.stands_for, side.citations) for side in apart.sides] == [
        ("what stands (CPT book or CPT Assistant; 2012)", (2,)),
        ("what it replaced (CPT book or CPT Assistant; 2006)", (1,)),
    ]


def test_what_was_replaced_beside_the_point_is_not_said(shipped: Index) -> None:
    best = quotation(1, "20680 is billed once for hardware removal.")
    old = quotation(2, "Add 62368 to 95990.", score=0.5, replaced_by="d3")
    new = quotation(3, "Never 62368 with 95990.", score=0.4)
    assert disagreement.find((best, old, new), None, shipped) is None


def test_two_texts_that_merely_differ_do_not_disagree(shipped: Index) -> None:
    one = quotation(1, "20680 is for deep hardware.")
    other = quotation(2, "20670 is for superficial hardware.", score=0.9)
    assert disagreement.find((one, other), None, shipped) is None


def test_the_probability_is_that_of_a_logistic_regression() -> None:
    fitted = Logistic((("old", 2.0), ("new", -1.0)), 0.0, 0.5)
    assert fitted.chance(Replaced(1.0, 2.0)) == 0.5
    assert fitted.chance(Replaced(1.0, 1.0)) == pytest.approx(0.7311, abs=1e-4)
    assert fitted.passes(Replaced(1.0, 2.0))
    assert not fitted.passes(Replaced(1.0, 2.1))


PUMP = """\
- on: whether a volume check counts as reprogramming
  why: opposite
  asked: [is checking the pump volume reprogramming]
  beside: [who may refill a pump]
  sides:
    - {for: Dr. A, says: A volume check is reprogramming., sources: [both]}
    - {for: Dr. B, says: A volume check is not reprogramming., sources: [both]}
    - {for: CPT, says: Reprogramming changes dose or rate., sources: [far]}
"""


def test_every_side_is_quoted_with_its_words_and_found_where_the_ranking_misses_it(place: Place) -> None:
    place.excerpt("both.md", "Volume check", "A volume check is reprogramming. A volume check is not reprogramming.")
    place.excerpt("far.md", "Words", "Much else is said here first. Reprogramming changes dose or rate. And more.")
    for number in range(8):
        place.excerpt(f"near{number}.md", "Pump volume check", f"Check the pump volume {number} times at a refill.")
    place.write("points.yaml", PUMP)
    place.build()
    answer = Desk.open(place.index).ask("is checking the pump volume reprogramming?")
    assert answer.disagreement is not None
    assert answer.disagreement.why == "Sources disagree on whether a volume check counts as reprogramming."
    quoted = {one.citation: one.text for one in answer.quotations}
    assert [[quoted[number] for number in side.citations] for side in answer.disagreement.sides] == [
        ["A volume check is reprogramming."],
        ["A volume check is not reprogramming."],
        ["Much else is said here first. Reprogramming changes dose or rate. And more."],
    ]


def test_a_question_beside_a_recorded_point_is_answered_without_it(place: Place) -> None:
    place.excerpt("both.md", "Volume check", "A volume check is reprogramming. A volume check is not reprogramming.")
    place.excerpt("far.md", "Words", "Reprogramming changes dose or rate. A nurse may refill a pump.")
    place.write("points.yaml", PUMP)
    place.build()
    assert Desk.open(place.index).ask("who may refill a pump?").disagreement is None


def test_the_shipped_record_has_no_problem_and_every_side_its_words(shipped: Index) -> None:
    recorded = shipped.points.recorded
    assert len([one for one in recorded if one.why]) >= 100
    assert len([one for one in recorded if one.why is None]) >= 150
    assert len({one.on for one in recorded}) == len(recorded)
    assert all(re.match(r"(?:[a-z]|E/M|[A-Z][a-z]+'s )", one.on) for one in recorded)


def test_every_shipped_point_has_a_verdict_and_cases_where_it_depends(shipped: Index) -> None:
    recorded = shipped.points.recorded
    assert [one.on for one in recorded if one.verdict is None] == []
    assert len([one for one in recorded if one.cases]) >= 60
    assert [one.on for one in recorded if one.verdict == DEPENDS and not one.cases] == []
    assert [one.on for one in recorded if one.verdict in {YES, NO} and not one.on.startswith("whether ")] == []
    assert [one.on for one in recorded if one.verdict == DISPUTED and len(one.sides) < 2] == []


@pytest.mark.parametrize(
    ("text", "old", "new"),
    [
        (
            "polyp removed whole with cold forceps, 45380 or 45385",
            "excerpts/cpta-1996-01-cold-biopsy-polyp-45380-or-45385",
            "threads/cold-forceps-polyp-removal-45380-not-45385",
        ),
        (
            "does medicare take a rubber stamp signature",
            "excerpts/cms-2010-stamped-signatures-not-accepted",
            "excerpts/cms-2013-stamp-allowed-for-disability",
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
