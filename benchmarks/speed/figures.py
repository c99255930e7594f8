"""A figure: what was measured, beside what it is measured against, and what it must hold."""

from __future__ import annotations

from dataclasses import dataclass

# A ratio that is worse by more than this share of the stored one counts as slower.
NOISE = 0.15


@dataclass(frozen=True, slots=True)
class Figure:
    """``value`` in ``unit`` and the ``baseline`` of the same run in the same unit; ``against`` says what that is.

    ``ratio_bound`` and ``value_bound`` are the worst that may be. ``noise``: by how large a share the ratio of two
    equal programs may differ.
    """

    name: str
    value: float
    unit: str
    baseline: float
    against: str
    more_is_better: bool = False
    ratio_bound: float | None = None
    value_bound: float | None = None
    noise: float = NOISE

    @property
    def ratio(self) -> float:
        return self.value / self.baseline

    @property
    def missed(self) -> bool:
        """Whether a bound is not met."""
        pairs = ((self.ratio, self.ratio_bound), (self.value, self.value_bound))
        return any(bound is not None and self._worse(found, bound) for found, bound in pairs)

    def slower_than(self, stored: Figure) -> bool:
        """Whether the ratio is worse than the ``stored`` one by more than noise."""
        margin = 1 + self.noise
        return self._worse(self.ratio, stored.ratio / margin if self.more_is_better else stored.ratio * margin)

    def _worse(self, found: float, bound: float) -> bool:
        return found < bound if self.more_is_better else found > bound

    @property
    def bounds(self) -> str:
        """In words; empty where there is none."""
        sign = "at least" if self.more_is_better else "at most"
        ratio = [f"{sign} {self.ratio_bound:g} times"] if self.ratio_bound is not None else []
        value = [f"{sign} {self.value_bound:,g} {self.unit}"] if self.value_bound is not None else []
        return ", ".join(ratio + value)

    def __str__(self) -> str:
        held = f" ({self.bounds}{': MISSED' if self.missed else ''})" if self.bounds else ""
        against = f"{self.baseline:.4g} {self.unit} of {self.against}"
        return f"{self.name}: {self.value:.4g} {self.unit}, {self.ratio:.3g} times {against}{held}"
