"""What support is computed from, over a base of three passages: every value worked out by hand."""

from __future__ import annotations

import math
from dataclasses import asdict

import pytest
from conftest import Place

from assistant.answers import Candidate
from assistant.finding import features
from assistant.reading import question
from indexer.index import Index

# In each base 3 passages; the rarity of a term that is in n of them is ln(1 + (3 - n + 0.5) / (n + 0.5)).
NONE, ONE, TWO = (math.log(1 + (3 - n + 0.5) / (n + 0.5)) for n in (0, 1, 2))


@pytest.fixture
def base(place: Place) -> Index:
    place.excerpt("refill.md", "Pump", "Since 2006 report 62368 when it is reprogrammed.")
    place.excerpt("review.md", "Review of a pump", "Report 62367 for the analysis alone.")
    place.excerpt("wound.md", "Wound repair", "Layered closure is measured in centimetres.")
    place.build()
    return place.open()


def candidates(base: Index, *scores: tuple[str, float, float, float]) -> list[Candidate]:
    """Of each document its passage, with fused score, BM25 and cosine; words and meaning are the latter two."""
    by_document = {one.document_id: (row, one) for row, one in enumerate(base.store.passages([0, 1, 2]))}
    return [
        Candidate(by_document[name][0], by_document[name][1], score, bm25, cosine, 0.0, bm25, cosine, ("words",))
        for name, score, bm25, cosine in scores
    ]


def measured(base: Index, text: str, *scores: tuple[str, float, float, float], after: str = "") -> dict[str, float]:
    asked = question.parse(text, [after] if after else [])
    return asdict(features.measure(asked, candidates(base, *scores), base))


ALL = (("refill", 0.9, 1.5, 0.4), ("review", 0.6, 2.5, 0.7), ("wound", 0.1, 0.0, 0.2))


def test_the_best_raw_scores_count_wherever_they_stand(base: Index) -> None:
    found = measured(base, "pump reprogrammed", *ALL)
    assert found["cosine"] == 0.7
    # "pump" is in two passages, "reprogrammed" in one.
    assert found["bm25"] == pytest.approx(2.5 / (TWO + ONE))


def test_coverage_and_the_rarest_words_are_looked_for_in_the_first_document(base: Index) -> None:
    found = measured(base, "pump xylophone", *ALL)
    assert found["coverage"] == pytest.approx(TWO / (TWO + NONE))
    assert found["rarest"] == 1 / 2
    assert found["length"] == pytest.approx(math.log(1 + 2))
    # The three rarest of four: the pump is the commonest, and only "reprogrammed" is in the first document.
    four = measured(base, "pump reprogrammed layered closure", *ALL)
    assert four["rarest"] == 1 / 3
    assert four["coverage"] == pytest.approx((TWO + ONE) / (TWO + 3 * ONE))


def test_codes_are_known_to_the_base_or_named_by_the_first_document(base: Index) -> None:
    found = measured(base, "is the pump 62368, 62367, 62369 or 62370 with 59?", *ALL)
    # The base has two of the four codes, the first document one; its modifiers none of one.
    assert found["unknown_codes"] == 2 / 4
    assert found["other_codes"] == 3 / 4
    assert found["other_modifiers"] == 1.0
    assert found["coded"] == 1.0
    none = measured(base, "is the pump reprogrammed?", *ALL)
    assert [none[name] for name in ("unknown_codes", "other_codes", "other_modifiers", "coded")] == [0, 0, 0, 0]


def test_the_lead_is_over_the_fifth_document_or_over_nothing(base: Index) -> None:
    assert measured(base, "pump reprogrammed", *ALL)["lead"] == pytest.approx(0.9 - 0.0)


def test_a_fifth_document_is_what_the_lead_is_measured_to(place: Place) -> None:
    for number in range(5):
        place.excerpt(f"d{number}.md", "Pump refill", f"Report the refill of pump {number}.")
    place.build()
    base = place.open()
    passages = base.store.passages(range(5))
    found = [
        Candidate(row, passage, 0.9 - row / 10, 0.0, 0.0, 0.0, 0.0, 0.0, ("words",))
        for row, passage in enumerate(passages)
    ]
    measured = features.measure(question.parse("pump reprogrammed"), found, base)
    assert measured.lead == pytest.approx(0.9 - 0.5)


def test_agreement_is_the_part_of_the_best_by_words_that_are_best_by_meaning(place: Place) -> None:
    for number in range(6):
        place.excerpt(f"d{number}.md", "Pump refill", f"Report the refill of pump {number}.")
    place.build()
    base = place.open()
    # By words 0 to 4 lead, by meaning 1 to 5: four of five are in both.
    found = [
        Candidate(row, passage, 0.5, 1 - row / 10, row / 10, 0.0, 0.0, 0.0, ("words",))
        for row, passage in enumerate(base.store.passages(range(6)))
    ]
    assert features.measure(question.parse("pump reprogrammed"), found, base).agreement == 4 / 5


@pytest.mark.parametrize(
    ("text", "unmet", "other_party", "other_year"),
    [
        ("pump reprogrammed", 0, 0, 0),
        ("how much does a pump pay, and how often?", 2, 0, 0),
        ("does aetna cover the pump?", 0, 1, 0),
        # A document's own date is no part of its text.
        ("pump reprogrammed in 2006?", 0, 0, 0),
        ("pump reprogrammed in 2019?", 0, 0, 1),
    ],
)
def test_what_the_question_asks_for_is_looked_for_in_the_first_document(
    base: Index, text: str, unmet: float, other_party: float, other_year: float
) -> None:
    found = measured(base, text, *ALL)
    assert (found["unmet"], found["other_party"], found["other_year"]) == (unmet, other_party, other_year)


def test_of_a_follow_up_its_own_words_have_to_be_covered_too(base: Index) -> None:
    alone = measured(base, "pump reprogrammed", *ALL)
    assert alone["coverage"] == 1.0
    found = measured(base, "and with a xylophone?", *ALL, after="pump reprogrammed")
    # Its own word is not in the first document, whatever is carried along.
    assert found["coverage"] == 0.0


def test_without_candidates_nothing_speaks_for_an_answer(base: Index) -> None:
    found = measured(base, "pump 62368")
    assert [found[name] for name in ("cosine", "bm25", "coverage", "rarest", "lead", "agreement")] == [0] * 6
    assert (found["unknown_codes"], found["other_codes"]) == (0.0, 1.0)
