"""Fits ``assistant/disagreement.json`` on the labelled part ``fit``; ``test`` and ``fresh`` are never read.

Run as ``python -m benchmarks.fit_disagreement [--index .citedesk]``. The threshold is the lowest from which on the
precision is PRECISION, each question judged by weights fitted without it, in ten folds.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from assistant import disagreement_signals, evidence, question, retrieval
from assistant.ask import Desk
from benchmarks.disagreements import Labelled, load

TARGET = Path(__file__).parents[1] / "assistant" / "disagreement.json"
PRECISION, FOLDS, RIDGE, STEPS = 0.92, 10, 20.0, 1500
Numbers = npt.NDArray[np.float64]


def measured(labelled: Sequence[Labelled], desk: Desk) -> Numbers:
    rows = []
    for one in labelled:
        asked = question.parse(one.question)
        quotations = evidence.select(asked, retrieval.candidates(asked, desk.index), desk.index)
        rows.append(disagreement_signals.measure(asked, quotations).values())
    return np.array(rows)


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


def held_out(values: Numbers, meant: Numbers) -> Numbers:
    order = list(range(len(meant)))
    random.Random(0).shuffle(order)
    found = np.zeros(len(meant))
    for fold in range(FOLDS):
        left = order[fold::FOLDS]
        kept = [row for row in order if row not in left]
        weights, bias = fit(values[kept], meant[kept])
        found[left] = 1 / (1 + np.exp(-(values[left] @ weights + bias)))
    return found


def threshold(found: Numbers, meant: Numbers) -> float:
    best = 1.0
    for value in sorted(found, reverse=True):
        if meant[found >= value].mean() >= PRECISION:
            best = float(value)
    return best


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--index", type=Path, default=Path(".citedesk"))
    desk = Desk.open(parser.parse_args().index)
    labelled = [one for one in load() if one.split == "fit"]
    meant = np.array([float(one.why is not None) for one in labelled])
    values = measured(labelled, desk)
    found = held_out(values, meant)
    least = threshold(found, meant)
    weights, bias = fit(values, meant)
    said = found >= least
    print(f"held out: precision {meant[said].mean():.3f}, recall {said[meant > 0].mean():.3f} at {least:.3f}")
    names = disagreement_signals.Signals.__dataclass_fields__
    record = {
        "weights": {name: round(float(weight), 4) for name, weight in zip(names, weights, strict=True)},
        "bias": round(bias, 4),
        "threshold": round(least, 3),
    }
    TARGET.write_text(json.dumps(record, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
