"""From which chance on an answer is claimed."""

from __future__ import annotations

import itertools
import random

import pytest
from pydantic import ValidationError

from assistant.fitted import claims
from assistant.fitted.claims import RATES, Claims
from assistant.settings import AssistantSettings


def test_a_bound_lets_the_stated_part_through() -> None:
    """Of 999 questions and a new one, three in a hundred are 30: the bound lies just above the 31st best of 999."""
    chances = [number / 1000 for number in range(1, 1000)]
    bounds = claims.fitted(chances)
    assert sum(chance >= bounds["0.03"] for chance in chances) == 29
    assert sum(chance >= bounds["0.5"] for chance in chances) == 499
    assert bounds["0.0"] == 1.0


def test_the_rate_holds_for_questions_that_were_not_seen() -> None:
    chance = random.Random(1)
    drawn = [chance.random() ** 3 for _ in range(4000)]
    bound = Claims(tuple(claims.fitted(drawn[:2000]).values()), 0.0).bound(0.05)
    assert sum(one >= bound for one in drawn[2000:]) / 2000 == pytest.approx(0.05, abs=0.02)


def test_too_few_questions_allow_no_claim_at_a_low_rate() -> None:
    bounds = claims.fitted([0.2] * 10)
    assert bounds["0.05"] == 1.0
    assert bounds["0.1"] < 1.0


def test_between_known_rates_the_bound_lies_between() -> None:
    found = Claims(tuple(1 - number / 20 for number in range(len(RATES))), 0.1)
    for (low, high), (first, second) in zip(itertools.pairwise(RATES), itertools.pairwise(found.bounds), strict=True):
        assert found.bound(low) == pytest.approx(first)
        assert found.bound((low + high) / 2) == pytest.approx((first + second) / 2)
    assert found.bound(0.5) == pytest.approx(found.bounds[-1])


@pytest.mark.parametrize("bounds", [{}, {str(rate): rate for rate in RATES}, {str(rate): 2.0 for rate in RATES}])
def test_bounds_that_are_none_are_refused(bounds: dict[str, float]) -> None:
    with pytest.raises((KeyError, ValueError)):
        Claims.read(bounds, 0.1)


@pytest.mark.parametrize("rate", [-0.01, 0.51, "many"])
def test_a_rate_outside_its_range_is_a_clear_error(rate: object) -> None:
    with pytest.raises(ValidationError, match="false_claims"):
        AssistantSettings.model_validate({"false_claims": rate})
