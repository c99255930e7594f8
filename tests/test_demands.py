from __future__ import annotations

import pytest

from assistant.finding import demands
from assistant.reading import facts


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("does TX Medicaid pay 36415", ["TX", "Medicaid"]),
        ("aetna and Cigna, 59 or xs", ["aetna", "Cigna"]),
        ("what does novitas say on L35112", ["novitas"]),
        # A modifier, a word and a place of service are no parties.
        ("can a PA bill incident to, or in the office, with CO", []),
        ("medicare pt, mod 25", []),
    ],
)
def test_parties_are_payers_contractors_and_states(question: str, found: list[str]) -> None:
    assert demands.unnamed(question, "") == found


def test_a_party_is_unnamed_where_the_text_does_not_speak_of_it() -> None:
    text = "Anthem of Ohio takes XS in place of 59."
    assert demands.unnamed("anthem or humana: 59 in ohio?", text) == ["humana"]
    assert demands.unnamed("is 59 needed?", text) == []


@pytest.mark.parametrize(
    ("question", "holds", "lacks"),
    [
        ("what does medicare pay for 99490", "It paid $42 a month.", "It is paid once a month."),
        ("what percent goes to the OD with 55", "The optometrist gets 20 percent.", "Both report the surgery."),
        ("how often can we bill 97597", "Once a week at most.", "The wound must be measured."),
        ("MUE for 88307?", "Its MUE is eight.", "Each specimen counts."),
        ("which dx codes cover 93000", "I10 and R00.2 support it.", "A symptom supports it."),
    ],
)
def test_a_figure_asked_for_is_looked_for_in_the_text(question: str, holds: str, lacks: str) -> None:
    assert demands.unmet(question, holds) == 0
    assert demands.unmet(question, lacks) == 1
    assert demands.unmet("is 59 needed with 97140?", lacks) == 0


@pytest.mark.parametrize(
    "stated", ["she raised the dose by ten percent", "20 min visit >50% counseling", "25 pct more time"]
)
def test_a_percentage_that_is_stated_is_not_asked_for(stated: str) -> None:
    assert demands.lacking(f"{stated}, which code?", "It is reported once.") == []
    assert demands.lacking("what's the percentage with 55", "It is reported once.") == ["a percentage"]


def test_what_a_text_lacks_is_told_in_words() -> None:
    assert demands.lacking("what percent goes to the OD, and how often", "Both report it.") == [
        "a percentage",
        "a frequency",
    ]
    assert demands.lacking("which dx codes cover 93000", "A symptom.") == ["diagnosis codes"]
    assert demands.lacking("which dx codes cover 93000", "I10 supports it.") == []


def test_another_year_is_a_year_that_the_text_does_not_speak_of() -> None:
    text = "From 2024 on it is paid."
    assert demands.other_year(facts.read("is G2211 paid in 2026"), text)
    assert demands.other_year(facts.read("dos 3/14/26, G2211"), text)
    assert not demands.other_year(facts.read("is G2211 paid in 2024"), text)
    assert not demands.other_year(facts.read("dos 3/14/24, G2211"), text)
    assert not demands.other_year(facts.read("is G2211 paid"), text)


@pytest.mark.parametrize(
    ("question", "text", "other"),
    [
        ("uhc, 59 or xs", "UnitedHealthcare takes XS.", False),
        ("uhc, 59 or xs", "Anthem takes XS.", True),
        ("does TX medicaid pay it", "The Texas rule is another.", False),
        # The kind as a whole is spoken of where one of it is; one of it is not where the kind as a whole is.
        ("does medicaid pay it", "TennCare pays it.", False),
        ("does tenncare pay it", "Medicaid pays it.", True),
        # Medicare goes without saying, private payers under many words; who is not meant need not be named.
        ("does medicare or a commercial plan pay it", "It is paid.", False),
        ("a plan other than aetna", "It is paid.", False),
        ("medical necessity", "It is paid.", False),
    ],
)
def test_another_party_is_one_that_the_text_does_not_speak_of(question: str, text: str, other: bool) -> None:
    assert demands.other_party(facts.read(question), text) is other


def test_a_state_that_stands_in_a_payers_name_is_named_once() -> None:
    assert demands.unnamed("california medicaid, dx for E0784", "") == ["california medicaid"]
    assert demands.unnamed("WA L&I, 12-panel cup", "Washington State L&I pays one unit.") == []
