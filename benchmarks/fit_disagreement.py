"""Fits ``assistant/fitted/disagreement.json`` on the labelled parts ``fit`` and ``natural``, never on ``held``.

Run as ``python -m benchmarks.fit_disagreement [--index .citedesk]``. An example is a question with a recorded point, or
with a replaced text and what stands; it is right where both sides are sides that the label names. Thresholds are the
lowest from which on the part ``fit`` has the precision of PRECISION, each question judged by weights fitted without it,
in ten folds.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from assistant.finding import ranking, retrieval
from assistant.quoting import disagreement, evidence
from assistant.quoting.disagreement import Asked, Replaced
from assistant.reading import question
from benchmarks.disagreements import Labelled, load
from indexer.index import Index, open_index

TARGET = Path(__file__).parents[1] / "assistant" / "fitted" / "disagreement.json"
PARTS = ("fit", "natural")
# What a base itself names as replaced is a fact; said beside the point it misleads less than a wrong disagreement.
PRECISION = {"asked": 0.9, "replaced": 0.8}
FOLDS, RIDGE, STEPS = 10, 1.0, 3000
Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Example:
    """``row`` counts the labelled questions."""

    row: int
    values: tuple[float, ...]
    right: bool


def points(row: int, one: Labelled, index: Index) -> Iterator[Example]:
    asked = question.parse(one.question)
    found = ranking.rank(asked, retrieval.candidates(asked, index))
    for point, near in disagreement.nearness(asked, found, index):
        sides = [frozenset(name.partition("#")[0] for name in side.sources) for side in point.sides]
        right = one.set_apart(sides)
        # Another point of the same texts may hold as well: such a pair says nothing.
        if right or not frozenset().union(*sides) & frozenset().union(*one.sides):
            yield Example(row, astuple(near), right)


def replacements(row: int, one: Labelled, index: Index) -> Iterator[Example]:
    asked = question.parse(one.question)
    found = ranking.rank(asked, retrieval.candidates(asked, index))
    for old, new, bearing in disagreement.replacements(evidence.select(asked, found, index)):
        sides = [frozenset([old.passage.document_id]), frozenset([new.passage.document_id])]
        yield Example(row, astuple(bearing), one.set_apart(sides))


def fit(values: Numbers, meant: Numbers) -> tuple[Numbers, float]:
    """Weights and bias of a ridge logistic regression, by gradient descent on standardised values."""
    mean, spread = values.mean(0), values.std(0) + 1e-9
    scaled = (values - mean) / spread
    weights, bias = np.zeros(values.shape[1]), 0.0
    for _ in range(STEPS):
        missed = 1 / (1 + np.exp(-(scaled @ weights + bias))) - meant
        weights -= (scaled.T @ missed + RIDGE * weights) / len(meant)
        bias -= float(missed.mean())
    return weights / spread, bias - float((mean * weights / spread).sum())


def held_out(values: Numbers, meant: Numbers, rows: npt.NDArray[np.int64]) -> Numbers:
    order = sorted(set(rows.tolist()))
    random.Random(0).shuffle(order)
    found = np.zeros(len(meant))
    for fold in range(FOLDS):
        left = np.isin(rows, order[fold::FOLDS])
        weights, bias = fit(values[~left], meant[~left])
        found[left] = 1 / (1 + np.exp(-(values[left] @ weights + bias)))
    return found


def threshold(found: Numbers, meant: Numbers, precision: float) -> float:
    """``found`` and ``meant`` by question: the best probability, and whether it disagrees at all."""
    best = 1.0
    for value in sorted(found[found > 0], reverse=True):
        if meant[found >= value].mean() >= precision:
            best = float(value)
    return best


def calibrated(name: str, examples: Sequence[Example], labelled: Sequence[Labelled], fields: Sequence[str]) -> object:
    values = np.array([one.values for one in examples])
    right = np.array([float(one.right) for one in examples])
    rows = np.array([one.row for one in examples])
    probability = held_out(values, right, rows)
    best = np.zeros(len(labelled))
    np.maximum.at(best, rows, probability)
    meant = np.array([float(one.why is not None) for one in labelled])
    fitted = np.array([one.split == "fit" for one in labelled])
    least = threshold(best[fitted], meant[fitted], PRECISION[name])
    print(f"{name}: {len(examples)} examples, {right.sum():.0f} right; threshold {least:.3f}")
    for part in PARTS:
        rows_of = np.array([one.split == part for one in labelled])
        said, true = best[rows_of] >= least, meant[rows_of] > 0
        print(f"  {part}, held out: {said.sum()} said, {(said & true).sum()} of them right, of {true.sum()}")
    weights, bias = fit(values, right)
    return {
        "weights": {field: round(float(weight), 4) for field, weight in zip(fields, weights, strict=True)},
        "bias": round(bias, 4),
        "threshold": round(least, 3),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--index", type=Path, default=Path(".citedesk"))
    index = open_index(parser.parse_args().index)
    labelled = [one for one in load() if one.split in PARTS]
    record = {
        name: calibrated(
            name,
            [example for row, one in enumerate(labelled) for example in of(row, one, index)],
            labelled,
            list(shape.__dataclass_fields__),
        )
        for name, of, shape in (("asked", points, Asked), ("replaced", replacements, Replaced))
    }
    TARGET.write_text(json.dumps(record, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
