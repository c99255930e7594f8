"""Builds an index over the shipped base grown to a size, as a process of its own: ``citedesk`` can ask it.

    python -m benchmarks.speed.grown_index INDEX TARGET PASSAGES

Prints as JSON the seconds and the processor time that storing took, what the process held at its highest and the bytes
on the disk. Vectors come with the grown passages; model, record and vocabulary are made as ``citedesk index`` makes
them, the vocabulary counted over the first passages alone.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from benchmarks import grown
from benchmarks.grown.seeds import Seeds
from benchmarks.speed.processes import Held
from indexer import embedding, generations, points, vocabulary
from indexer import index as index_
from indexer.earlier import HASHES
from indexer.index import Index
from indexer.stores import Batch

# Passages whose words are counted for the vocabulary, which keeps the most frequent ones.
COUNTED = 20_000


def build(index: Index, folder: Path, seeds: Seeds, target: Path, count: int) -> dict[str, float]:
    """Makes the index in ``target``; ``index``, which ``seeds`` are of, stands in ``folder``.

    Gives the seconds that storing took, those of growing the passages not among them.
    """
    shutil.copytree(folder / "models", target / "models")
    name = hashlib.sha256(f"{index.manifest.knowledge_base} grown to {count}".encode()).hexdigest()
    manifest = replace(index.manifest, passages=count, documents=0, knowledge_base=name)
    module, settings = index_.store_plugin(manifest.store)
    took = dict.fromkeys(("seconds", "processor"), 0.0)

    def fill(generation: Path) -> None:
        words, digests, documents = Counter[str](), list[bytes](), 0

        def counted() -> Iterator[Batch]:
            nonlocal documents
            last, start = "", _now()
            for passages, vectors in grown.batches(seeds, count):
                for passage in passages:
                    if len(digests) < COUNTED:
                        words.update(vocabulary.words(passage))
                    digests.append(embedding.digest(passage.searched))
                    # The passages of a document stand together.
                    documents += passage.document_id != last
                    last = passage.document_id
                for clock, spent in zip(took, _now() - start, strict=True):
                    took[clock] -= spent
                yield passages, vectors
                start = _now()

        start = time.perf_counter(), time.process_time()
        module.write(generation, manifest.dimension, counted(), settings)
        took["seconds"] += time.perf_counter() - start[0]
        took["processor"] += time.process_time() - start[1]
        vocabulary.write(generation, words, index.embedder)
        known = points.embedded(index.folder)
        texts = points.texts(index.points.recorded)
        points.write(generation, index.points.recorded, np.array([known[text] for text in texts]))
        np.save(generation / HASHES, np.array(digests, dtype="V16"), allow_pickle=False)
        index_.write_manifest(generation, replace(manifest, documents=documents))

    generations.publish(target, manifest, fill)
    return took


def _now() -> npt.NDArray[np.float64]:
    """Seconds as they pass, and of this thread's processor time: another one may be storing."""
    return np.array([time.perf_counter(), time.thread_time()])


def main() -> None:
    folder, target, count = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
    with Held() as held:
        index = index_.open_index(folder, threads=2)
        took = build(index, folder, grown.seeds(index), target, count)
    size = sum(path.stat().st_size for path in index_.pointed(target)[0].rglob("*") if path.is_file())
    print(json.dumps(took | {"megabytes": held.most, "bytes": size}))


if __name__ == "__main__":
    main()
