"""Other programs over the shipped passages with the same model: indexing as a whole process, and a search.

They are no dependencies of the project. Those that the Python of ``--peers`` has installed are measured, others named.
Ours is a whole ``citedesk index``, which embeds the recorded phrases besides, and a search without the reader.
"""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from benchmarks.speed import peer, processes, timings
from benchmarks.speed.figures import Figure
from benchmarks.speed.ground import Ground
from benchmarks.speed.measures.search import SHOWN
from benchmarks.speed.timings import Timing

LARGEST = None
_SCRIPT = Path(peer.__file__)


def measure(ground: Ground, size: int) -> Iterator[Figure | str]:
    if ground.peers is None:
        yield f"Not installed, not measured: {', '.join(peer.PEERS)}."
        return
    desk = ground.unread(size)
    passages = desk.index.store.passages(range(len(desk.index.store)))
    with tempfile.TemporaryDirectory(dir=ground.scratch) as folder:
        texts, questions = Path(folder, "texts.json"), Path(folder, "questions.json")
        texts.write_text(json.dumps([passage.searched for passage in passages]), "utf-8")
        questions.write_text(json.dumps(list(ground.questions)), "utf-8")
        own = processes.citedesk("index", "--kb", str(ground.kb), "--index", f"{folder}/index")
        indexed = len(passages) / processes.whole(own).seconds
        search = {"search": lambda text: desk.search(text).candidates[:SHOWN]}
        ours = timings.measure(search, ground.questions, time.perf_counter)["search"]
        for name in peer.PEERS:
            given = [name, str(ground.model), str(texts), str(questions), f"{folder}/{name}"]
            ran = processes.whole([str(ground.peers), str(_SCRIPT), *given])
            told = json.loads(ran.out.splitlines()[-1])
            if told is None:
                yield f"Not installed, not measured: {name}."
                continue
            called, theirs = f"{name} {told['version']}", Timing.of(1000 * np.array(told["taken"]))
            rate = len(passages) / told["indexed"]
            yield Figure(f"indexing beside {name}", indexed, "passages/s", rate, called, True, 1.0)
            yield Figure(f"search, p50, beside {name}", ours.p50, "ms", theirs.p50, called, ratio_bound=1.0)
            yield Figure(f"search, p95, beside {name}", ours.p95, "ms", theirs.p95, called, ratio_bound=1.0)
