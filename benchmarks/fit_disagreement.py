"""Disagreement: which labelled questions it is fitted on, how they are measured, and its two fits.

Parts ``fit`` and ``natural``, never ``held``. An example is a question with a recorded point (fit ``asked``), or with a
replaced text and what stands (fit ``replaced``); it is right where both sides are sides that the label names.
Thresholds are the lowest from which on the part ``fit`` has the precision of PRECISION, each question judged by weights
fitted without it, in ten folds.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.ask import Desk
from assistant.finding import ranking, recognition, retrieval
from assistant.finding.recognition import Asked
from assistant.finding.retrieval import Candidates
from assistant.fitted import fitter
from assistant.fitted.fitter import Flags, Numbers
from assistant.quoting import disagreement, evidence
from assistant.quoting.disagreement import Replaced
from assistant.reading import question
from assistant.reading.question import Question
from benchmarks.disagreements import LINES, Labelled, load
from benchmarks.tables import Regression, Tables
from indexer.index import Index

FILES = (LINES,)
PARTS = ("fit", "natural")
# What a base itself names as replaced is a fact; said beside the point it misleads less than a wrong disagreement.
PRECISION = {"asked": 0.9, "replaced": 0.8}
# The penalty is this over twice the number of examples. The shipped weights of ``asked`` were found by 3,000 steps of
# gradient descent at a ridge of 1, which end before the optimum. The optimum at 8 comes nearest to them: no chance
# differs by more than 0.044, at 1 by 0.161; held out, as many disagreements are said and right.
FOLDS, RIDGE = 10, {"asked": 8.0, "replaced": 1.0}


@dataclass(frozen=True, slots=True)
class Label:
    """``question`` counts the labelled questions, ``of`` the recorded points or the pairs of texts of this question.

    ``disagrees``: the label says that the base disagrees on the question. ``right``: on what this example names.
    """

    question: int
    of: int
    part: str
    disagrees: bool
    right: bool


@dataclass(frozen=True, slots=True)
class AskedRow:
    label: Label
    measured: Asked


@dataclass(frozen=True, slots=True)
class ReplacedRow:
    label: Label
    measured: Replaced


Rows = Sequence[AskedRow | ReplacedRow]
SHAPES = {"asked": AskedRow, "replaced": ReplacedRow}


def measure(desk: Desk, more: Sequence[Path]) -> Tables:
    """``more`` is of no use here."""
    asked: list[AskedRow] = []
    replaced: list[ReplacedRow] = []
    for number, one in enumerate(load()):
        if one.split in PARTS:
            read = question.parse(one.question)
            found = ranking.rank(read, retrieval.candidates(read, desk.index))
            for place, near, right in _points(one, read, found, desk.index):
                asked.append(AskedRow(Label(number, place, one.split, one.why is not None, right), near))
            quoted = disagreement.replacements(evidence.select(read, found, desk.index))
            for place, (old, new, bearing) in enumerate(quoted):
                right = one.set_apart([frozenset([side.passage.document_id]) for side in (old, new)])
                replaced.append(ReplacedRow(Label(number, place, one.split, one.why is not None, right), bearing))
    return {"asked": asked, "replaced": replaced}


def _points(one: Labelled, asked: Question, found: Candidates, index: Index) -> Iterator[tuple[int, Asked, bool]]:
    """Recorded points of which a side was found, by their place in the record, and whether the label means them."""
    for met in recognition.met(asked, found, index):
        sides = [frozenset(name.partition("#")[0] for name in side.sources) for side in met.point.sides]
        right = one.set_apart(sides)
        # Another point of the same texts may hold as well: such a pair says nothing.
        if right or not frozenset().union(*sides) & frozenset().union(*one.sides):
            yield index.points.recorded.index(met.point), met.asked, right


def counts(tables: Tables) -> dict[str, int]:
    labels = {name: [one.label.right for one in tables[name]] for name in SHAPES}
    return {
        f"{name}, {word}": found.count(right)
        for name, found in labels.items()
        for word, right in (("right", True), ("wrong", False))
    }


def regressions(tables: Tables) -> dict[str, Regression]:
    return {
        name: Regression(
            tuple(shape.__dataclass_fields__),
            np.array([astuple(one.measured) for one in tables[name]], dtype=np.float64),
        )
        for name, shape in (("asked", Asked), ("replaced", Replaced))
    }


def fit(tables: Tables) -> dict[str, object]:
    return {name: _fit(name, one, tables[name]) for name, one in regressions(tables).items()}


def _fit(name: str, one: Regression, rows: Rows) -> dict[str, object]:
    right, alike, penalty = (
        np.array([row.label.right for row in rows]),
        np.ones(len(rows)),
        RIDGE[name] / (2 * len(rows)),
    )
    held_out = fitter.held_out(one.values, right, alike, _folds(rows), penalty)
    least = _threshold(*_by_question(rows, held_out, "fit"), PRECISION[name])
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
