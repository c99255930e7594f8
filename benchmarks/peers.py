"""The retrieval of other programs on BEIR-form sets, with the same model, beside a run of Citedesk, by the same scorer.

    citedesk eval --beir DIR --run FILE
    python -m benchmarks.peers DIR --run FILE [--cache FOLDER] [--at-most N]

Each peer stands in its ordinary documented form (``benchmarks/speed/peer.py``). All get the vectors of the index's own
compiled all-MiniLM-L6-v2, texts cut at its 256 tokens. Peers are no dependencies of the project: install those that you
want beside it; one that is not there is left out, and said so. Where queries have earlier turns, peers are asked the
last turn alone and after the one before it. Rankings are 100 deep; N takes that many judged queries, evenly spaced, for
every system.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
from collections.abc import Sequence
from importlib import metadata
from pathlib import Path

import numpy as np

from assistant.measuring import beir, metrics
from assistant.measuring.beir import DEPTH, Query
from benchmarks import embedded
from benchmarks.speed import peer
from indexer import index as index_
from indexer.embedders import Vectors

Ranking = list[str]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--run", type=Path)
    parser.add_argument("--index", type=Path, default=Path(".citedesk"))
    parser.add_argument("--cache", type=Path, default=embedded.CACHE)
    parser.add_argument("--at-most", type=int, default=1_000_000)
    options = parser.parse_args()
    documents = {one.id: _text(one.title, one.text) for one in beir.corpus(options.folder)}
    ids = list(documents)
    every = beir.queries(options.folder)
    forms = {"": [one.text for one in every]}
    if any(one.history for one in every):
        forms = {", last turn": forms[""], ", turn before": [" ".join([*one.history[-1:], one.text]) for one in every]}
    embedder = index_.open_index(options.index, threads=2).embedder
    judged = [number for number, one in enumerate(every) if any(one.relevant.values())]
    kept = judged[:: -(-len(judged) // options.at_most)]
    queries = [every[number] for number in kept]
    vectors = embedded.of(embedder, [texts[number] for texts in forms.values() for number in kept], options.cache)
    vectors |= embedded.of(embedder, list(documents.values()), options.cache)
    print(f"{options.folder.name}: {len(documents):,} documents, {len(queries):,} of {len(judged):,} judged queries")
    print("system | nDCG@10 | hit@1", flush=True)
    if options.run:
        run = _run(options.run)
        _show("citedesk", queries, [run.get(one.id, []) for one in queries])

    def encode(texts: Sequence[str]) -> Vectors:
        return np.stack([vectors[text] for text in texts])

    for name, build in peer.PEERS.items():
        try:
            version = metadata.version(name)
        except metadata.PackageNotFoundError:
            print(f"{name} is not installed, left out")
            continue
        with tempfile.TemporaryDirectory() as folder:
            ask = build(list(documents.values()), encode, folder)
            for form, texts in forms.items():
                found = [[ids[row] for row in ask(texts[number])] for number in kept]
                _show(f"{name} {version}{form}", queries, found)


def _text(title: str, text: str) -> str:
    return f"{title}\n{text}" if title and title != text else text


def _run(path: Path) -> dict[str, Ranking]:
    """The documents of each query of a TREC run, in the order of their scores."""
    found: dict[str, list[tuple[float, str]]] = {}
    for line in path.read_text("utf-8").splitlines():
        query, _, document, _, score, _ = line.split()
        found.setdefault(query, []).append((-float(score), document))
    return {query: [document for _, document in sorted(rows)] for query, rows in found.items()}


def _show(name: str, queries: Sequence[Query], rankings: Sequence[Ranking]) -> None:
    pairs = [(one.relevant, ranking[:DEPTH]) for one, ranking in zip(queries, rankings, strict=True)]
    gain = statistics.mean(metrics.ndcg(ranking, relevant) for relevant, ranking in pairs)
    first = statistics.mean(metrics.hit(ranking, relevant, 1) for relevant, ranking in pairs)
    print(f"{name} | {gain:.4f} | {first:.4f}", flush=True)


if __name__ == "__main__":
    main()
