"""A first ``citedesk index`` of the shipped base, a whole process, with a model that was compiled here before or not.

The plain program embeds the same texts, the passages and the recorded phrases.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.speed import plain, processes
from benchmarks.speed.figures import Figure
from benchmarks.speed.ground import Ground
from indexer import points

LARGEST = None
NEVER, BEFORE = 2.0, 4.0


def measure(ground: Ground, size: int) -> Iterator[Figure | str]:
    opened = ground.opened(size)
    passages = opened.store.passages(range(len(opened.store)))
    texts = [passage.searched for passage in passages] + points.texts(opened.points.recorded)
    best = dict.fromkeys(("never", "before", "plain"), float("inf"))
    for _ in range(max(1, ground.rounds // 2)):
        with tempfile.TemporaryDirectory(dir=ground.scratch) as folder:
            given = Path(folder, "texts.json")
            given.write_text(json.dumps(texts), "utf-8")
            # The cache is empty for the first of these, and holds the compiled model for the second.
            environment = os.environ | {"XDG_CACHE_HOME": f"{folder}/cache"}
            ours = {
                one: processes.citedesk("index", "--kb", str(ground.kb), "--index", f"{folder}/{one}")
                for one in ("never", "before")
            }
            for name, command in (ours | {"plain": plain.index(ground.model, given, Path(folder, "plain"))}).items():
                best[name] = min(best[name], processes.whole(command, environment).seconds)
    for name, told, bound in (("never", "model never compiled here", NEVER), ("before", "compiled before", BEFORE)):
        yield Figure(
            f"first index, {told}",
            len(texts) / best[name],
            "texts/s",
            len(texts) / best["plain"],
            "the plain loop",
            more_is_better=True,
            ratio_bound=bound,
        )
