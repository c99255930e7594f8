"""Fits every file of ``assistant/fitted`` again from the stored measures of ``benchmarks/measures``.

    python -m benchmarks.fit           writes the files anew
    python -m benchmarks.fit --check   writes nothing; exit with 1 where a shipped file differs by more than it allows

Two fits of the same examples never agree to the last digit: the embedder's eight-bit sums are rounded otherwise by
another processor. What is compared is therefore what the numbers make of the examples: the largest difference of a
chance, and that of the thresholds. How much is allowed, and why, stands in the file itself, under ``check``.
"""

from __future__ import annotations

import argparse
import datetime
import json
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

from assistant.fitted import provenance
from assistant.fitted.fitter import Fit
from assistant.fitted.provenance import Provenance
from benchmarks import fit_disagreement, fit_grounding, fit_points, fit_support, tables
from benchmarks.tables import Tables

ROOT = Path(__file__).parents[1]
SHIPPED = ROOT / "assistant" / "fitted"
# Each offers FILES and SHAPES, and measure, counts, regressions and fit over its tables.
FITS: dict[str, ModuleType] = {
    "support": fit_support,
    "disagreement": fit_disagreement,
    "points": fit_points,
    "grounding": fit_grounding,
}
# By the name of the fit the provenance of its stored measures, and the sha256 of each of their tables.
MEASURED = tables.FOLDER / "provenance.json"


@dataclass(frozen=True, slots=True)
class Difference:
    """Between a shipped fit and the same made again: of chances over the examples, and of the threshold.

    ``turned`` of ``examples`` pass by one and not by the other.
    """

    name: str
    chance: float
    threshold: float
    turned: int
    examples: int
    allowed_chance: float
    allowed_threshold: float

    @property
    def small(self) -> bool:
        return self.chance <= self.allowed_chance and self.threshold <= self.allowed_threshold


def stored(name: str) -> Tables:
    """Raises OSError or ValueError where a table is missing or of another form."""
    shapes = FITS[name].SHAPES
    return {table: tables.read(path, shapes[table]) for table, path in zip(shapes, paths(name), strict=True)}


def shipped(name: str) -> dict[str, Any]:
    record: dict[str, Any] = json.loads((SHIPPED / f"{name}.json").read_text("utf-8"))
    return record


def differences(name: str) -> Iterator[Difference]:
    """One for each regression of the file."""
    measures, before = stored(name), shipped(name)
    after, allowed = FITS[name].fit(measures), before["check"]
    for key, one in FITS[name].regressions(measures).items():
        was, now = (record[key] if key else record for record in (before, after))
        chances = [line(record, one.names).chances(one.values) for record in (was, now)]
        passes = [side >= record["threshold"] for side, record in zip(chances, (was, now), strict=True)]
        yield Difference(
            f"{name} {key}".strip(),
            float(np.abs(chances[0] - chances[1]).max()),
            abs(was["threshold"] - now["threshold"]),
            int((passes[0] != passes[1]).sum()),
            len(one.values),
            allowed["chance"],
            allowed["threshold"],
        )


def line(record: Mapping[str, Any], names: tuple[str, ...]) -> Fit:
    return Fit(np.array([record["weights"][name] for name in names]), record["bias"])


def write(name: str, date: str) -> None:
    """What is allowed and why is kept."""
    measured = Provenance.read(json.loads(MEASURED.read_text("utf-8"))[name])
    own = replace(
        measured,
        script="python -m benchmarks.fit",
        sources=(*measured.sources, *provenance.sources(paths(name), ROOT)),
        date=date,
    )
    record = {"provenance": own.record(), "check": shipped(name)["check"], **FITS[name].fit(stored(name))}
    (SHIPPED / f"{name}.json").write_text(json.dumps(record, indent=1) + "\n", "utf-8")


def paths(name: str) -> list[Path]:
    """Of the stored tables."""
    return [tables.FOLDER / f"{table}.csv" for table in FITS[name].SHAPES]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="compare with what is shipped; write nothing")
    if not parser.parse_args().check:
        for name in FITS:
            write(name, datetime.date.today().isoformat())
            print(f"{SHIPPED / name}.json: written")
        return 0
    found = [one for name in FITS for one in differences(name)]
    for one in found:
        print(
            f"{'ok   ' if one.small else 'WRONG'} {one.name}: chances differ by at most {one.chance:.4f} (allowed "
            f"{one.allowed_chance}), thresholds by {one.threshold:.4f} (allowed {one.allowed_threshold}); "
            f"{one.turned} of {one.examples} examples decided otherwise"
        )
    return int(not all(one.small for one in found))


if __name__ == "__main__":
    sys.exit(main())
