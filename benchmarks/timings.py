"""How long questions take, step by step, in multiples of the bare embedding of the question."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from assistant.ask import Desk

# What a list of results shows; further candidates are read only when somebody looks at them.
SHOWN = 20
ROUNDS = 3


@dataclass(frozen=True, slots=True)
class Timing:
    """Milliseconds of processor time: median and 95th percentile over the questions."""

    p50: float
    p95: float


def questions() -> list[str]:
    lines = Path(__file__).with_name("questions_a.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line)["question"] for line in lines]


def measure(desk: Desk, asked: Sequence[str]) -> dict[str, Timing]:
    """The least of ROUNDS for each question and step; between rounds every other question is asked.

    Every step runs on one thread, so that processor time is what passes on an idle machine, and a busy one does not
    spoil it.
    """
    steps: dict[str, Callable[[str], object]] = {
        "embedding": desk.index.embedder.question,
        "search": lambda text: desk.search(text).candidates[:SHOWN],
        "answer": desk.ask,
    }
    best = {name: np.full(len(asked), np.inf) for name in steps}
    for _ in range(ROUNDS):
        for number, text in enumerate(asked):
            for name, step in steps.items():
                start = time.process_time()
                step(text)
                best[name][number] = min(best[name][number], 1000 * (time.process_time() - start))
    best["beyond search"] = best["answer"] - best["search"]
    return {name: Timing(*np.percentile(values, [50, 95])) for name, values in best.items()}


def show(found: dict[str, Timing]) -> None:
    bare = found["embedding"]
    for name, timing in found.items():
        ratios = f"{timing.p50 / bare.p50:.2f} and {timing.p95 / bare.p95:.2f} times the bare embedding"
        print(f"{name}: {timing.p50:.1f} ms p50, {timing.p95:.1f} ms p95; {ratios}")
