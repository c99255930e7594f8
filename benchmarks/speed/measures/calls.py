"""How often a question calls the store, and how much a store that is far away slows an answer down.

Calls a question, then the time of all answers with WAIT added to every call, against the time without.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from assistant.ask import Desk
from assistant.settings import AssistantSettings
from benchmarks.speed.before import Before
from benchmarks.speed.figures import Figure
from benchmarks.speed.ground import Ground
from indexer.index import Index

LARGEST = None
CALLS, RATIO = 12, 1.6
# Seconds: the way to another machine of the same network and back.
WAIT = 0.001
# Each round asks every question near and far; a question counts by the least of its times.
ROUNDS = 3


class Far:
    """Counts the calls of a store by name and waits ``wait`` seconds at each."""

    def __init__(self, wait: float = 0.0) -> None:
        self.calls: Counter[str] = Counter()
        self._wait = wait

    def heard(self, name: str) -> None:
        self.calls[name] += 1
        if self._wait:
            time.sleep(self._wait)


def far(index: Index, wait: float = 0.0) -> tuple[Index, Far]:
    way = Far(wait)
    return replace(index, store=Before(index.store, way.heard)), way


def counted(index: Index, asked: Sequence[str]) -> list[Counter[str]]:
    """The calls of each question."""
    behind, way = far(index)
    desk, found = Desk(behind, AssistantSettings()), []
    for text in asked:
        way.calls.clear()
        desk.ask(text)
        found.append(Counter(way.calls))
    return found


def slowed(index: Index, asked: Sequence[str]) -> tuple[float, float]:
    """The seconds that all answers take, and those where every call waits."""
    desks = [Desk(index, AssistantSettings()), Desk(far(index, WAIT)[0], AssistantSettings())]
    best = np.full((len(asked), 2), np.inf)
    for _ in range(ROUNDS):
        for number, text in enumerate(asked):
            for column, desk in enumerate(desks):
                start = time.perf_counter()
                desk.ask(text)
                best[number, column] = min(best[number, column], time.perf_counter() - start)
    near, away = best.sum(axis=0)
    return float(near), float(away)


def measure(ground: Ground, size: int) -> Iterator[Figure | str]:
    index = ground.opened(size)
    most = max(calls.total() for calls in counted(index, ground.questions))
    yield Figure("calls of the store, the most a question", most, "calls", 1, "one search", value_bound=CALLS)
    near, away = slowed(index, ground.questions)
    name = f"answers with {1000 * WAIT:.0f} ms added to each call"
    yield Figure(name, away, "s", near, "those without", ratio_bound=RATIO)
