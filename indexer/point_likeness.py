"""How near a question lies to each recorded point, by its vector."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np

from indexer.embedders import Vectors
from indexer.points import Point, Points


@dataclass(frozen=True, slots=True, eq=False)
class PointLikeness:
    """``cosine`` is that of the nearest phrase of ``point``, ``view`` that of the nearest view of a side or case.

    ``cosines``: of its phrases and then of its views. What is nearest is looked up when it is wanted, since of hundreds
    of points it is for a few.
    """

    point: Point
    cosine: float
    view: float
    cosines: Vectors

    @property
    def nearest(self) -> str:
        """The nearest phrase."""
        phrases = self.point.phrases
        return phrases[int(self.cosines[: len(phrases)].argmax())]

    @property
    def views(self) -> tuple[str, ...]:
        """What lies nearest of the sides and of the cases, to be read."""
        views, sides = self.point.views, len(self.point.sides)
        cosines = self.cosines[len(self.point.phrases) :]
        parts = ((0, cosines[:sides]), (sides, cosines[sides:]))
        return tuple(views[start + int(part.argmax())] for start, part in parts if len(part))


def of(points: Points, question: Vectors) -> list[PointLikeness]:
    """For each point; ``question`` has the shape (dimension,)."""
    if not points.recorded:
        return []
    cosines = points.vectors @ question
    counts = [count for one in points.recorded for count in (len(one.asked) + 1, len(one.stated))]
    at = [0, *itertools.accumulate(counts)]
    best = np.maximum.reduceat(cosines, at[:-1]).tolist()
    return [
        PointLikeness(one, best[place], best[place + 1], cosines[at[place] : at[place + 2]])
        for place, one in zip(range(0, len(best), 2), points.recorded, strict=True)
    ]
