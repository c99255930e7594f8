"""Measures the code grammar on the labelled lines, over pairs of line and code.

What a line is labelled with:

- every code that its writer meant, once, whether valid today or not, in the form that ``indexer.codes`` gives it;
- a list or range written out up to 50 codes, of a longer range both ends, a wildcard as written (``9921X``, ``E11.-``);
- the four modifiers of ``X{EPSU}``; ``FA-F9``, ``T5-T9`` and ``80-82`` written out;
- a modifier wherever it is meant as one, also where only its purpose tells it ("66 for the transplant team");
- nothing for counts, doses, times, ages, money, places of service, revenue, DRG, APC and denial codes, ICD-10-PCS, NDC,
  bill types, taxonomy, trial and claim numbers, LCDs and articles, vertebrae, nor for words in capitals (PT, ED, CC).

A line over which two coders would disagree is left out.

Run as ``python -m benchmarks.codes``; prints every line read wrongly, and the exit status is 1 where a limit is missed.
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from pathlib import Path

from indexer import codes
from indexer.codes import Code

LINES = Path(__file__).with_name("code_lines.jsonl")
LIMIT = 0.98


@dataclass(frozen=True, slots=True)
class Read:
    """One labelled line: the codes its writer meant, and those the program read."""

    line: str
    meant: frozenset[Code]
    found: frozenset[Code]


@dataclass(frozen=True, slots=True)
class Figures:
    lines: int
    right: int
    found: int
    meant: int
    wrong: tuple[Read, ...]

    @property
    def precision(self) -> float:
        return self.right / self.found

    @property
    def recall(self) -> float:
        return self.right / self.meant


def measure(path: Path = LINES) -> Figures:
    read = [_read(json.loads(row)) for row in path.read_text(encoding="utf-8").splitlines()]
    return Figures(
        lines=len(read),
        right=sum(len(one.meant & one.found) for one in read),
        found=sum(len(one.found) for one in read),
        meant=sum(len(one.meant) for one in read),
        wrong=tuple(one for one in read if one.meant != one.found),
    )


def _read(row: dict[str, object]) -> Read:
    line, labels = row["line"], row["codes"]
    assert isinstance(line, str)
    assert isinstance(labels, list)
    meant = frozenset(Code(system, value) for system, value in labels)
    return Read(line, meant, frozenset(codes.values(codes.find(line))))


def main() -> int:
    figures = measure()
    for one in figures.wrong:
        print(f"{one.line}\n    missed {_listed(one.meant - one.found)}; not meant {_listed(one.found - one.meant)}")
    print(f"{figures.lines} lines, precision {figures.precision:.4f}, recall {figures.recall:.4f}")
    return 0 if min(figures.precision, figures.recall) >= LIMIT else 1


def _listed(some: frozenset[Code]) -> str:
    return ", ".join(f"{code.system} {code.value}" for code in sorted(some)) or "nothing"


if __name__ == "__main__":
    sys.exit(main())
