"""Runs as files: a folder for each kind of machine, in it a file for each size, by measure."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from pydantic import TypeAdapter

from benchmarks.speed.figures import Figure
from benchmarks.speed.machine import Facts

STORED = Path(__file__).parents[1] / "results"


@dataclass(frozen=True, slots=True)
class Run:
    """What one measure found. ``load`` is that of the machine at its beginning and its end; ``notes`` say what was left
    out.
    """

    facts: Facts
    load: tuple[float, float]
    seconds: float
    figures: tuple[Figure, ...]
    notes: tuple[str, ...] = ()


# The runs of one size by measure.
Row = Mapping[str, Run]
_ROW = TypeAdapter(dict[str, Run])


def path(folder: Path, kind: str, size: int) -> Path:
    """``size`` 0 is the shipped base."""
    return folder / kind / f"{size or 'base'}.json"


def read(file: Path) -> dict[str, Run]:
    """Empty where there is no such file. Raises pydantic's ValidationError for one that holds no runs."""
    return _ROW.validate_json(file.read_bytes()) if file.exists() else {}


def write(file: Path, row: Row) -> None:
    """In the place of what is stored of the same measures; other measures stay."""
    file.parent.mkdir(parents=True, exist_ok=True)
    kept = read(file) | dict(row)
    plain = {name: asdict(kept[name]) for name in sorted(kept)}
    file.write_text(json.dumps(plain, indent=1, ensure_ascii=False) + "\n", "utf-8")


def slower(row: Row, stored: Row) -> list[str]:
    """Each figure that is worse than the stored one by more than noise, in words."""
    found = list[str]()
    for name, run in row.items():
        before = {figure.name: figure for figure in stored[name].figures} if name in stored else {}
        for figure in run.figures:
            old = before.get(figure.name)
            if old and figure.slower_than(old):
                margin = f"more than {figure.noise:.1%} of noise"
                found.append(
                    f"{figure.name}: {figure.ratio:.3g} times {figure.against}, was {old.ratio:.3g} ({margin})"
                )
    return found
