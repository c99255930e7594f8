"""From which chance on an answer may be claimed, so that a stated part of what cannot be answered is claimed at most.

The bound is a conformal quantile (Vovk, Gammerman and Shafer, "Algorithmic Learning in a Random World", 2005, ch. 2) of
the chances that questions get of which the base holds no answer: twins first of all, which are answerable questions
asked of a base without the documents that answer them.
"""

from __future__ import annotations

import bisect
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

RATES = (0.0, 0.005, 0.01, 0.02, 0.03, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.5)
USUAL = 0.03


@dataclass(frozen=True, slots=True)
class Claims:
    """``bounds`` are least chances by rate of false claims, both in the order of RATES; what is below ``shown`` is not
    even quoted.
    """

    bounds: tuple[float, ...]
    shown: float

    @classmethod
    def read(cls, record: Mapping[str, float], shown: float) -> Claims:
        """Raises KeyError or ValueError where a rate is missing, a chance is none, or the bounds rise with the rate."""
        bounds = tuple(float(record[str(rate)]) for rate in RATES)
        if not all(0 <= chance <= 1 for chance in (*bounds, shown)) or list(bounds) != sorted(bounds, reverse=True):
            raise ValueError("the bounds are no chances that fall with the rate")
        return cls(bounds, float(shown))

    def bound(self, rate: float) -> float:
        """Between two known rates it lies between their bounds."""
        after = min(max(1, bisect.bisect_left(RATES, rate)), len(RATES) - 1)
        low, high = RATES[after - 1], RATES[after]
        part = min(1.0, max(0.0, (rate - low) / (high - low)))
        return self.bounds[after - 1] + part * (self.bounds[after] - self.bounds[after - 1])


def fitted(unanswered: Sequence[float]) -> dict[str, float]:
    """Bounds by rate, from the chances of at least one question that the base does not answer."""
    ordered = sorted(unanswered, reverse=True)
    found = {}
    for rate in RATES:
        # Of n + 1 questions, the new one among them, this many may reach the bound.
        allowed = math.floor(rate * (len(ordered) + 1))
        found[str(rate)] = 1.0 if allowed == 0 else math.ceil(ordered[min(allowed, len(ordered)) - 1] * 1e4 + 1) / 1e4
    return {rate: min(1.0, bound) for rate, bound in found.items()}
