"""Measures the labelled questions anew, and says how far the stored measures have drifted from today's program.

    python -m benchmarks.measure [--index .citedesk] [--write] [--only points]

Drift is told by what the shipped weights make of it. With --write the tables are written anew; --only names the fits
that are measured.
"""

from __future__ import annotations

import argparse
import datetime
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from assistant.ask import Desk
from assistant.fitted import provenance
from assistant.fitted.provenance import Model, Provenance
from benchmarks import fit, tables
from benchmarks.tables import Key, Tables


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--index", type=Path, default=Path(".citedesk"))
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--only", nargs="+", choices=fit.FITS, default=list(fit.FITS))
    options = parser.parse_args()
    desk = Desk.open(options.index)
    for name in options.only:
        module = fit.FITS[name]
        fresh = module.measure(desk)
        if all(path.exists() for path in fit.paths(name)):
            old = fit.stored(name)
            for table in fresh:
                print(f"{table}: {moved(old[table], fresh[table])}")
            for told in decided(name, old, fresh):
                print(f"  {told}")
        if options.write:
            write(name, fresh, desk)


def moved(old: Sequence[object], fresh: Sequence[object]) -> str:
    """How many rows are in both, and the four measures that moved farthest."""
    was, now = tables.keyed(old), tables.keyed(fresh)
    both = [key for key in now if key in was]
    said = f"{len(now)} rows measured, {len(both)} of them stored; {len(was) - len(both)} stored ones not measured"
    if not both:
        return said
    far = np.abs(_numbers(both, was) - _numbers(both, now))
    names = [name for name, kind in tables.columns(type(fresh[0])) if kind is float]
    worst = ", ".join(f"{names[at]} {far[:, at].max():.3f}" for at in np.argsort(-far.max(axis=0))[:4])
    return f"{said}; farthest moved: {worst}"


def decided(name: str, old: Tables, fresh: Tables) -> list[str]:
    """What the shipped weights make of the drift, over the examples that are in both."""
    both = {table: tables.keyed(old[table]).keys() & tables.keyed(fresh[table]).keys() for table in fresh}
    sides = [{table: tables.only(rows[table], both[table]) for table in fresh} for rows in (old, fresh)]
    was, now = (fit.FITS[name].regressions(side) for side in sides)
    found = []
    for key in was:
        record = fit.shipped(name)[key] if key else fit.shipped(name)
        before, after = (fit.line(record, one.names).chances(one.values) for one in (was[key], now[key]))
        turned = int(((before >= record["threshold"]) != (after >= record["threshold"])).sum())
        far = np.abs(before - after)
        found.append(
            f"{key or name}: chances moved by {far.mean():.4f} on average, {far.max():.4f} at most; "
            f"{turned} of {len(far)} examples decided otherwise"
        )
    return found


def write(name: str, fresh: Tables, desk: Desk) -> None:
    module, manifest = fit.FITS[name], desk.index.manifest
    for path, rows in zip(fit.paths(name), fresh.values(), strict=True):
        tables.write(path, rows)
    records = json.loads(fit.MEASURED.read_text("utf-8")) if fit.MEASURED.exists() else {}
    made = Provenance(
        script="python -m benchmarks.measure --write",
        sources=provenance.sources(module.FILES, fit.ROOT),
        examples=module.counts(fresh),
        knowledge_base=manifest.knowledge_base,
        model=Model.run_by(manifest.model, manifest.model_sha256, manifest.embedder),
        date=datetime.date.today().isoformat(),
    )
    hashes = {path.name: provenance.sha256(path) for path in fit.paths(name)}
    records[name] = {"provenance": made.record(), "tables": hashes}
    fit.MEASURED.write_text(json.dumps(records, indent=1) + "\n", "utf-8")
    print(f"{name}: {', '.join(f'{table}.csv' for table in fresh)} written")


def _numbers(keys: Sequence[Key], rows: dict[Key, tuple[float, ...]]) -> np.ndarray:
    return np.array([rows[key] for key in keys])


if __name__ == "__main__":
    main()
