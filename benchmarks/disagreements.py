"""Measures where the desk says that its sources disagree, over the labelled questions of the shipped base.

Run as ``python -m benchmarks.disagreements [--index .citedesk]``. A question counts as called when its answer has a
disagreement. Sides are right where two of the answer's sides hold documents of two different labelled sides. The part
``natural`` are questions as they come, of ``questions_a.jsonl`` and ``questions_b.jsonl``; the part ``held`` was
labelled blindly, half of it to tempt the program, and is for the figure only: wrong lines are printed for the other
parts alone. The exit status is 1 where a floor is missed.
"""

from __future__ import annotations

import argparse
import itertools
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.answers import Answer
from assistant.ask import Desk

LINES = Path(__file__).with_name("disagreements.jsonl")
PRECISION, RECALL = 0.9, 0.6


@dataclass(frozen=True, slots=True)
class Labelled:
    """A question; ``why`` is None where what the base says on it does not disagree. Sides hold document ids."""

    id: str
    question: str
    split: str
    why: str | None
    sides: tuple[frozenset[str], ...]
    note: str

    def set_apart(self, sides: Sequence[frozenset[str]]) -> bool:
        """Whether two of ``sides``, sets of document ids, are two of the labelled ones.

        A document that speaks for both labelled sides, by its postings, is told apart by nothing here.
        """
        met = [{place for place, meant in enumerate(self.sides) if side & meant} for side in sides]
        pairs = itertools.combinations(met, 2)
        return any(
            one - other or other - one or (one == other and len(one) > 1) for one, other in pairs if one and other
        )


@dataclass(frozen=True, slots=True)
class Called:
    """What the answer said: its wording, and the documents of each of its sides."""

    labelled: Labelled
    why: str | None
    sides: tuple[frozenset[str], ...]

    @property
    def right(self) -> bool:
        return (self.why is None) == (self.labelled.why is None)

    @property
    def sides_right(self) -> bool:
        return self.labelled.set_apart(self.sides)


def load(path: Path = LINES) -> list[Labelled]:
    return [
        Labelled(
            id=row["id"],
            question=row["question"],
            split=row["split"],
            why=row["why"],
            sides=tuple(frozenset(name.partition("#")[0] for name in side) for side in row["sides"]),
            note=row["note"],
        )
        for row in map(json.loads, path.read_text("utf-8").splitlines())
    ]


def call(labelled: Labelled, answer: Answer) -> Called:
    documents = {citation.number: citation.document_id for citation in answer.citations}
    apart = answer.disagreement
    sides = [frozenset(documents[number] for number in side.citations) for side in apart.sides] if apart else []
    return Called(labelled, apart.why if apart else None, tuple(sides))


def precision(called: Sequence[Called]) -> float:
    said = [one for one in called if one.why]
    return sum(one.right for one in said) / len(said) if said else 0.0


def recall(called: Sequence[Called]) -> float:
    meant = [one for one in called if one.labelled.why]
    return sum(one.right for one in meant) / len(meant) if meant else 0.0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--index", type=Path, default=Path(".citedesk"))
    desk = Desk.open(parser.parse_args().index)
    called = [call(one, desk.ask(one.question)) for one in load()]
    for one in called:
        if one.labelled.split != "held" and not one.right:
            print(f"{one.labelled.id} said {one.why}, meant {one.labelled.why}: {one.labelled.question}")
    for split in dict.fromkeys(one.labelled.split for one in called):
        group = [one for one in called if one.labelled.split == split]
        found = [one for one in group if one.right and one.why]
        print(
            f"{split}: {len(group)} questions, precision {precision(group):.3f} (at least {PRECISION}), "
            f"recall {recall(group):.3f} (at least {RECALL}), sides right in {sum(one.sides_right for one in found)} "
            f"of {len(found)} found"
        )
        for why in sorted({one.labelled.why for one in group if one.labelled.why}):
            kind = [one for one in group if one.labelled.why == why]
            print(f"  {why}: recall {recall(kind):.3f} of {len(kind)}")
    return 0 if precision(called) >= PRECISION and recall(called) >= RECALL else 1


if __name__ == "__main__":
    sys.exit(main())
