"""Logistic regressions that were fitted: the one place where their files are read, and how one is applied."""

from __future__ import annotations

import functools
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Any

# Beyond this the chance is 0 or 1 to every digit, and the exponential would leave the range of a float.
_FAR = 60.0


@dataclass(frozen=True, slots=True)
class Logistic:
    """``weights`` are those of the measures' fields, by name; a chance passes from ``threshold`` on."""

    weights: tuple[tuple[str, float], ...]
    bias: float
    threshold: float

    @classmethod
    def read(cls, record: Mapping[str, Any]) -> Logistic:
        return cls(tuple(record["weights"].items()), float(record["bias"]), float(record["threshold"]))

    def chance(self, measured: object) -> float:
        """A probability between 0 and 1; ``measured`` has a field for every weight."""
        total = self.bias + sum(weight * float(getattr(measured, name)) for name, weight in self.weights)
        return 1 / (1 + math.exp(-max(-_FAR, min(_FAR, total))))

    def passes(self, measured: object) -> bool:
        return self.chance(measured) >= self.threshold


@functools.cache
def shipped(name: str) -> Mapping[str, Any]:
    """The record of ``support``, ``disagreement`` or ``grounding``."""
    record: dict[str, Any] = json.loads(resources.files(__package__).joinpath(f"{name}.json").read_text("utf-8"))
    return record
