"""Passages embedded in a second: in the process that indexes, and by one and two workers of Ray on this machine.

    python -m benchmarks.workers [--index .citedesk] [--rounds 3] [--address local]

Each round embeds the passages of the index once each way, so that the ratios hold on a machine that others use too.
``start`` is how long the first vectors took, which no rate counts.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Sequence
from pathlib import Path

from indexer import compiled, embedding, models, plugins, workers
from indexer.embedders import Vectors
from indexer.index import open_index
from indexer.plugins import NoSettings
from indexer.settings import PluginTables
from indexer.workers import Prepared, ray


def rate(crew: str, prepared: Prepared, settings: object, texts: Sequence[str]) -> tuple[float, float]:
    """Passages a second after the first vectors, and the seconds until these."""
    made: list[tuple[float, int]] = []

    def done(vectors: Vectors) -> None:
        made.append((time.perf_counter(), len(vectors)))

    team = plugins.load(workers, crew).start(prepared, settings)
    begun = time.perf_counter()
    try:
        for part in embedding.slices([(b"", text) for text in texts]):
            team.embed([text for _, text in part], False, done)
        team.finish()
    finally:
        team.close()
    (first, count), (last, _) = made[0], made[-1]
    return (sum(each for _, each in made) - count) / (last - first), first - begun


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--index", type=Path, default=Path(".citedesk"))
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--address", default="local")
    chosen = parser.parse_args()
    opened = open_index(chosen.index)
    made_by, model = opened.manifest, models.find(None)
    folder = chosen.index / made_by.compiled
    rows = opened.store.passages(range(made_by.passages))
    texts = sorted((passage.searched for passage in rows), key=len, reverse=True)
    ways: dict[str, tuple[str, object, int]] = {
        "here, one thread": ("here", NoSettings(), 1),
        "here, two threads": ("here", NoSettings(), 2),
        "Ray, one worker": ("ray", ray.Settings(address=chosen.address, workers=1), 1),
        "Ray, two workers": ("ray", ray.Settings(address=chosen.address, workers=2), 1),
        "Ray, all workers, slices ahead": ("ray", ray.Settings(address=chosen.address), 1),
    }
    found: dict[str, list[tuple[float, float]]] = {way: [] for way in ways}
    for _ in range(chosen.rounds):
        for way, (crew, settings, threads) in ways.items():
            embedder = compiled.load(folder, made_by.embedder, made_by.model_sha256, threads)
            prepared = Prepared(embedder, made_by.embedder, folder, model, PluginTables())
            found[way].append(rate(crew, prepared, settings, texts))
    base = statistics.median(speed for speed, _ in found["here, one thread"])
    print(f"{len(texts):,} passages, {chosen.rounds} rounds")
    for way, measured in found.items():
        speed, start = (statistics.median(column) for column in zip(*measured, strict=True))
        print(f"{way:32} {speed:7.1f} passages/s  {speed / base:5.2f} times  start {start:5.1f} s")


if __name__ == "__main__":
    main()
