"""The one fitter: ridge logistic regression by Newton's method, with weighted examples."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Flags = NDArray[np.bool_]
# Most steps; each is halved until the loss falls. A fit ends where no parameter moves by more than SETTLED.
STEPS, SETTLED, SHORTEST = 100, 1e-10, 2.0**-40


@dataclass(frozen=True, slots=True)
class Fit:
    """``slopes`` on the raw scale of the values, shape (fields,)."""

    slopes: Numbers
    bias: float

    def chances(self, values: Numbers) -> Numbers:
        """Of examples, shape (n, fields), each a probability between 0 and 1."""
        return _chances(values @ self.slopes + self.bias)

    def record(self, names: Sequence[str], threshold: float) -> dict[str, object]:
        """As it is written to a file: four digits of each number, weights by name."""
        return {
            "weights": {name: round(float(slope), 4) for name, slope in zip(names, self.slopes, strict=True)},
            "bias": round(self.bias, 4),
            "threshold": round(threshold, 4),
        }


def fit(values: Numbers, labels: Flags, weights: Numbers, penalty: float, toward: Fit | None = None) -> Fit:
    """Minimises the weighted mean of the log loss plus ``penalty`` times the sum of squared slopes.

    Slopes are penalised as those of standardised values, the bias is not. With ``toward`` it is the distance from that
    fit's slopes that is penalised: a value that never changes among the examples keeps its slope. Raises ValueError
    where all examples have one label, since then no bias is best.
    """
    if labels.all() or not labels.any():
        raise ValueError("examples of both labels are needed")
    start = toward or Fit(np.zeros(values.shape[1]), 0.0)
    mean, spread = values.mean(axis=0), values.std(axis=0)
    # A value that never changes tells nothing: it is divided away, and its slope stays.
    spread = np.where(spread > 1e-9, spread, np.inf)
    inputs = np.column_stack([(values - mean) / spread, np.ones(len(values))])
    offset, share = values @ start.slopes + start.bias, weights / weights.sum()
    ridge = np.append(np.full(values.shape[1], penalty), 0.0)

    def loss(theta: Numbers) -> float:
        total = inputs @ theta + offset
        return float(share @ (np.logaddexp(0.0, total) - labels * total) + ridge @ theta**2)

    theta = np.zeros(inputs.shape[1])
    for _ in range(STEPS):
        chances = _chances(inputs @ theta + offset)
        gradient = inputs.T @ (share * (chances - labels)) + 2 * ridge * theta
        curvature = (inputs * (share * chances * (1 - chances))[:, None]).T @ inputs + np.diag(2 * ridge + 1e-15)
        step = np.linalg.solve(curvature, gradient)
        while loss(theta - step) > loss(theta) and np.abs(step).max() > SHORTEST:
            step = step / 2
        theta = theta - step
        if np.abs(step).max() < SETTLED:
            break
    slopes = theta[:-1] / spread
    return Fit(start.slopes + slopes, float(start.bias + theta[-1] - slopes @ mean))


def held_out(
    values: Numbers,
    labels: Flags,
    weights: Numbers,
    folds: NDArray[np.int64],
    penalty: float,
    toward: Fit | None = None,
) -> Numbers:
    """Every example's chance by a fit on the other folds, shape (n,)."""
    found = np.zeros(len(values))
    for fold in np.unique(folds):
        out = folds == fold
        found[out] = fit(values[~out], labels[~out], weights[~out], penalty, toward).chances(values[out])
    return found


def _chances(totals: Numbers) -> Numbers:
    found: Numbers = 1 / (1 + np.exp(-np.clip(totals, -60.0, 60.0)))
    return found
