"""How long questions take, step by step."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from indexer.embedders import Embedder

ROUNDS = 3


@dataclass(frozen=True, slots=True)
class Timing:
    """Milliseconds: median and 95th percentile over the questions."""

    p50: float
    p95: float

    @classmethod
    def of(cls, each: npt.NDArray[np.float64]) -> Timing:
        p50, p95 = np.percentile(each, [50, 95])
        return cls(float(p50), float(p95))


def questions() -> list[str]:
    lines = (Path(__file__).parents[1] / "questions_a.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line)["question"] for line in lines]


def embedding(embedder: Embedder, texts: Sequence[str]) -> float:
    """Seconds of processor time for each of ``texts``, of passages."""
    embedder.passages(texts[:8])
    start = time.process_time()
    embedder.passages(texts)
    return (time.process_time() - start) / len(texts)


def measure(
    steps: Mapping[str, Callable[[str], object]], asked: Sequence[str], clock: Callable[[], float] = time.process_time
) -> dict[str, Timing]:
    """The least of ROUNDS for each question and step; between rounds every other question is asked.

    Where a step runs on one thread, processor time is what passes on an idle machine, and a busy one does not spoil it.
    """
    best = {name: np.full(len(asked), np.inf) for name in steps}
    for _ in range(ROUNDS):
        for number, text in enumerate(asked):
            for name, step in steps.items():
                start = clock()
                step(text)
                best[name][number] = min(best[name][number], 1000 * (clock() - start))
    return {name: Timing.of(values) for name, values in best.items()}
