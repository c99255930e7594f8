"""What was replaced: which labelled questions it is fitted on, how they are measured, and its fit.

Parts ``fit`` and ``natural``, never ``held``. An example is a question with a replaced text and what stands; it is
right where both are sides that the label names. The threshold is the lowest from which on the part ``fit`` has the
precision of PRECISION, each question judged by weights fitted without it, in ten folds.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import astuple, dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.ask import Desk
from assistant.finding import ranking, retrieval
from assistant.fitted import fitter
from assistant.fitted.fitter import Flags, Numbers
from assistant.quoting import disagreement, evidence
from assistant.quoting.disagreement import Replaced
from assistant.reading import question
from benchmarks.disagreements import LINES, load
from benchmarks.tables import Regression, Tables

FILES = (LINES,)
PARTS = ("fit", "natural")
# What a base itself names as replaced is a fact; said beside the point it misleads less than a wrong disagreement.
PRECISION = 0.8
# The penalty is this over twice the number of examples.
FOLDS, RIDGE = 10, 1.0


@dataclass(frozen=True, slots=True)
class Label:
    """``question`` counts the labelled questions, ``of`` the pairs of texts of this question.

    ``disagrees``: the label says that the base disagrees on the question. ``right``: on what this example names.
    """

    question: int
    of: int
    part: str
    disagrees: bool
    right: bool


@dataclass(frozen=True, slots=True)
class ReplacedRow:
    label: Label
    measured: Replaced


Rows = Sequence[ReplacedRow]
SHAPES = {"replaced": ReplacedRow}


def measure(desk: Desk) -> Tables:
    replaced: list[ReplacedRow] = []
    for number, one in enumerate(load()):
        if one.split in PARTS:
            read = question.parse(one.question)
            found = ranking.rank(read, retrieval.candidates(read, desk.index))
            quoted = disagreement.replacements(evidence.select(read, found, desk.index))
            for place, (old, new, bearing) in enumerate(quoted):
                right = one.set_apart([frozenset([side.passage.document_id]) for side in (old, new)])
                replaced.append(ReplacedRow(Label(number, place, one.split, one.why is not None, right), bearing))
    return {"replaced": replaced}


def counts(tables: Tables) -> dict[str, int]:
    labels = {name: [one.label.right for one in tables[name]] for name in SHAPES}
    return {
        f"{name}, {word}": found.count(right)
        for name, found in labels.items()
        for word, right in (("right", True), ("wrong", False))
    }


def regressions(tables: Tables) -> dict[str, Regression]:
    values = np.array([astuple(one.measured) for one in tables["replaced"]], dtype=np.float64)
    return {"replaced": Regression(tuple(Replaced.__dataclass_fields__), values)}


def fit(tables: Tables) -> dict[str, object]:
    return {name: _fit(one, tables[name]) for name, one in regressions(tables).items()}


def _fit(one: Regression, rows: Rows) -> dict[str, object]:
    right, alike, penalty = np.array([row.label.right for row in rows]), np.ones(len(rows)), RIDGE / (2 * len(rows))
    held_out = fitter.held_out(one.values, right, alike, _folds(rows), penalty)
    least = _threshold(*_by_question(rows, held_out, "fit"), PRECISION)
    return fitter.fit(one.values, right, alike, penalty).record(one.names, least)


def _folds(rows: Rows) -> NDArray[np.int64]:
    order = sorted({one.label.question for one in rows})
    random.Random(0).shuffle(order)
    fold = {number: place % FOLDS for place, number in enumerate(order)}
    return np.array([fold[one.label.question] for one in rows])


def _by_question(rows: Rows, chances: Numbers, part: str) -> tuple[Numbers, Flags]:
    """Of each question of ``part`` the best chance, and whether it disagrees at all."""
    best: dict[int, float] = {}
    meant: dict[int, bool] = {}
    for one, chance in zip(rows, chances, strict=True):
        if one.label.part == part:
            best[one.label.question] = max(best.get(one.label.question, 0.0), float(chance))
            meant[one.label.question] = one.label.disagrees
    return np.array(list(best.values())), np.array(list(meant.values()))


def _threshold(chances: Numbers, meant: Flags, precision: float) -> float:
    """The lowest chance from which on at least the part ``precision`` is meant."""
    right = [float(one) for one in chances if meant[chances >= one].mean() >= precision]
    return min(right, default=1.0)
