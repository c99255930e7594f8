"""How like real text a grown base is: its words, how often they stand, its vectors, and how near its passages lie.

    python -m benchmarks.grown [--index .citedesk] [--passages 20000] [--sample 1000]

Real are the seeds' own passages, beside as many grown ones, and a sample of these embedded in earnest.
"""

from __future__ import annotations

import argparse
import itertools
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from benchmarks import embedded, grown, timings
from benchmarks.grown.seeds import Seeds
from indexer import terms
from indexer.embedders import Vectors
from indexer.index import open_index
from indexer.passages import Passage

RANKS = (1, 10, 100, 1000)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--index", type=Path, default=Path(".citedesk"))
    parser.add_argument("--passages", type=int, default=20_000)
    parser.add_argument("--sample", type=int, default=1_000)
    options = parser.parse_args()
    index = open_index(options.index, threads=2)
    seeds = grown.seeds(index)
    real = [part.passage for _, parts in seeds.documents for part in parts]
    made = list(itertools.islice(itertools.chain.from_iterable(grown.documents(seeds)), options.passages))
    print(f"Heaps' law of the real text: {seeds.growth.at_one:.1f} * words ** {seeds.growth.power:.3f}")
    _words("real", real, seeds)
    for count in (len(real), options.passages):
        _words("grown", [one.passage for one in made[:count]], seeds)
    chance = np.random.default_rng(0)
    meant = grown.meant(seeds, made, chance)
    part = made[:: max(1, len(made) // options.sample)][: options.sample]
    ours = grown.meant(seeds, part, chance)
    vectors = embedded.of(index.embedder, [one.passage.searched for one in part])
    true = np.stack([vectors[one.passage.searched] for one in part])
    print(f"cosine to the embedded passage, p5 p50: {_told((ours * true).sum(1), (5, 50))}")
    known = embedded.of(index.embedder, [one.searched for one in real])
    held = np.stack([known[one.searched] for one in real])
    asked = np.stack([index.embedder.question(text) for text in timings.questions()])
    nearest = (("real", held), ("grown", meant[: len(held)]), ("grown", meant))
    sampled = (("real", held[: len(true)]), ("sample, embedded", true), ("sample, as grown", ours))
    for name, rows in (*nearest, *sampled[1:]):
        print(f"{name}, {len(rows):,}: cosine to the nearest other, p50 p95: {_told(_nearest(rows), (50, 95))}")
    for name, rows in sampled:
        scores = -np.sort(-(asked @ rows.T), axis=1)
        print(f"{name}, {len(rows):,}: score of the first and the tenth for a question: {_ends(scores)}")


def _words(name: str, passages: Sequence[Passage], seeds: Seeds) -> None:
    counted = Counter(term for one in passages for term in set(terms.find(one.searched)))
    shares = [count / len(passages) for _, count in counted.most_common()]
    ranks = ", ".join(f"{rank}: {shares[rank - 1]:.4f}" for rank in RANKS if rank <= len(shares))
    once = sum(count == 1 for count in counted.values()) / len(counted)
    length = np.mean([len(one.searched.split()) for one in passages])
    print(f"{name}, {len(passages):,}, {length:.0f} words each: {len(counted):,} terms, {once:.2f} of them in one")
    print(f"    share of passages that have the term of rank {ranks}")


def _nearest(rows: Vectors) -> Vectors:
    import faiss

    exact = faiss.IndexFlatIP(rows.shape[1])
    exact.add(rows)
    found: Vectors = exact.search(rows[:2000], 2)[0][:, 1]
    return found


def _told(values: Vectors, percentiles: Sequence[int]) -> str:
    return " ".join(f"{value:.3f}" for value in np.percentile(values, percentiles))


def _ends(scores: Vectors) -> str:
    return f"{scores[:, 0].mean():.3f} {scores[:, 9].mean():.3f}, the spread of all {scores.std():.3f}"


if __name__ == "__main__":
    main()
