from __future__ import annotations

import pytest

from assistant.finding import demands


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
    assert demands.parties(question) == found


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


def test_what_a_text_lacks_is_told_in_words() -> None:
    assert demands.lacking("what percent goes to the OD, and how often", "Both report it.") == [
        "a percentage",
        "a frequency",
    ]
    assert demands.lacking("which dx codes cover 93000", "A symptom.") == ["diagnosis codes"]
    assert demands.lacking("which dx codes cover 93000", "I10 supports it.") == []


def test_another_year_is_a_year_that_the_text_does_not_speak_of() -> None:
    assert demands.other_year("is G2211 paid in 2026", "From 2024 on it is paid.")
    assert not demands.other_year("is G2211 paid in 2024", "From 2024 on it is paid.")
    assert not demands.other_year("is G2211 paid", "From 2024 on it is paid.")
