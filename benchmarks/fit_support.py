"""Support: which questions it is fitted on, how they are measured, and the fit.

Positive examples are the answerable questions, those that are hard at less weight. Negative ones are the unanswerable
questions, and every answerable one asked again with its own documents taken away, which weigh less: a neighbour
sometimes answers as well. The figures are cross-validated by question, ten folds; the weights are fitted on everything,
the threshold is set on the answerable questions that are not hard.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple
from pathlib import Path

import numpy as np

from assistant.ask import Desk
from assistant.finding.features import Features
from assistant.fitted import fitter
from assistant.fitted.fitter import Flags, Numbers
from assistant.measuring import evaluation, examples
from assistant.measuring.examples import Example, Kind
from assistant.measuring.metrics import auroc
from benchmarks.tables import Regression, Tables

ORDINARY, HARD_ONES = (
    tuple(Path(__file__).with_name(f"{name}.jsonl") for name in names)
    for names in (("unanswerable",), ("questions_a", "questions_b"))
)
FILES = (*ORDINARY, *HARD_ONES)
SHAPES = {"support": Example}
# Weights of an example beside an ordinary answerable question; the unanswerable ones together weigh as much as those.
HARD, TAKEN_AWAY = 0.5, 0.1
PENALTY, FALSE_REFUSALS = 0.01, 0.04


def measure(desk: Desk, more: Sequence[Path]) -> Tables:
    """Of the shipped questions, and of the files ``more``, whose answerable questions are not hard."""
    found: list[Example] = []
    for paths, hard in (((*more, *ORDINARY), False), (HARD_ONES, True)):
        for path in paths:
            named = ((f"{path.stem}/{number}", one) for number, one in enumerate(evaluation.read([path]), 1))
            found += examples.measured(named, desk, hard)
    return {"support": found}


def counts(tables: Tables) -> dict[str, int]:
    rows: Sequence[Example] = tables["support"]
    found = [f"{one.kind}, hard" if one.hard and one.kind is Kind.ANSWERABLE else str(one.kind) for one in rows]
    return {name: found.count(name) for name in dict.fromkeys(found)}


def regressions(tables: Tables) -> dict[str, Regression]:
    values = np.array([astuple(one.features) for one in tables["support"]], dtype=np.float64)
    return {"": Regression(tuple(Features.__dataclass_fields__), values)}


def fit(tables: Tables) -> dict[str, object]:
    rows: Sequence[Example] = tables["support"]
    names, values = regressions(tables)[""].names, regressions(tables)[""].values
    positive, negative, away = (np.array([one.kind is kind for one in rows]) for kind in Kind)
    hard, folds = np.array([one.hard for one in rows]), np.array([one.fold for one in rows])
    weights = np.where(hard, HARD, 1.0) * np.where(away, TAKEN_AWAY, 1.0)
    weights[negative] = weights[positive].sum() / negative.sum()
    held_out = fitter.held_out(values, positive, weights, folds, PENALTY)
    fitted = fitter.fit(values, positive, weights, PENALTY)
    ordinary = fitted.chances(values)[positive & ~hard]
    return {
        "cross_validated": _figures(held_out, positive & ~hard, positive & hard, negative, away),
        **fitted.record(names, float(np.quantile(ordinary, FALSE_REFUSALS))),
        "strong": round(float(np.quantile(ordinary, 0.5)), 4),
    }


def _figures(chances: Numbers, ordinary: Flags, hard: Flags, negative: Flags, away: Flags) -> dict[str, float]:
    limit = float(np.quantile(chances[ordinary], FALSE_REFUSALS))
    figures = {
        "auroc": auroc(chances[ordinary].tolist(), chances[negative].tolist()),
        "auroc_hard": auroc(chances[hard].tolist(), chances[negative].tolist()),
        "auroc_documents_taken_away": auroc(chances[ordinary].tolist(), chances[away].tolist()),
        "false_answers": float((chances[negative] >= limit).mean()),
        "false_refusals": float((chances[ordinary] < limit).mean()),
        "false_refusals_hard": float((chances[hard] < limit).mean()),
    }
    return {name: round(value, 4) for name, value in figures.items()}
