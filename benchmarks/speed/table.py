"""The stored runs as tables in ``docs/speed.md``, between two marks.

    python -m benchmarks.speed.table [--check]

Writes the tables anew, or exits with 1 where the page has others than the stored runs give.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from benchmarks.speed import results
from benchmarks.speed.figures import Figure
from benchmarks.speed.results import Row

PAGE = Path(__file__).parents[2] / "docs" / "speed.md"
BEGIN, END = "<!-- figures: begin -->", "<!-- figures: end -->"


def tables(folder: Path = results.STORED) -> str:
    """Of every kind of machine that runs are stored of."""
    parts = list[str]()
    for kind in sorted(path for path in folder.glob("*") if path.is_dir()):
        rows = {_size(path): results.read(path) for path in kind.glob("*.json")}
        parts += _kind({size: rows[size] for size in sorted(rows)})
    return "\n".join(parts)


def page(text: str, tables: str) -> str:
    """``text`` with ``tables`` between the marks. Raises ValueError where it lacks one."""
    before, mark, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not mark or not end:
        raise ValueError(f"the page lacks {BEGIN} or {END}")
    return f"{before}{BEGIN}\n{tables}\n{END}{after}"


def _size(path: Path) -> int:
    return 0 if path.stem == "base" else int(path.stem)


def _kind(rows: Mapping[int, Row]) -> Iterator[str]:
    facts = next(run.facts for row in rows.values() for run in row.values())
    yield f"### {facts['cores']} cores of {facts['processor']}, {facts['flags']}\n"
    yield f"{facts['memory_gb']} GB of memory, Python {facts['python']}, {facts['libraries']}.\n"
    yield from _when(rows)
    if base := rows.get(0):
        yield from _base(base)
    if sizes := [size for size in rows if size]:
        yield from _sizes(sizes, rows)
    for note in dict.fromkeys(note for row in rows.values() for run in row.values() for note in run.notes):
        yield f"- {note}"


def _when(rows: Mapping[int, Row]) -> Iterator[str]:
    """Program, days and load of the runs."""
    runs = [run for row in rows.values() for run in row.values()]
    commits = ", ".join(dict.fromkeys(f"{run.facts['program']} ({run.facts['commit']})" for run in runs))
    days = sorted({str(run.facts["date"]) for run in runs})
    loads = [load for run in runs for load in run.load]
    told = " to ".join(dict.fromkeys((days[0], days[-1])))
    yield f"Program {commits}, measured {told}, load {min(loads):g} to {max(loads):g}.\n"


def _base(row: Row) -> Iterator[str]:
    yield "| shipped base | value | baseline of the same run | ratio | must hold |"
    yield "| --- | --- | --- | --- | --- |"
    for figure in (figure for run in row.values() for figure in run.figures):
        baseline = f"{_number(figure.baseline)} {figure.unit}, {figure.against}"
        value = f"{_number(figure.value)} {figure.unit}"
        yield f"| {figure.name} | {value} | {baseline} | {_number(figure.ratio)} | {_held([figure])} |"
    yield ""


def _sizes(sizes: Sequence[int], rows: Mapping[int, Row]) -> Iterator[str]:
    """A row for each figure: at each size its value, and how many times its baseline that is."""
    found: dict[str, dict[int, Figure]] = {}
    for size in sizes:
        for figure in (figure for run in rows[size].values() for figure in run.figures):
            found.setdefault(figure.name, {})[size] = figure
    yield f"| grown base, passages | {' | '.join(f'{size:,}' for size in sizes)} | must hold |"
    yield f"| --- |{' --- |' * len(sizes)} --- |"
    for name, by_size in found.items():
        one = next(iter(by_size.values()))
        cells = [
            f"{_number(by_size[size].value)} ({_number(by_size[size].ratio)})" if size in by_size else ""
            for size in sizes
        ]
        held = _held(list(by_size.values()))
        yield f"| {name}, {one.unit} (times {one.against}) | {' | '.join(cells)} | {held} |"
    yield ""


def _held(figures: Sequence[Figure]) -> str:
    """The bounds, and at how many of the figures they are missed."""
    bounds = figures[0].bounds
    missed = sum(figure.missed for figure in figures)
    return f"{bounds}{f'; **missed** at {missed} of {len(figures)}' if missed else ''}"


def _number(value: float) -> str:
    """Three digits that count."""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def write() -> None:
    PAGE.write_text(page(PAGE.read_text("utf-8"), tables()), "utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    if not parser.parse_args().check:
        write()
        return
    text = PAGE.read_text("utf-8")
    if page(text, tables()) != text:
        raise SystemExit(f"{PAGE} differs from the stored runs; run: python -m benchmarks.speed.table")


if __name__ == "__main__":
    main()
