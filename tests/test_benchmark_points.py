"""What ``python -m benchmarks.points`` tells of recognition."""

from __future__ import annotations

import numpy as np
import pytest

from assistant.ask import Desk
from assistant.settings import AssistantSettings
from benchmarks import fit_points, points
from benchmarks.fit_points import Labelled
from benchmarks.points import Judged
from indexer.index import Index


def test_recall_counts_what_a_point_answers_and_precision_what_is_told() -> None:
    right = Judged(about=True, claims=True, told=True, right=True)
    same = Judged(about=True, claims=True, told=True, right=None)
    near_miss = Judged(about=False, claims=True, told=True, right=False)
    missed = Judged(about=True, claims=True, told=False, right=False)
    assert points.line([right, same, near_miss, missed]) == (
        "4; told 3, right 0.333 (1 of 3), or of the same texts 0.667 (2 of 3), recall 0.333 (1 of 3), "
        "near misses told 1 of 1"
    )
    assert points.line([]) == "0; told 0, right none, or of the same texts none, recall none, near misses told 0 of 0"


def test_an_editors_own_question_meets_its_point_and_a_near_miss_of_it_is_never_right(shipped: Index) -> None:
    desk, point = (
        Desk(shipped, AssistantSettings(reader=False)),
        next(one for one in shipped.points.recorded if one.asked),
    )
    found = [points.judged(Labelled(point.asked[0], point.on, about, "held"), desk) for about in (True, False)]
    assert [(one.about, one.told, one.right) for one in found] == [(True, True, True), (False, True, False)]


def test_the_bound_of_a_point_holds_from_every_higher_chance_on() -> None:
    """Right for 50 of 50, then wrong ten times, and right again so often that a lower chance would do."""
    chances = np.linspace(0.99, 0.01, 200)
    right = np.ones(200, dtype=bool)
    right[50:60] = False
    assert right.mean() > 0.9
    assert fit_points._threshold(chances, right, 0.9) == pytest.approx(chances[54])
    assert fit_points._threshold(chances, np.ones(200, dtype=bool), 0.9) == pytest.approx(0.01)
    assert fit_points._threshold(chances[:0], right[:0], 0.9) == 1.0
