"""Kills servers and indexers of the PostgreSQL store while it is asked: one generation answers, never a mixture.

    python -m benchmarks.postgres_kills [--kills 50] [--seed 1]

Two shards, the second with a standby; an indexer writes one generation after the other into an index folder, each of
passages that all tell its number. Again and again one of the four is killed as a machine fails, while a reader asks.
What a reader finds must be of one generation, and all of it but what the store names as absent; when all servers are up
again, the current generation must be whole. Exits with 1 where that does not hold.
"""

from __future__ import annotations

import argparse
import json
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

import numpy as np

from benchmarks import postgres_servers
from benchmarks.postgres_servers import Server, Shards
from indexer import folders, generations, removal
from indexer import index as index_
from indexer.errors import NoIndexError
from indexer.index import Manifest
from indexer.settings import PluginTables
from indexer.stores import Batch, Query, postgres
from indexer.stores.postgres import cluster
from indexer.testing import small_base

PASSAGES, DIMENSION = 40, 8
# Seconds for which a reader asks after each kill, and until when everything must answer again.
_ASKED, _WAIT = 0.6, 60.0


class Mixture(Exception):
    """What was found is not one generation, or lacks something that nothing was said of."""


def kills(count: int, seed: int) -> Counter[str]:
    """What the reader met: whole answers, parts that were named, errors, and who was killed how often.

    Raises Mixture.
    """
    drawn, met = random.Random(seed), Counter[str]()
    before, cluster.PAUSE = cluster.PAUSE, 0.2
    folder = Path(tempfile.mkdtemp(prefix="citedesk-kills-"))
    try:
        with postgres_servers.started() as servers:
            first, second = servers.server(), servers.server()
            shards = Shards(first, second, servers.standby(second))
            tables = PluginTables({"stores": {"postgres": {"shards": shards.settings.shards, "timeout": 2.0}}})
            indexer = _Indexer(folder, shards)
            try:
                _recovered(folder, tables, met)
                for _ in range(count):
                    _kill(drawn, shards, indexer, folder, tables, met)
            finally:
                indexer.kill()
    finally:
        cluster.PAUSE = before
        removal.remove(folder)
    return met


class _Indexer:
    """A process that writes generations until it is killed."""

    def __init__(self, folder: Path, shards: Shards) -> None:
        self._command = [
            sys.executable,
            "-m",
            "benchmarks.postgres_kills",
            "--write",
            str(folder),
            json.dumps(shards.settings.shards),
        ]
        self.start()

    def start(self) -> None:
        self._process = subprocess.Popen(self._command)

    def kill(self) -> None:
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()


def _kill(
    drawn: random.Random,
    shards: Shards,
    indexer: _Indexer,
    folder: Path,
    tables: PluginTables,
    met: Counter[str],
) -> None:
    """One of the four, at any moment; it is started again after a while."""
    victims: dict[str, Server | _Indexer] = {
        "first shard": shards.first,
        "second shard": shards.second,
        "standby": shards.standby,
        "indexer": indexer,
    }
    name = drawn.choice([*victims])
    time.sleep(drawn.uniform(0, 0.5))
    victims[name].kill()
    met[f"killed: {name}"] += 1
    until = time.monotonic() + _ASKED
    while time.monotonic() < until:
        _read(folder, tables, met)
    victims[name].start()
    _recovered(folder, tables, met)


def _recovered(folder: Path, tables: PluginTables, met: Counter[str]) -> None:
    """Asks until the current generation answers whole. Raises Mixture where it does not in time."""
    until = time.monotonic() + _WAIT
    while not _read(folder, tables, met):
        if time.monotonic() > until:
            raise Mixture(f"after {_WAIT:.0f} s the current generation does not answer whole: {dict(met)}")
        time.sleep(0.05)


def _read(folder: Path, tables: PluginTables, met: Counter[str]) -> bool:
    """Whether all of a generation was found. Raises Mixture."""
    try:
        generation, manifest = index_.pointed(folder)
        store = index_.open_store(generation, manifest, tables)
        absent = {*store.absent}
        hits = store.search(Query(("pump",), vector=_vectors()[0], top=PASSAGES))
        absent |= {*store.absent}
        found = store.passages([match.row for match in hits.words])
        absent |= {*store.absent}
    except (NoIndexError, OSError):
        met["error"] += 1
        return False
    told = {passage.title for passage in found}
    if not told <= {manifest.knowledge_base} or len(hits.words) != len(hits.meaning):
        raise Mixture(f"{manifest.knowledge_base}: found {told}, {len(hits.words)} and {len(hits.meaning)}")
    if len(found) < PASSAGES and not absent:
        raise Mixture(f"{len(found)} of {PASSAGES} passages, and nothing is said to be absent")
    met["part, named" if absent else "whole"] += 1
    return len(found) == PASSAGES


def _vectors() -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    rows = np.random.default_rng(1).normal(size=(PASSAGES, DIMENSION)).astype(np.float32)
    return rows


def _write(folder: Path, shards: tuple[str, ...]) -> NoReturn:
    """One generation after the other; what fails is tried again."""
    tables = PluginTables({"stores": {"postgres": {"shards": shards, "timeout": 2.0}}})
    number = time.time_ns()
    while True:
        number += 1
        try:
            with folders.locked(folder):
                _publish(folder, tables, number)
                generations.sweep(folder, tables)
        except NoIndexError:
            time.sleep(0.05)


def _publish(folder: Path, tables: PluginTables, number: int) -> None:
    settings = postgres.Settings.model_validate(tables.tables["stores"]["postgres"])

    def batches() -> Iterator[Batch]:
        for start in range(0, PASSAGES, 10):
            passages = [replace(small_base.alike(row), title=str(number)) for row in range(start, start + 10)]
            yield passages, _vectors()[start : start + 10]

    def fill(place: Path) -> None:
        postgres.write(place, DIMENSION, batches(), settings)

    generations.publish(folder, _manifest(number), fill, tables)


def _manifest(number: int) -> Manifest:
    """Of the knowledge base ``number``, which is the title of all its passages."""
    return Manifest(
        format=index_.FORMAT,
        program=index_.program_version(),
        model="none",
        model_sha256="",
        embedder="none",
        compiled="",
        store="postgres",
        dimension=DIMENSION,
        documents=PASSAGES,
        passages=PASSAGES,
        newest=None,
        knowledge_base=str(number),
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--write", nargs=2, metavar=("FOLDER", "SHARDS"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.write:
        _write(Path(options.write[0]), tuple(json.loads(options.write[1])))
    if lacking := postgres_servers.lacking():
        raise SystemExit(lacking)
    try:
        met = kills(options.kills, options.seed)
    except Mixture as error:
        raise SystemExit(f"a mixture, or a loss: {error}") from error
    print("\n".join(f"{name}: {count}" for name, count in sorted(met.items())))


if __name__ == "__main__":
    main()
