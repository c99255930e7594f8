"""The judge of generated sentences, over passages of the shipped knowledge base."""

from __future__ import annotations

import pytest

from assistant.answers import Quotation
from assistant.rewording import claims, drafts, grounding, instructions, turning
from assistant.rewording.grounding import Fault
from benchmarks import fit_grounding
from indexer.index import Index

REFILL = "excerpts/pump-refill-codes-not-with-62367-62370"
NEVER_WITH = "None of 62367, 62368, 62369 and 62370 may be put on a claim beside 95990 or 95991"


@pytest.fixture(scope="module")
def offered(shipped: Index) -> list[Quotation]:
    """Two quotations: the refill rule as [1], Medicare's G2212 as [2]."""
    found = []
    for number, document in enumerate((REFILL, "excerpts/pfs-2021-why-cms-made-g2212"), 1):
        passage = shipped.store.documents([document])[document][0].passage
        found.append(Quotation(number, passage, 0, len(passage.text), passage.text, 1.0, None))
    return found


def judged(draft: str, offered: list[Quotation], index: Index) -> list[tuple[str, Fault | None]]:
    return [(one.text, one.fault) for one in grounding.judge(draft, offered, index)]


@pytest.mark.parametrize(
    ("draft", "text"),
    [
        (f"{NEVER_WITH} [1].", f"{NEVER_WITH} [1]."),
        (f"{NEVER_WITH}. [1]", f"{NEVER_WITH} [1]."),
        (f"- **{NEVER_WITH}** [1]", f"{NEVER_WITH} [1]."),
        (f"[1] states that none of {NEVER_WITH[8:]}.", f"{NEVER_WITH} [1]."),
        (f"According to [1], none of {NEVER_WITH[8:]}.", f"{NEVER_WITH} [1]."),
        (f"<think>Let me see [2].</think>{NEVER_WITH} [1].", f"{NEVER_WITH} [1]."),
        (f"{NEVER_WITH} [1, 2].", f"{NEVER_WITH} [1]."),
        (f"“{NEVER_WITH}” [1].", f"{NEVER_WITH} [1]."),
        (
            "For prolonged office visits Medicare takes G2212 instead of 99417 from January 1, 2021 on [2].",
            "For prolonged office visits Medicare takes G2212 instead of 99417 from January 1, 2021 on [2].",
        ),
    ],
)
def test_what_its_citation_carries_is_kept(draft: str, text: str, offered: list[Quotation], shipped: Index) -> None:
    assert judged(draft, offered, shipped) == [(text, None)]


@pytest.mark.parametrize(
    ("draft", "fault"),
    [
        (f"{NEVER_WITH}.", Fault.UNMARKED),
        (f"{NEVER_WITH} [3].", Fault.UNKNOWN),
        (f"{NEVER_WITH} [1][3].", Fault.UNKNOWN),
        (f"{NEVER_WITH} [2].", Fault.WEAK),
        ("None of 62367, 62368, 62369 and 62371 may be put on a claim beside 95990 or 95991 [1].", Fault.CODE),
        ("A refill with reprogramming belongs to 62369, 62370 or 99213-25 [1].", Fault.CODE),
        ("A refill with reprogramming within 7 days belongs to 62369 or 62370 [1].", Fault.FIGURE),
        ("A refill with reprogramming belongs to 62369 or 62370 since July 1999 [1].", Fault.FIGURE),
        ("A refill with reprogramming belongs to 62369 or 62370 at $120 each [1].", Fault.FIGURE),
        ("62367, 62368, 62369 and 62370 may all be put on a claim beside 95990 or 95991 [1].", Fault.TURNED),
        ("A refill with reprogramming does not belong to 62369 or 62370 [1].", Fault.TURNED),
        (f"<b>{NEVER_WITH}</b> [1].", Fault.MARKUP),
        (f"[{NEVER_WITH}](http://example.org) [1].", Fault.MARKUP),
        (f"# {NEVER_WITH} [1].", Fault.MARKUP),
        (f"{NEVER_WITH}, see www.example.org [1].", Fault.MARKUP),
        (f"{NEVER_WITH} \u202e[1].", Fault.MARKUP),
        (f"{NEVER_WITH.replace('a', 'а')} [1].", Fault.MARKUP),
        (f"{NEVER_WITH}, and ٩٩٢١٣ too [1].", Fault.MARKUP),
        (f"It follows that {NEVER_WITH[0].lower()}{NEVER_WITH[1:]} [1].", Fault.LEANING),
        (f"{NEVER_WITH}{' and so on' * 20} [1].", Fault.LENGTH),
        ("Yes [1].", Fault.WEAK),
        ("The evidence is strong [1].", Fault.WEAK),
        ("Published guidance, newest 2026, has been checked and is certain [1].", Fault.WEAK),
    ],
)
def test_what_its_citation_does_not_carry_is_dropped(
    draft: str, fault: Fault, offered: list[Quotation], shipped: Index
) -> None:
    assert [found for _, found in judged(draft, offered, shipped)] == [fault]


def test_a_sentence_that_leans_on_a_kept_one_may_stay(offered: list[Quotation], shipped: Index) -> None:
    leaning = "However, a refill with reprogramming belongs to 62369 or 62370 [1]."
    faults = [fault for _, fault in judged(f"{NEVER_WITH} [1]. {leaning}", offered, shipped)]
    assert faults == [None, None]
    assert [fault for _, fault in judged(f"{NEVER_WITH}. {leaning}", offered, shipped)] == [
        Fault.UNMARKED,
        Fault.LEANING,
    ]


