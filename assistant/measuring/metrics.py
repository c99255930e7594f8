"""Measures of ranking and refusal. Ranks count from 1; a higher figure is better."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Mapping, Sequence


def hit(ranking: Sequence[str], relevant: Mapping[str, float], depth: int) -> float:
    """1 where one of the first ``depth`` is relevant."""
    return float(any(relevant.get(document, 0) > 0 for document in ranking[:depth]))


def reciprocal_rank(ranking: Sequence[str], relevant: Mapping[str, float], depth: int = 10) -> float:
    for rank, document in enumerate(ranking[:depth], 1):
        if relevant.get(document, 0) > 0:
            return 1 / rank
    return 0.0


def ndcg(ranking: Sequence[str], relevant: Mapping[str, float], depth: int = 10) -> float:
    """Normalised discounted cumulative gain with linear gains, as trec_eval computes it."""
    gain = sum(relevant.get(document, 0) / math.log2(rank + 1) for rank, document in enumerate(ranking[:depth], 1))
    best = sum(
        grade / math.log2(rank + 1) for rank, grade in enumerate(sorted(relevant.values(), reverse=True)[:depth], 1)
    )
    return gain / best if best else 0.0


def auroc(positive: Sequence[float], negative: Sequence[float]) -> float:
    """The chance that a positive stands above a negative; ties count half."""
    if not positive or not negative:
        return math.nan
    above = sum((one > other) + 0.5 * (one == other) for one in positive for other in negative)
    return above / (len(positive) * len(negative))


def mcnemar(rose: int, fell: int) -> float:
    """The two-sided exact test of McNemar ("Note on the sampling error of the difference between correlated proportions
    or percentages", Psychometrika 12, 1947): how likely ``rose`` and ``fell`` are to lie as far apart or farther where
    each change is a toss of a coin.
    """
    tosses = rose + fell
    fewer = sum(math.comb(tosses, heads) for heads in range(min(rose, fell) + 1))
    return min(1.0, 2 * fewer / (1 << tosses))


def interval(
    values: Sequence[float], statistic: Callable[[Sequence[float]], float], rounds: int = 1000
) -> tuple[float, float]:
    """The 95% percentile bootstrap interval; the same values give the same interval."""
    if not values:
        return math.nan, math.nan
    drawn = random.Random(0)
    found = sorted(statistic(drawn.choices(values, k=len(values))) for _ in range(rounds))
    return found[int(0.025 * rounds)], found[int(0.975 * rounds) - 1]
