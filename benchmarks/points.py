"""How well recorded points are recognised, on questions that nothing was fitted to.

    python -m benchmarks.points [--index .citedesk] [--part held] [--stories]

``points.jsonl`` has for each point two questions that it answers and a near miss, for which no point is right. Those
that support claims by itself are told apart from those that only their point would lift: of how many a point is told,
for what part of these it is the one that the question was written for, or one of the same texts, and what part of the
questions that a point answers are told the right one. ``--stories``: of ``points_told.jsonl``, where of 120 points a
question that it answers, and of 40 a near miss too, stands in a story of 40 to 110 words, by one hand that saw neither
the program's answers nor how the points are asked for.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path

from assistant.ask import Desk
from assistant.judgement import Voice
from assistant.settings import AssistantSettings
from benchmarks import fit_points
from benchmarks.fit_points import Labelled

STORIES = fit_points.LINES.with_name("points_told.jsonl")


@dataclass(frozen=True, slots=True)
class Judged:
    """``claims``: support alone does. ``right`` is None where another point of the same texts is told."""

    about: bool
    claims: bool
    told: bool
    right: bool | None


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--index", type=Path, default=Path(".citedesk"))
    parser.add_argument("--part", default="held")
    parser.add_argument("--stories", action="store_true")
    options = parser.parse_args()
    desks = {
        "with the reader": Desk.open(options.index),
        "without": Desk.open(options.index, AssistantSettings(reader=False)),
    }
    path = STORIES if options.stories else fit_points.LINES
    labelled = [one for one in fit_points.load(path) if one.part == options.part]
    print(f"{len(labelled)} questions, {sum(not one.about for one in labelled)} of them near misses")
    for name, desk in desks.items():
        found = [judged(one, desk) for one in labelled]
        for claims, group in ((True, "claimed anyway"), (False, "not claimed")):
            print(f"{name}, {group}: {line([one for one in found if one.claims is claims])}")


def judged(one: Labelled, desk: Desk) -> Judged:
    meeting = desk.met(one.question)
    told = meeting.about
    right = fit_points.fits(one, told.point, desk.index.points.recorded) if told else False
    return Judged(one.about, meeting.voice is Voice.ANSWERS, told is not None, right)


def line(judged: list[Judged]) -> str:
    told = [one for one in judged if one.told]
    near = [one.told for one in judged if not one.about]
    right, same = sum(one.right is True for one in told), sum(one.right is not False for one in told)
    return (
        f"{len(judged)}; told {len(told)}, right {_part(right, len(told))}, or of the same texts "
        f"{_part(same, len(told))}, recall {_part(right, sum(one.about for one in judged))}, "
        f"near misses told {sum(near)} of {len(near)}"
    )


def _part(some: int, of: int) -> str:
    return f"{some / of:.3f} ({some} of {of})" if of else "none"


if __name__ == "__main__":
    main()
