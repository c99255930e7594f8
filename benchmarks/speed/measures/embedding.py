"""Embedding and storing the shipped passages, the model being open, against the plain loop over the same texts."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import faiss
from sentence_transformers import SentenceTransformer

from benchmarks.speed.figures import Figure
from benchmarks.speed.ground import Ground
from indexer import index as index_

LARGEST = None
LEAST = 4.0


def measure(ground: Ground, size: int) -> Iterator[Figure | str]:
    opened = index_.open_index(ground.folder(size), threads=2)
    passages = opened.store.passages(range(len(opened.store)))
    texts = [passage.searched for passage in passages]
    model = SentenceTransformer(str(ground.model), device="cpu")
    store, settings = index_.store_plugin(opened.manifest.store)

    def ours() -> None:
        with tempfile.TemporaryDirectory(dir=ground.scratch) as folder:
            batch = passages, opened.embedder.passages(texts)
            store.write(Path(folder), opened.embedder.dimension, [batch], settings)

    def plain() -> None:
        vectors = model.encode(texts, batch_size=32, normalize_embeddings=True)
        faiss.IndexFlatIP(vectors.shape[1]).add(vectors)

    model.encode(texts[:32])
    opened.embedder.passages(texts[:32])
    rates = [len(texts) / _seconds(one) for one in (ours, plain)]
    against = "the plain loop, batches of 32"
    yield Figure("embedding and storing", rates[0], "passages/s", rates[1], against, True, LEAST)


def _seconds(call: Callable[[], None]) -> float:
    start = time.perf_counter()
    call()
    return time.perf_counter() - start
