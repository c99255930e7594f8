"""The whole question path at 100,000 passages, in multiples of the bare embedding of the question.

    python -m benchmarks.scale [--index .citedesk] [--sets ../shared/sets] [--passages 100000]

Texts are the index's own passages and those of the BEIR-form folders in SETS, then variations of the index's passages:
words in another order, some changed for words of other passages, codes changed. Vectors are the index's own with noise,
since only time is measured here, never quality. Exits with 1 where the search takes more than LIMIT embeddings.
"""

from __future__ import annotations

import argparse
import multiprocessing
import random
import re
import resource
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from assistant.ask import Desk
from assistant.measuring import beir
from assistant.settings import AssistantSettings
from benchmarks import timings
from indexer import codes
from indexer import index as index_
from indexer.codes import Code
from indexer.embedders import Vectors
from indexer.passages import Passage
from indexer.stores import Store, local

LIMIT = 3.0
# The length of the noise beside a unit vector: the two then have a cosine near 0.9.
NOISE = 0.5
_PROCEDURE = re.compile(r"\b\d{5}\b")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--index", type=Path, default=Path(".citedesk"))
    parser.add_argument("--sets", type=Path, default=Path("../shared/sets"))
    parser.add_argument("--passages", type=int, default=100_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="citedesk-scale-") as folder:
        # In a process of its own, so that its memory does not count as the desk's.
        building = multiprocessing.get_context("spawn").Process(
            target=_build, args=(options.index, options.sets, options.passages, Path(folder))
        )
        building.start()
        building.join()
        if building.exitcode:
            raise SystemExit(building.exitcode)
        before = _memory()
        start = time.perf_counter()
        index = replace(index_.open_index(options.index), store=local.open(Path(folder), local.Settings()))
        print(f"opening: {time.perf_counter() - start:.2f} s")
        desk = Desk(index, AssistantSettings())
        found = timings.measure(desk, timings.questions())
        timings.show(found)
        print(
            f"memory of the desk: {_memory():.0f} MB at its highest, {before:.0f} MB of it before the index was opened"
        )
    ratio = max(found["search"].p50 / found["embedding"].p50, found["search"].p95 / found["embedding"].p95)
    print(f"search: {ratio:.2f} times the bare embedding (at most {LIMIT})")
    raise SystemExit(0 if ratio <= LIMIT else 1)


def _build(index: Path, sets: Path, count: int, folder: Path) -> None:
    store = index_.open_index(index).store
    passages = _passages(store, sets, count)
    vectors = _vectors(store.vectors(range(len(store))), count)
    start = time.process_time()
    local.write(folder, vectors.shape[1], [(passages, vectors)], local.Settings())
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6
    print(
        f"{count:,} passages, vectors from noise: stored in {time.process_time() - start:.0f} s, {size:.0f} MB on disk,"
    )
    print(f"{_memory():.0f} MB of memory at the highest, embedding left out", flush=True)


def _passages(store: Store, sets: Path, count: int) -> list[Passage]:
    own = store.passages(range(len(store)))
    found = [*own, *_public(own[0], sets)][:count]
    words = [word for passage in found for word in passage.text.split()]
    drawn = random.Random(0)
    while len(found) < count:
        found.append(_variation(own[len(found) % len(own)], len(found), words, drawn))
    return found


def _public(like: Passage, sets: Path) -> Iterator[Passage]:
    for folder in sorted(path.parent for path in sets.glob("*/corpus.jsonl")):
        for document in beir.corpus(folder):
            id, title = f"{folder.name}/{document.id}", document.title
            named = codes.values(codes.find(document.text))
            yield replace(
                like, id=f"{id}#1", document_id=id, title=title, context=title, text=document.text, codes=named
            )


def _variation(passage: Passage, number: int, words: Sequence[str], drawn: random.Random) -> Passage:
    """Every tenth word is another passage's; each procedure code moves by the same distance in text and codes."""
    step = drawn.randrange(1, 400)
    text = [drawn.choice(words) if drawn.random() < 0.1 else word for word in passage.text.split()]
    drawn.shuffle(text)
    named = [
        Code(code.system, moved(code.value, step)) if _PROCEDURE.fullmatch(code.value) else code
        for code in passage.codes
    ]
    id = f"{passage.document_id}~{number // 2}"
    return replace(
        passage,
        id=f"{id}#{number}",
        document_id=id,
        context=_PROCEDURE.sub(lambda match: moved(match[0], step), passage.context),
        text=_PROCEDURE.sub(lambda match: moved(match[0], step), " ".join(text)),
        codes=tuple(dict.fromkeys(named)),
    )


def moved(value: str, step: int) -> str:
    return f"{(int(value) + step) % 100_000:05}"


def _vectors(own: Vectors, count: int) -> Vectors:
    drawn = np.random.default_rng(0)
    found = own[np.arange(count) % len(own)]
    noise = drawn.normal(scale=NOISE / np.sqrt(own.shape[1]), size=found.shape)
    noise[: len(own)] = 0
    found = (found + noise).astype(np.float32)
    unit: Vectors = found / np.linalg.norm(found, axis=1, keepdims=True)
    return unit


def _memory() -> float:
    """The most that this process has held so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000


if __name__ == "__main__":
    main()
