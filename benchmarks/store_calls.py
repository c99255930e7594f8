"""How often a question calls the store, and how much a store that is far away slows an answer down.

    python -m benchmarks.store_calls [--index .citedesk]

Over the labelled questions beside this file: calls a question, then the time of all answers with WAIT added to every
call, as a multiple of the time without. Exits with 1 where a question makes more than CALLS or the answers take more
than RATIO times as long.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import numpy as np

from assistant.ask import Desk
from assistant.settings import AssistantSettings
from benchmarks import timings
from indexer.codes import Code
from indexer.embedders import Vectors
from indexer.index import Index, open_index
from indexer.passages import Passage
from indexer.stores import Hits, Query, Store, Stored

CALLS, RATIO = 12, 1.6
# Seconds: the way to another machine of the same network and back.
WAIT = 0.001
# Each round asks every question near and far; a question counts by the least of its times.
ROUNDS = 3
Told = TypeVar("Told")


class Far:
    """A store before another one: counts the calls by name and waits ``wait`` seconds at each."""

    def __init__(self, store: Store, wait: float = 0.0) -> None:
        self.calls: Counter[str] = Counter()
        self._store = store
        self._wait = wait

    def __len__(self) -> int:
        return len(self._store)

    @property
    def absent(self) -> tuple[str, ...]:
        return self._store.absent

    def search(self, query: Query) -> Hits:
        return self._called("search", lambda: self._store.search(query))

    def passages(self, rows: Sequence[int]) -> list[Passage]:
        return self._called("passages", lambda: self._store.passages(rows))

    def documents(self, ids: Sequence[str]) -> dict[str, list[Stored]]:
        return self._called("documents", lambda: self._store.documents(ids))

    def vectors(self, rows: Sequence[int]) -> Vectors:
        return self._called("vectors", lambda: self._store.vectors(rows))

    def rarity(self, terms: Sequence[str]) -> dict[str, float]:
        return self._called("rarity", lambda: self._store.rarity(terms))

    def known(self, codes: Sequence[Code]) -> frozenset[Code]:
        return self._called("known", lambda: self._store.known(codes))

    def _called(self, name: str, call: Callable[[], Told]) -> Told:
        self.calls[name] += 1
        if self._wait:
            time.sleep(self._wait)
        return call()


def far(index: Index, wait: float = 0.0) -> tuple[Index, Far]:
    store = Far(index.store, wait)
    return replace(index, store=store), store


def counted(index: Index, asked: Sequence[str]) -> list[Counter[str]]:
    """The calls of each question."""
    behind, store = far(index)
    desk, found = Desk(behind, AssistantSettings()), []
    for text in asked:
        store.calls.clear()
        desk.ask(text)
        found.append(Counter(store.calls))
    return found


def slowed(index: Index, asked: Sequence[str]) -> float:
    """How many times as long all answers take where every call waits."""
    desks = [Desk(index, AssistantSettings()), Desk(far(index, WAIT)[0], AssistantSettings())]
    best = np.full((len(asked), 2), np.inf)
    for _ in range(ROUNDS):
        for number, text in enumerate(asked):
            for column, desk in enumerate(desks):
                start = time.perf_counter()
                desk.ask(text)
                best[number, column] = min(best[number, column], time.perf_counter() - start)
    near, away = best.sum(axis=0)
    return float(away / near)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--index", type=Path, default=Path(".citedesk"))
    index, asked = open_index(parser.parse_args().index), timings.questions()
    calls = counted(index, asked)
    totals = [sum(one.values()) for one in calls]
    names = ", ".join(f"{name} {count / len(calls):.1f}" for name, count in sum(calls, Counter()).most_common())
    print(f"calls a question: {np.median(totals):.0f} p50, {max(totals)} max (at most {CALLS}); on average {names}")
    ratio = slowed(index, asked)
    print(f"answers with {1000 * WAIT:.0f} ms added to each call: {ratio:.2f} times as long (at most {RATIO})")
    raise SystemExit(0 if max(totals) <= CALLS and ratio <= RATIO else 1)


if __name__ == "__main__":
    main()
