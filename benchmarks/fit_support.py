"""Fits the calibration of support and writes it to assistant/fitted/support.json.

    python -m benchmarks.fit_support --index .citedesk QUESTIONS.jsonl ... --hard HARD.jsonl

Positive examples are the answerable questions, those of files named with --hard at less weight. Negative ones are the
unanswerable questions, and every answerable one asked again with its own documents taken away, which weigh less: a
neighbour sometimes answers as well. Printed figures are cross-validated by question, ten folds; the written weights are
fitted on everything, the threshold is set on the answerable questions of the files that are not hard.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.finding import features, ranking, retrieval
from assistant.measuring import evaluation
from assistant.measuring.metrics import auroc
from assistant.reading import question
from indexer.index import Index, open_index

NAMES = tuple(features.Features.__dataclass_fields__)
OUTPUT = Path(__file__).parent.parent / "assistant" / "fitted" / "support.json"
# Weights of an example beside an ordinary answerable question; the unanswerable ones together weigh as much as those.
HARD, TAKEN_AWAY = 0.5, 0.1
PENALTY, FOLDS, FALSE_REFUSALS = 0.01, 10, 0.04
Numbers = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Example:
    """``values`` are a question's features; ``taken_away``: measured without the documents that answer it."""

    fold: int
    values: tuple[float, ...]
    answerable: bool
    hard: bool
    taken_away: bool


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("questions", nargs="+", type=Path)
    parser.add_argument("--hard", action="append", type=Path, default=[])
    parser.add_argument("--index", type=Path, default=Path(".citedesk"))
    options = parser.parse_args()
    index = open_index(options.index)
    examples = [
        example
        for hard, paths in ((False, options.questions), (True, options.hard))
        for number, one in enumerate(evaluation.read(paths))
        for example in _examples(one, index, number % FOLDS, hard)
    ]
    values = np.array([one.values for one in examples])
    folds = np.array([one.fold for one in examples])
    positive = np.array([one.answerable and not one.taken_away for one in examples])
    hard, away = np.array([one.hard for one in examples]), np.array([one.taken_away for one in examples])
    negative = ~positive & ~away
    weights = np.where(hard, HARD, 1.0) * np.where(away, TAKEN_AWAY, 1.0)
    weights[negative] = weights[positive].sum() / negative.sum()
    held_out = np.zeros(len(examples))
    for fold in range(FOLDS):
        inside = folds != fold
        slopes, bias = _fit(values[inside], positive[inside], weights[inside])
        held_out[~inside] = values[~inside] @ slopes + bias
    slopes, bias = _fit(values, positive, weights)
    fitted = 1 / (1 + np.exp(-(values @ slopes + bias)))
    ordinary = positive & ~hard
    record = {
        "provenance": f"benchmarks/fit_support.py: {int(ordinary.sum())} answerable questions, "
        f"{int((positive & hard).sum())} hard ones (weight {HARD}), {int(negative.sum())} unanswerable, "
        f"{int(away.sum())} with their documents taken away (weight {TAKEN_AWAY}); knowledge base "
        f"{index.manifest.knowledge_base[:12]}, model {index.manifest.model}",
        "cross_validated": _figures(held_out, ordinary, positive & hard, negative, away),
        "weights": dict(zip(NAMES, (round(float(slope), 4) for slope in slopes), strict=True)),
        "bias": round(float(bias), 4),
        "threshold": round(float(np.quantile(fitted[ordinary], FALSE_REFUSALS)), 4),
        "strong": round(float(np.quantile(fitted[ordinary], 0.5)), 4),
    }
    OUTPUT.write_text(json.dumps(record, indent=1) + "\n", "utf-8")
    print(json.dumps(record, indent=1))


def _figures(scores: Numbers, ordinary: Flags, hard: Flags, negative: Flags, away: Flags) -> dict[str, float]:
    limit = float(np.quantile(scores[ordinary], FALSE_REFUSALS))
    figures = {
        "auroc": auroc(list(scores[ordinary]), list(scores[negative])),
        "auroc_hard": auroc(list(scores[hard]), list(scores[negative])),
        "auroc_documents_taken_away": auroc(list(scores[ordinary]), list(scores[away])),
        "false_answers": float((scores[negative] >= limit).mean()),
        "false_refusals": float((scores[ordinary] < limit).mean()),
        "false_refusals_hard": float((scores[hard] < limit).mean()),
    }
    return {name: round(value, 4) for name, value in figures.items()}


def _examples(one: evaluation.Labelled, index: Index, fold: int, hard: bool) -> Iterator[Example]:
    read = question.parse(one.question, one.history)
    found = ranking.rank(read, retrieval.candidates(read, index))
    yield Example(fold, features.measure(read, found, index).values(), one.answerable, hard, False)
    if one.answerable:
        others = [other for other in found if other.passage.document_id not in one.relevant]
        yield Example(fold, features.measure(read, others, index).values(), True, hard, True)


def _fit(values: Numbers, labels: NDArray[np.bool_], weights: Numbers) -> tuple[Numbers, float]:
    """Logistic regression by Newton's method, ridge penalty on standardised slopes, given back on the raw scale."""
    mean, spread = values.mean(axis=0), values.std(axis=0) + 1e-9
    inputs = np.column_stack([(values - mean) / spread, np.ones(len(values))])
    share = weights / weights.sum()
    ridge = np.diag([2 * PENALTY] * values.shape[1] + [0.0])
    theta = np.zeros(inputs.shape[1])
    for _ in range(50):
        chance = 1 / (1 + np.exp(-inputs @ theta))
        gradient = inputs.T @ (share * (chance - labels)) + ridge @ theta
        curvature = (inputs * (share * chance * (1 - chance))[:, None]).T @ inputs + ridge
        theta -= np.linalg.solve(curvature, gradient)
    slopes = theta[:-1] / spread
    return slopes, float(theta[-1] - slopes @ mean)


if __name__ == "__main__":
    main()
