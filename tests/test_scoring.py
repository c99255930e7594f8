from __future__ import annotations

from math import log

import pytest

from indexer import scoring
from indexer.codes import Code


def test_rarity_is_the_inverse_document_frequency() -> None:
    assert scoring.rarity(1, 4) == pytest.approx(log(1 + 3.5 / 1.5))
    assert scoring.rarity(0, 4) > scoring.rarity(1, 4) > scoring.rarity(4, 4) > 0


@pytest.mark.parametrize(
    ("score", "own", "asked", "weight"),
    [(0.5, 2.0, 1.0, 0.25), (0.5, 1.0, 2.0, 0.5), (0.5, 0.05, 0.05, 0.25), (0.5, 1.0, 0.0, 0.0)],
)
def test_a_near_word_weighs_no_more_than_what_it_stands_for(
    score: float, own: float, asked: float, weight: float
) -> None:
    assert scoring.near_weight(score, own, asked) == pytest.approx(weight)


@pytest.mark.parametrize(
    ("term", "may"), [("modifer", True), ("units", True), ("unit", False), ("m17x1", False), ("", False)]
)
def test_only_longer_words_of_letters_may_be_slips(term: str, may: bool) -> None:
    assert scoring.may_be_slip(term) is may


def cpt(value: str) -> Code:
    return Code("CPT", value)


def test_a_code_is_worth_its_rarity_and_its_neighbours_a_quarter() -> None:
    named = {cpt("62368"): 2, cpt("62370"): 1, cpt("62371"): 1}
    weight = scoring.rarity(2, 10)
    assert scoring.code_weights(cpt("62368"), named, 10) == {cpt("62368"): weight, cpt("62370"): weight / 4}
    # Nobody names 62369: the rarest of its neighbours decides.
    alone = scoring.rarity(1, 10) / 4
    assert scoring.code_weights(cpt("62369"), named, 10) == dict.fromkeys(named, alone)
    assert scoring.code_weights(cpt("11042"), named, 10) == {}
    assert scoring.code_weights(cpt("6236X"), named, 10) == {cpt("62368"): weight}


def test_a_part_is_of_the_whole_rarity() -> None:
    assert scoring.part({"a": 3.0, "b": 1.0}, {"a", "c"}) == 0.75
    assert scoring.part({}, {"a"}) == 0.0
