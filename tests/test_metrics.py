"""Measures, with the arithmetic written out."""

from __future__ import annotations

import math

import pytest

from assistant.measuring import metrics
from assistant.measuring.evaluation import states

RANKING = ["a", "b", "c", "d"]


def test_hit_and_reciprocal_rank() -> None:
    assert metrics.hit(RANKING, {"c": 1}, 2) == 0
    assert metrics.hit(RANKING, {"c": 1}, 3) == 1
    assert metrics.reciprocal_rank(RANKING, {"c": 1, "d": 1}) == 1 / 3
    assert metrics.reciprocal_rank(RANKING, {"x": 1}) == 0


def test_ndcg_divides_by_the_best_possible_order() -> None:
    gain = 1 / math.log2(2 + 1) + 2 / math.log2(3 + 1)
    best = 2 / math.log2(1 + 1) + 1 / math.log2(2 + 1)
    assert metrics.ndcg(RANKING, {"b": 1, "c": 2}) == pytest.approx(gain / best)


def test_auroc_counts_ties_half() -> None:
    # Pairs: 3>2, 3>1, 2=2 (half), 2>1: 3.5 of 4.
    assert metrics.auroc([3, 2], [2, 1]) == 3.5 / 4


def test_an_interval_is_the_same_every_time_and_holds_the_mean() -> None:
    values = [0.0, 1.0] * 20

    def mean(numbers: object) -> float:
        return sum(numbers) / 40  # type: ignore[call-overload, no-any-return]

    low, high = metrics.interval(values, mean)
    assert (low, high) == metrics.interval(values, mean)
    assert low < 0.5 < high


@pytest.mark.parametrize(
    ("text", "fact", "found"),
    [
        ("append modifier 25 to 99213", "99213-25", True),
        ("append modifier 25 to 99214", "99213-25", False),
        ("code T83.511A first.", "T83.511A", True),
        ("twice at 30 minutes", "30-74 minutes", False),
    ],
)
def test_a_fact_is_found_where_its_numbers_and_codes_stand(text: str, fact: str, found: bool) -> None:
    assert states(text, fact) is found


@pytest.mark.parametrize(
    ("rose", "fell", "chance"),
    [
        (0, 0, 1.0),
        (3, 3, 1.0),
        # Of 2**6 rows of heads and tails one has no tail and six have one; both ends count.
        (6, 0, 2 * 1 / 64),
        (1, 5, 2 * (1 + 6) / 64),
        (5, 1, 2 * (1 + 6) / 64),
    ],
)
def test_mcnemar_counts_both_ends_of_the_tosses(rose: int, fell: int, chance: float) -> None:
    assert metrics.mcnemar(rose, fell) == chance


def test_mcnemar_of_many_pairs_is_a_number() -> None:
    assert metrics.mcnemar(3_000, 1) == 0.0
    assert metrics.mcnemar(1_000, 1_000) == 1.0
