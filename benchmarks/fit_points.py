"""Recognition of recorded points: which labelled questions it is fitted on, how they are measured, and its two fits.

Questions are those of ``points.jsonl``: of each recorded point two that it answers and one near miss in the same voice,
written by three hands that saw what the point says and not how it is asked for. The part ``fit`` is every question of
half of the points; the other half is ``held``, for the figures alone. An example is a question with one of the points
that lie nearest; it is right where the question is about that point.

Two thresholds are told. ``threshold`` is the lowest chance from which on CLAIMED of the questions of the part ``fit``
are about the point that is told of them; ``told`` that from which on TOLD of those are that support claims anyway. Each
question is judged by weights fitted without it, in ten folds.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Sequence
from dataclasses import astuple, dataclass, fields
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.ask import Desk, ranked
from assistant.finding import memo, recognition
from assistant.finding.recognition import Asked, Met
from assistant.fitted import fitter
from assistant.fitted.fitter import Flags, Numbers
from assistant.judgement import Voice
from benchmarks.tables import Regression, Tables
from indexer.points import Point

LINES = Path(__file__).with_name("points.jsonl")
FILES = (LINES,)
CLAIMED, TOLD = 0.9, 0.9
FOLDS, RIDGE = 10, 1.0
FEW = 50
# What the reader says is no part of the fit without it.
_READ = ("read", "read_ahead", "behind")


@dataclass(frozen=True, slots=True)
class Labelled:
    """A question, the point that it was written for (what it is ``on``), and whether that answers it."""

    question: str
    on: str
    about: bool
    part: str


@dataclass(frozen=True, slots=True)
class Label:
    """``question`` counts the labelled questions. ``right``: it is about this point. ``claims``: support alone does."""

    question: int
    right: bool
    claims: bool


@dataclass(frozen=True, slots=True)
class Row:
    label: Label
    measured: Asked


SHAPES = {"points_unread": Row, "points_read": Row}


def load(path: Path = LINES) -> list[Labelled]:
    return [Labelled(**row) for row in map(json.loads, path.read_text("utf-8").splitlines())]


def measure(desk: Desk) -> Tables:
    """The desk needs its reader."""
    found: dict[str, list[Row]] = {name: [] for name in SHAPES}
    for number, one in enumerate(load()):
        if one.part == "fit":
            for name, (claims, met) in weighed(desk, one.question).items():
                found[name] += [
                    Row(Label(number, right, claims), each.asked)
                    for each in met
                    if (right := fits(one, each.point, desk.index.points.recorded)) is not None
                ]
    return found


def weighed(desk: Desk, text: str) -> dict[str, tuple[bool, list[Met]]]:
    """The points that lie nearest, without the reader and with it, and whether support alone claims an answer."""
    asked, _ = desk.read(text)
    index = memo.over(desk.index)
    unread = ranked(asked, index)
    read = desk.judged(asked, unread, index)
    claims = desk.support(asked, read, index).voice is Voice.ANSWERS
    return {
        "points_unread": (claims, recognition.met(asked, unread, index)),
        "points_read": (claims, recognition.met(asked, read, index, desk.reader)),
    }


def fits(one: Labelled, met: Point, recorded: Sequence[Point]) -> bool | None:
    """Whether ``met`` is the point asked for; None where it is another of the same texts, which may hold as well."""
    if one.about and met.on == one.on:
        return True
    meant = next((point for point in recorded if point.on == one.on), None)
    if one.about and meant and _documents(meant) & _documents(met):
        return None
    return False


def _documents(point: Point) -> set[str]:
    return {source.partition("#")[0] for side in point.sides for source in side.sources}


def counts(tables: Tables) -> dict[str, int]:
    return {
        f"{name}, {word}": sum(row.label.right is right for row in tables[name])
        for name in SHAPES
        for word, right in (("right", True), ("wrong", False))
    }


def regressions(tables: Tables) -> dict[str, Regression]:
    return {name.removeprefix("points_"): _regression(name, tables[name]) for name in SHAPES}


def _regression(name: str, rows: Sequence[Row]) -> Regression:
    names = [one.name for one in fields(Asked) if name == "points_read" or one.name not in _READ]
    values = np.array([astuple(row.measured) for row in rows], dtype=np.float64)
    at = [place for place, one in enumerate(fields(Asked)) if one.name in names]
    return Regression(tuple(names), values[:, at])


def fit(tables: Tables) -> dict[str, object]:
    return {name: _fit(one, tables[f"points_{name}"]) for name, one in regressions(tables).items()}


def _fit(one: Regression, rows: Sequence[Row]) -> dict[str, object]:
    right = np.array([row.label.right for row in rows])
    alike, penalty = np.ones(len(rows)), RIDGE / (2 * len(rows))
    chances = fitter.held_out(one.values, right, alike, _folds(rows), penalty)
    claimed = _threshold(*_best(rows, chances, lambda label: True), CLAIMED)
    told = _threshold(*_best(rows, chances, lambda label: label.claims), TOLD)
    made = fitter.fit(one.values, right, alike, penalty).record(one.names, claimed)
    return {**made, "told": round(min(told, claimed), 4)}


def _folds(rows: Sequence[Row]) -> NDArray[np.int64]:
    order = sorted({row.label.question for row in rows})
    random.Random(0).shuffle(order)
    fold = {number: place % FOLDS for place, number in enumerate(order)}
    return np.array([fold[row.label.question] for row in rows])


def _best(rows: Sequence[Row], chances: Numbers, of: Callable[[Label], bool]) -> tuple[Numbers, Flags]:
    """Of each question the best chance, and whether the point that has it is the right one."""
    best: dict[int, tuple[float, bool]] = {}
    for row, chance in zip(rows, chances, strict=True):
        if of(row.label):
            best[row.label.question] = max(best.get(row.label.question, (0.0, False)), (float(chance), row.label.right))
    return np.array([chance for chance, _ in best.values()]), np.array([right for _, right in best.values()])


def _threshold(chances: Numbers, right: Flags, precision: float) -> float:
    """The lowest chance from which on, as from every higher one on, at least the part ``precision`` is right. Of fewer
    than FEW a part says nothing.
    """
    order = np.argsort(-chances, kind="stable")
    parts = np.cumsum(right[order]) / np.arange(1, len(order) + 1)
    less = np.flatnonzero((parts < precision) & (np.arange(len(order)) >= FEW - 1))
    reached = order[: less[0]] if len(less) else order
    return float(chances[reached].min(initial=1.0))
