"""Measures the screen on the labelled lines: identifiers found, and code-bearing lines where something else was masked.

Run as ``python -m benchmarks.privacy``; the exit status is 1 where a limit is missed.

Labelled as an identifier:

- names of persons, untitled ones too: patients, kin, physicians, staff, whoever asks. With suffix ("Jr") and initials,
  without title, degree or possessive;
- record, account, claim and member numbers: also chart, encounter, invoice, authorisation and guarantor numbers; ICN,
  DCN, TCN; policy, group, Medicare (MBI, HICN), Medicaid and other payers' numbers of one person;
- dates of birth with a word for birth or beside the name; SSN, whole, partly masked, or the last four;
- telephone and fax numbers with extension, e-mail addresses; street addresses and boxes with unit, town and ZIP,
  whoever's they are, and the town that somebody lives in.

No identifier: codes, modifiers, units, doses, money; dates of service, ages, years of birth cohorts; NPI, tax ID, PTAN,
CLIA, taxonomy, payer ID; NDC; numbers of policies, coverage determinations, transmittals and laws; states, cities and
ZIP codes by themselves; payers, hospitals, firms, devices, drugs, and names that these, a disease, a procedure or a
rule bears ("Mohs", "St. Jude valve", "Stark law").

Left out, since two privacy officers would disagree: authors and speakers without a title, first names of payers'
representatives, call reference numbers, serial numbers of devices, a code's shape as the whole of an account number.
"""

from __future__ import annotations

import json
import re
import sys
from dataclasses import dataclass
from pathlib import Path

from indexer.privacy import PLACEHOLDERS, screen

LINES = Path(__file__).with_name("privacy_lines.jsonl")
RECALL, WRONG = 0.95, 0.01
_PLACEHOLDER = re.compile("|".join(map(re.escape, PLACEHOLDERS.values())))


@dataclass(frozen=True, slots=True)
class Labelled:
    """One line with its identifiers as (kind, characters), and whether it bears a code."""

    line: str
    identifiers: tuple[tuple[str, str], ...]
    codes: bool


@dataclass(frozen=True, slots=True)
class Figures:
    lines: int
    identifiers: int
    missed: tuple[tuple[str, str, str], ...]
    code_lines: int
    wrong: tuple[tuple[str, str], ...]

    @property
    def recall(self) -> float:
        return 1 - len(self.missed) / self.identifiers

    @property
    def wrong_share(self) -> float:
        return len(self.wrong) / self.code_lines

    @property
    def within_limits(self) -> bool:
        return self.recall >= RECALL and self.wrong_share <= WRONG


def load(path: Path = LINES) -> tuple[Labelled, ...]:
    rows = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return tuple(Labelled(row["line"], tuple((k, v) for k, v in row["identifiers"]), row["codes"]) for row in rows)


def measure(labelled: tuple[Labelled, ...]) -> Figures:
    """An identifier is found when its characters are gone and its kind is reported."""
    missed, wrong = [], []
    for item in labelled:
        screened = screen(item.line)
        for kind, value in item.identifiers:
            if value in screened.text or kind not in screened.kinds:
                missed.append((item.line, kind, screened.text))
        if item.codes and _more_masked(item, screened.text):
            wrong.append((item.line, screened.text))
    identifiers, code_lines = sum(len(item.identifiers) for item in labelled), sum(item.codes for item in labelled)
    return Figures(len(labelled), identifiers, tuple(missed), code_lines, tuple(wrong))


def _more_masked(item: Labelled, masked: str) -> bool:
    """False where each placeholder stands for labelled identifiers and what joins them, line laid on line."""
    values = sorted((re.escape(value) for _, value in item.identifiers), key=len, reverse=True) or ["(?!)"]
    one = "|".join(values)
    gap = rf"(?:{one})(?:\W*(?:{one}))*\W*"
    return re.fullmatch(gap.join(map(re.escape, _PLACEHOLDER.split(masked))), item.line) is None


def main() -> int:
    figures = measure(load())
    print(f"{figures.lines} lines, {figures.identifiers} identifiers, {figures.code_lines} lines with codes")
    print(f"recall {figures.recall:.3f} (floor {RECALL}), wrongly masked {figures.wrong_share:.3f} (ceiling {WRONG})")
    for line, kind, masked in figures.missed:
        print(f"missed {kind}: {line!r} -> {masked!r}")
    for line, masked in figures.wrong:
        print(f"wrong: {line!r} -> {masked!r}")
    return 0 if figures.within_limits else 1


if __name__ == "__main__":
    sys.exit(main())
