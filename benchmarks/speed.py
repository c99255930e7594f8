"""Speed as ratios against a plain sentence-transformers and FAISS program, both measured in one run.

    python -m benchmarks.speed [--index .citedesk] [--kb kb]

First index: `citedesk index` of the base as a whole process, with a model that this machine has compiled before or not,
against a script that embeds the same texts, passages and recorded phrases, with sentence-transformers into FAISS. Cold
start: `citedesk ask` from an existing index, as a whole process, against a script that loads the same model with
sentence-transformers and searches the same vectors. Indexing: passages a second of the product's embedder and store
against the plain loop (fp32, batches of 32) over the same passages. Questions: the whole path against the bare
embedding of the question, over the labelled questions beside this file. Exits with 1 where a floor is missed.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from assistant.ask import Desk
from benchmarks import timings
from indexer import index as index_
from indexer import points
from indexer.stores import local

QUESTION = "is a volume check reprogramming?"
COLD, INDEXING = 0.25, 3.0
FIRST, AGAIN = 1.7, 1.9
# Milliseconds for a whole answer, at the 95th percentile.
ANSWER, BEYOND = 25.0, 60.0
PLAIN_ASK = """
import sys, json, os
os.environ["HF_HUB_OFFLINE"] = "1"
import faiss, numpy as np
from sentence_transformers import SentenceTransformer
model = SentenceTransformer(sys.argv[1], device="cpu")
index = faiss.read_index(sys.argv[2])
print(index.search(np.asarray(model.encode([sys.argv[3]], normalize_embeddings=True)), 10)[1])
"""


PLAIN_INDEX = """
import sys, json, os
os.environ["HF_HUB_OFFLINE"] = "1"
import faiss
from sentence_transformers import SentenceTransformer
model = SentenceTransformer(sys.argv[1], device="cpu")
vectors = model.encode(json.load(open(sys.argv[2])), batch_size=32, normalize_embeddings=True)
index = faiss.IndexFlatIP(vectors.shape[1])
index.add(vectors)
faiss.write_index(index, sys.argv[3])
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--index", type=Path, default=Path(".citedesk"))
    parser.add_argument("--kb", type=Path, default=Path("kb"))
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    good = [
        _first_index(options.index, options.kb),
        _cold_start(options.index, options.rounds),
        _indexing(options.index),
        _questions(options.index),
    ]
    raise SystemExit(0 if all(good) else 1)


def _model_folder() -> Path:
    from indexer import models

    return models.find(None).folder


def _first_index(index: Path, kb: Path) -> bool:
    """Floors for ratios to the plain program over the same texts; over passages alone it is told beside them."""
    opened = index_.open_index(index)
    passages = [passage.searched for passage in opened.store.passages(range(len(opened.store)))]
    ours = [str(Path(sys.executable).with_name("citedesk")), "index", "--kb", str(kb), "--index"]
    times = {}
    with tempfile.TemporaryDirectory() as scratch:
        environment = os.environ | {"XDG_CACHE_HOME": f"{scratch}/cache"}
        for name in ("first", "again"):
            times[name] = _timed([*ours, f"{scratch}/{name}"], environment)
        texts = Path(scratch, "texts.json")
        for name, given in (("passages", passages), ("same", passages + points.texts(opened.points.recorded))):
            texts.write_text(json.dumps(given), "utf-8")
            plain = [sys.executable, "-c", PLAIN_INDEX, str(_model_folder()), str(texts), f"{scratch}/plain"]
            times[name] = _timed(plain, environment)
    first, again = times["same"] / times["first"], times["same"] / times["again"]
    print(
        f"first index: {times['first']:.1f} s, {times['again']:.1f} s with the model compiled before, against "
        f"{times['same']:.1f} s for the same texts and {times['passages']:.1f} s for passages alone; "
        f"ratios {first:.2f} (at least {FIRST}) and {again:.2f} (at least {AGAIN})"
    )
    return first >= FIRST and again >= AGAIN


def _timed(command: list[str], environment: dict[str, str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True, env=environment)
    return time.perf_counter() - start


def _cold_start(index: Path, rounds: int) -> bool:
    citedesk = Path(sys.executable).with_name("citedesk")
    ours = [str(citedesk), "ask", QUESTION, "--json", "--index", str(index)]
    times: dict[str, list[float]] = {"ours": [], "plain": []}
    with tempfile.NamedTemporaryFile(suffix=".faiss") as vectors:
        _plain_index(index, vectors.name)
        plain = [sys.executable, "-c", PLAIN_ASK, str(_model_folder()), vectors.name, QUESTION]
        for _ in range(rounds):
            for name, command in (("ours", ours), ("plain", plain)):
                start = time.perf_counter()
                subprocess.run(command, check=True, capture_output=True)
                times[name].append(time.perf_counter() - start)
    one, other = statistics.median(times["ours"]), statistics.median(times["plain"])
    print(f"cold start: {one:.2f} s against {other:.2f} s, ratio {one / other:.3f} (at most {COLD})")
    return one / other <= COLD


def _plain_index(index: Path, name: str) -> None:
    """The vectors of ``index`` as the plain program keeps them."""
    import faiss

    store = index_.open_index(index).store
    vectors = store.vectors(range(len(store)))
    kept = faiss.IndexFlatIP(vectors.shape[1])
    kept.add(vectors)
    faiss.write_index(kept, name)


def _indexing(index: Path) -> bool:
    import faiss
    from sentence_transformers import SentenceTransformer

    opened = index_.open_index(index, threads=2)
    passages = opened.store.passages(range(len(opened.store)))
    texts = [passage.searched for passage in passages]
    model = SentenceTransformer(str(_model_folder()), device="cpu")
    model.encode(texts[:32])
    start = time.perf_counter()
    vectors = model.encode(texts, batch_size=32, normalize_embeddings=True)
    plain_index = faiss.IndexFlatIP(vectors.shape[1])
    plain_index.add(vectors)
    plain = len(texts) / (time.perf_counter() - start)
    opened.embedder.passages(texts[:32])
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        batch = passages, opened.embedder.passages(texts)
        local.write(Path(folder), opened.embedder.dimension, [batch], local.Settings())
        ours = len(texts) / (time.perf_counter() - start)
    print(f"indexing: {ours:.0f} passages/s against {plain:.0f}, ratio {ours / plain:.2f} (at least {INDEXING})")
    return ours / plain >= INDEXING


def _questions(index: Path) -> bool:
    found = timings.measure(Desk.open(index), timings.questions())
    timings.show(found)
    answer, beyond = found["answer"].p95, found["beyond search"].p95
    print(f"answer: {answer:.1f} ms p95 (at most {ANSWER}), of which beyond search {beyond:.1f} (at most {BEYOND})")
    return answer <= ANSWER and beyond <= BEYOND


if __name__ == "__main__":
    main()
