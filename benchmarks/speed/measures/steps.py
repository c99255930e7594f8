"""Where the time of an answer with the reader goes, against the bare embedding of the question."""

from __future__ import annotations

import contextlib
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from assistant.ask import Desk
from assistant.finding import judging, recognition, support
from assistant.quoting import ask_first, cases, citations, disagreement, headline, known, public_files, refusals, shown
from benchmarks.speed import timings
from benchmarks.speed.figures import Figure
from benchmarks.speed.ground import Ground

LARGEST = 1_000_000
# Reading takes long: not every question is asked.
EVERY = 3
REST = "the rest"
STORE = ("passages", "documents", "vectors", "rarity", "known")
ANSWER = "answer with the reader"


def measure(ground: Ground, size: int) -> Iterator[Figure | str]:
    desk, asked = Desk.open(ground.folder(size)), ground.questions[::EVERY]
    bare = timings.measure({"bare": desk.index.embedder.question}, asked, time.perf_counter)["bare"]
    spent, whole = taken(desk, asked)
    for name, each in spent.items():
        yield Figure(f"step: {name}, on average", each, "ms", bare.p50, "the bare embedding")
    yield Figure(f"{ANSWER}, p50", whole.p50, "ms", bare.p50, "the bare embedding")
    yield Figure(f"{ANSWER}, p95", whole.p95, "ms", bare.p95, "the bare embedding")


def taken(desk: Desk, asked: Sequence[str]) -> tuple[dict[str, float], timings.Timing]:
    """Milliseconds of each step, the average over the questions, and of whole answers; the least of the rounds."""
    best = np.full(len(asked), np.inf)
    steps = [defaultdict[str, float](float) for _ in asked]
    watch = _Watch()
    with watch.over(_owners(desk)):
        for _ in range(timings.ROUNDS):
            for number, text in enumerate(asked):
                watch.spent.clear()
                start = time.perf_counter()
                desk.ask(text)
                passed = time.perf_counter() - start
                if passed < best[number]:
                    best[number] = passed
                    steps[number] = watch.spent.copy()
                    steps[number][REST] = passed - sum(watch.spent.values())
    names = dict.fromkeys([name for _, _, name in _owners(desk)] + [REST])
    mean = {name: 1000 * sum(one[name] for one in steps) / len(asked) for name in names}
    return mean, timings.Timing.of(1000 * best)


def _owners(desk: Desk) -> list[tuple[Any, str, str]]:
    """Whose functions make up which step; what one step calls of another counts for the other."""
    embedder, store = type(desk.index.embedder), type(desk.index.store)
    return [
        *((embedder, name, "embedding") for name in ("question", "questions", "words")),
        (store, "search", "search"),
        *((store, name, "other calls of the store") for name in STORE),
        (judging, "read", "reading"),
        (support, "measure", "judging"),
        *((recognition, name, "judging") for name in ("met", "of")),
        *((module, name, "quoting") for module, name in _QUOTING),
    ]


_QUOTING: list[tuple[Any, str]] = [
    (shown, "of"),
    (known, "find"),
    (known, "told"),
    (disagreement, "find"),
    (cases, "of"),
    (ask_first, "points"),
    (citations, "number"),
    (citations, "check"),
    (headline, "of"),
    (public_files, "of"),
    (refusals, "of"),
]


class _Watch:
    """Counts seconds by step while functions are wrapped; of nested steps each counts its own alone."""

    def __init__(self) -> None:
        self.spent = defaultdict[str, float](float)
        self._inside = list[float]()

    @contextlib.contextmanager
    def over(self, owners: Sequence[tuple[Any, str, str]]) -> Iterator[None]:
        before = [(owner, name, getattr(owner, name)) for owner, name, _ in owners]
        try:
            for owner, name, step in owners:
                setattr(owner, name, self._timed(getattr(owner, name), step))
            yield
        finally:
            for owner, name, plain in before:
                setattr(owner, name, plain)

    def _timed(self, call: Callable[..., Any], step: str) -> Callable[..., Any]:
        def timed(*given: Any, **named: Any) -> Any:  # noqa: ANN401
            self._inside.append(0.0)
            start = time.perf_counter()
            try:
                return call(*given, **named)
            finally:
                passed = time.perf_counter() - start
                self.spent[step] += passed - self._inside.pop()
                if self._inside:
                    self._inside[-1] += passed

        return timed