def test_a_draft_is_cut_into_sentences_with_their_marks() -> None:
    text = "1. Use 62369 [1]. Dr. Smith agrees. [2] Both hold [1][2]!\n\n## Heading\n[3] says that it is so."
    found = drafts.sentences(text)
    assert [(one.text, one.marks) for one in found] == [
        ("Use 62369.", (1,)),
        ("Dr. Smith agrees.", (2,)),
        ("Both hold!", (1, 2)),
        ("## Heading", ()),
        ("It is so.", (3,)),
    ]


@pytest.mark.parametrize(
    ("claim", "evidence", "missing"),
    [
        ("within 7 calendar days", "contact within 2 business days and a visit within 7 calendar days", []),
        ("within 2 calendar days", "contact within 2 business days and a visit within 7 calendar days", ["2"]),
        ("30 minutes", "30-74 minutes", []),
        ("74 days", "30-74 minutes", ["74"]),
        ("less than 8 minutes", "do not bill it for less than 8 minutes", []),
        ("more than 8 minutes", "do not bill it for less than 8 minutes", ["8"]),
        ("thirty minutes", "30 minutes", []),
        ("two units", "one unit", ["2"]),
        ("no one knows", "nobody knows", []),
        ("$1,200", "1200 dollars", []),
        ("in July 2006", "in August 2006", ["july"]),
        ("20 sq cm", "the first 20 sq cm or less", []),
    ],
)
def test_figures_are_held_against_the_passage(claim: str, evidence: str, missing: list[str]) -> None:
    assert claims.unknown(claim, evidence) == missing


@pytest.mark.parametrize(
    ("claim", "evidence", "missing"),
    [
        ("At most two muscles.", "Three or more muscles.", ["2"]),
        ("A visit within 7 days.", "A visit within 14 days.", ["7"]),
        ("A visit within 14 days.", "A visit within 14 days, a call within 2 days.", []),
        ("In 2011 three codes were new.", "In 2012 three codes were new.", []),
    ],
)
def test_a_counted_figure_with_another_in_its_place_is_seen(claim: str, evidence: str, missing: list[str]) -> None:
    assert claims.changed(claim, evidence) == missing


@pytest.mark.parametrize(
    ("claim", "evidence", "turned"),
    [
        ("The drug itself can be billed.", "The drug itself cannot be billed.", True),
        ("The drug itself can't be billed.", "The drug itself cannot be billed.", False),
        ("Debridement is included.", "Debridement is separate.", True),
        ("Debridement and repair are included.", "Repair and debridement are included.", False),
        ("The visit is paid, the drug is not.", "The visit is paid but the drug is not.", False),
        ("No more than two are paid.", "At most two are paid.", False),
        ("99291 is paid before 99292.", "99292 is paid before 99291.", True),
        ("Report G2212 instead of 99417.", "Report 99417 instead of G2212.", True),
        ("The rule moved from 2024 to 2023.", "The rule moved from 2023 to 2024.", True),
        ("93010 is the tracing, 93005 the report.", "93005 is the tracing, 93010 the report.", True),
        ("93010 is the report, 93005 the tracing.", "93005 is the tracing, 93010 the report.", False),
        ("Report 99291, 99292 and 36415.", "Report 36415, 99292 and 99291.", False),
        ("A visit in 7 days and a call in 2.", "A call in 7 days and a visit in 2.", True),
    ],
)
def test_a_rule_turned_round_is_seen(claim: str, evidence: str, turned: bool) -> None:
    turn = turning.measure(claim, evidence, evidence, 0.9)
    swapped = turn.swapped > grounding.most_swapped()
    assert (swapped or not grounding.fitted("turning").passes(turn)) is turned


def test_the_four_measures_of_a_turned_rule() -> None:
    """The no stands one word before "bill" and three before "drug", and three words off counts half."""
    rule = "Bill the drug."
    turn = turning.measure("Do not bill the drug.", rule, rule, 0.5)
    assert turn.one_sided == 1.0
    assert turn.denied == pytest.approx((2 ** (-1 / 3) + 0.5) / 2)
    assert (turn.opposed, turn.swapped, turn.cosine) == (0.0, 0.0, 0.5)
    assert turning.measure("It comes before surgery.", "It comes after surgery.", "", 0.5).opposed == pytest.approx(1.0)


@pytest.mark.slow
def test_the_fitted_check_tells_true_rewordings_from_false_ones(shipped: Index) -> None:
    """Pairs that took no part in the fit, with the nearest neighbour alone; limits a little off what was measured."""
    index = fit_grounding.remembering(shipped)
    found = fit_grounding.figures(fit_grounding.examples(index, fit_grounding.FRESH, 1), index)
    assert found["pairs"] == 72
    assert found["auroc likeness"] >= 0.95
    assert found["true"] >= 0.7
    assert found["neighbour"] <= 0.1
    assert found["turned"] <= 0.33
    assert found["code"] == 0.0


def test_no_passage_of_the_base_is_taken_for_an_instruction_to_a_model(shipped: Index) -> None:
    texts = [passage.text for passage in shipped.store.passages(range(shipped.manifest.passages))]
    hidden = [text for text in texts if instructions.without(text) != text]
    assert len(texts) > 600
    assert len(hidden) <= 3
