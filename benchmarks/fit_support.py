"""Fits the calibration of support and writes it to assistant/support.json.

    python -m benchmarks.fit_support --index .citedesk QUESTIONS.jsonl ...

Positive examples are the answerable questions. Negative ones are the unanswerable questions, and every answerable one
asked again with its own documents taken away, which weigh less: a neighbour sometimes answers as well. Printed figures
are cross-validated by question, ten folds; the written weights are fitted on everything.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant import features, question, ranking, retrieval
from assistant.metrics import auroc
from indexer.index import Index, open_index

NAMES = tuple(features.Features.__dataclass_fields__)
OUTPUT = Path(__file__).parent.parent / "assistant" / "support.json"
TAKEN_AWAY, PENALTY, FOLDS, FALSE_REFUSALS = 0.2, 0.01, 10, 0.045
Numbers = NDArray[np.float64]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("questions", nargs="+", type=Path)
    parser.add_argument("--index", type=Path, default=Path(".citedesk"))
    options = parser.parse_args()
    index = open_index(options.index)
    rows = [json.loads(line) for path in options.questions for line in path.read_text("utf-8").splitlines() if line]
    values, labels, own, asked = _examples(rows, index)
    negatives = (own & ~labels).sum()
    weights = np.where(own & labels, 1.0, np.where(own, (own & labels).sum() / max(1, negatives), TAKEN_AWAY))
    folds = np.array([_fold(number, asked, labels, own) for number in asked])
    held_out = np.zeros(len(labels))
    for fold in range(FOLDS):
        inside = folds != fold
        slopes, bias = _fit(values[inside], labels[inside], weights[inside])
        held_out[~inside] = values[~inside] @ slopes + bias
    slopes, bias = _fit(values, labels, weights)
    fitted = 1 / (1 + np.exp(-(values @ slopes + bias)))
    answerable, unanswerable = held_out[own & labels], held_out[own & ~labels]
    limit = float(np.quantile(answerable, FALSE_REFUSALS))
    figures = {
        "auroc": round(auroc(list(answerable), list(unanswerable)), 4),
        "auroc_documents_taken_away": round(auroc(list(answerable), list(held_out[~own])), 4),
        "false_answers": round(float((unanswerable >= limit).mean()), 4),
        "false_refusals": FALSE_REFUSALS,
    }
    record = {
        "provenance": "benchmarks/fit_support.py on the development questions: "
        f"{int((own & labels).sum())} answerable, {int(negatives)} unanswerable, "
        f"{int((~own).sum())} with their documents taken away (weight {TAKEN_AWAY}); knowledge base "
        f"{index.manifest.knowledge_base[:12]}, model {index.manifest.model}",
        "cross_validated": figures,
        "weights": dict(zip(NAMES, (round(float(slope), 4) for slope in slopes), strict=True)),
        "bias": round(float(bias), 4),
        "threshold": round(float(np.quantile(fitted[own & labels], FALSE_REFUSALS)), 4),
        "strong": round(float(np.quantile(fitted[own & labels], 0.5)), 4),
    }
    OUTPUT.write_text(json.dumps(record, indent=1) + "\n", "utf-8")
    print(json.dumps(record, indent=1))


def _examples(
    rows: list[dict[str, object]], index: Index
) -> tuple[Numbers, NDArray[np.bool_], NDArray[np.bool_], NDArray[np.int64]]:
    values, labels, own, asked = [], [], [], []
    for number, row in enumerate(rows):
        read = question.parse(str(row["question"]), [str(turn) for turn in row.get("history") or []])  # type: ignore[attr-defined]
        found = ranking.rank(read, retrieval.candidates(read, index))
        values.append(features.measure(read, found, index).values())
        labels.append(bool(row["answerable"]))
        own.append(True)
        asked.append(number)
        if row["answerable"]:
            others = [one for one in found if one.passage.document_id not in row["relevant"]]  # type: ignore[operator]
            values.append(features.measure(read, others, index).values())
            labels.append(False)
            own.append(False)
            asked.append(number)
    return np.array(values), np.array(labels), np.array(own), np.array(asked)


def _fold(number: int, asked: NDArray[np.int64], labels: NDArray[np.bool_], own: NDArray[np.bool_]) -> int:
    """Unanswerable questions are few: they are dealt out evenly, the others by their number."""
    rare = sorted({int(n) for n in asked[own & ~labels]})
    return rare.index(number) % FOLDS if number in rare else int(number) % FOLDS


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
