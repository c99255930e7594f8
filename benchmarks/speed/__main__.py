"""Measures, tells what got slower than the stored run of the same kind of machine, and which bounds are missed.

    python -m benchmarks.speed [--sizes 1000 10000 100000 1000000] [--only NAME ...] [--peers PYTHON] [--store]

Size 0 is the shipped base; what is measured of it alone is measured there. What was measured is written as JSON to
build/speed, or with --store to benchmarks/results, and the table of docs/speed.md with it. Exits with 1 where something
got slower by more than noise or a bound is missed.
"""

from __future__ import annotations

import argparse
import importlib
import pkgutil
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import cast

from benchmarks.speed import Module, machine, measures, results, table
from benchmarks.speed.figures import Figure
from benchmarks.speed.ground import Ground
from benchmarks.speed.results import Run

SIZES = (0, 1_000, 10_000, 100_000, 1_000_000)
BESIDE = Path("build/speed")


def names() -> list[str]:
    """Of all measures, as their files are named."""
    return sorted(found.name for found in pkgutil.iter_modules(measures.__path__))


def module(name: str) -> Module:
    return cast(Module, importlib.import_module(f"{measures.__name__}.{name}"))


def chosen(only: Sequence[str], sizes: Sequence[int]) -> Iterator[tuple[int, str]]:
    """Which measures run at which sizes, by size."""
    for size in sorted(sizes):
        for name in only or names():
            largest = module(name).LARGEST
            if largest is None if size == 0 else largest is not None and (only or size <= largest):
                yield size, name


def run(name: str, size: int, ground: Ground) -> Run:
    before, start = machine.load(), time.perf_counter()
    told = list(module(name).measure(ground, size))
    seconds, load = time.perf_counter() - start, (before, machine.load())
    figures = tuple(one for one in told if isinstance(one, Figure))
    return Run(machine.facts(), load, seconds, figures, tuple(one for one in told if isinstance(one, str)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--index", type=Path, default=Path(".citedesk"))
    parser.add_argument("--kb", type=Path, default=Path("kb"))
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="passages; 0 is the shipped base")
    parser.add_argument("--only", nargs="+", choices=names(), default=())
    parser.add_argument("--peers", type=Path, help="the Python that other programs are installed for")
    parser.add_argument("--rounds", type=int, default=5, help="how often a whole process is started")
    parser.add_argument("--scratch", type=Path, help="where there is room for grown bases")
    parser.add_argument("--store", action="store_true")
    options = parser.parse_args()
    if not (wanted := list(chosen(options.only, options.sizes))):
        parser.error("nothing to measure: what --only names is measured at --sizes 0 alone, or not there")
    kind, worse = machine.kind(), list[str]()
    print(f"{kind}, load {machine.load()}", flush=True)
    with tempfile.TemporaryDirectory(prefix="citedesk-speed-", dir=options.scratch) as scratch:
        ground = Ground(options.index, options.kb, Path(scratch), options.peers, options.rounds)
        for size, name in wanted:
            found = run(name, size, ground)
            told = f"{size:,} passages" if size else "the shipped base"
            print(f"{told}: {name}, {found.seconds:.0f} s", flush=True)
            for line in (*found.figures, *found.notes):
                print(f"  {line}", flush=True)
            stored = results.read(results.path(results.STORED, kind, size))
            worse += [f"{told}: slower: {line}" for line in results.slower({name: found}, stored)]
            worse += [f"{told}: missed: {figure}" for figure in found.figures if figure.missed]
            results.write(results.path(results.STORED if options.store else BESIDE, kind, size), {name: found})
    if options.store:
        table.write()
    print("\n".join(worse))
    raise SystemExit(1 if worse else 0)


if __name__ == "__main__":
    main()
