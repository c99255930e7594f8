"""Measures which recorded point is told of a labelled question, as it is asked plainly and within a story.

Run as ``python -m benchmarks.points [--index .citedesk] [FILE ...]``. Without files they are ``points.jsonl`` and
``points_told.jsonl``: of 120 points a question that it answers, and of 40 a near miss too, each put into a story of 40
to 110 words by one hand that saw neither the program's answers nor how the points are asked for. Stories of the part
``held`` are for the figures alone.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from assistant.ask import Desk
from assistant.judgement import Voice
from benchmarks import fit_points
from benchmarks.fit_points import Labelled

FILES = (fit_points.LINES, fit_points.LINES.with_name("points_told.jsonl"))


def outcome(desk: Desk, one: Labelled) -> str:
    """What an answer to ``one`` does, in a word or two."""
    met = desk.met(one.question)
    told = met.about.point if met.about and met.about.enough else None
    if told is None:
        return "claimed without a point" if met.voice is Voice.ANSWERS else "not claimed"
    right = fit_points.right(one, told, desk.index.points.recorded)
    return "right point" if right else "a point of the same texts" if right is None else "another point"


def measure(desk: Desk, labelled: Sequence[Labelled]) -> dict[tuple[str, bool], Counter[str]]:
    """How often each outcome comes, by the part and by whether the point answers."""
    found: dict[tuple[str, bool], Counter[str]] = {}
    for one in labelled:
        found.setdefault((one.part, one.about), Counter())[outcome(desk, one)] += 1
    return found


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("files", nargs="*", type=Path, default=FILES)
    parser.add_argument("--index", default=".citedesk")
    chosen = parser.parse_args(arguments)
    desk = Desk.open(chosen.index)
    for path in chosen.files:
        for (part, about), counts in measure(desk, fit_points.load(path)).items():
            which = f"{path.name}, {part}, {'answered' if about else 'near misses'}, {counts.total()}"
            print(f"{which}: {', '.join(f'{name} {count}' for name, count in counts.most_common())}", flush=True)


if __name__ == "__main__":
    main()
