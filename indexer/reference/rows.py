"""A row of a reference file, the file that states it, and whether it is in force on a day."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from enum import StrEnum

PAIRS, UNITS = "NCCI PTP edits", "MUE values"
INDICATORS, DIAGNOSES = "Medicare physician fee schedule", "ICD-10-CM tabular list"
CODE = re.compile(r"[0-9A-Z]\d{3}[0-9A-Z]")
# Of a pair: its edit was deleted as if it had never been.
_NEVER = "9"


@dataclass(frozen=True, slots=True)
class Row:
    """What is stated of ``code``, or of it as column 1 beside ``other`` as column 2; ``particulars`` by their names.

    In force from ``effective`` until the day of ``deleted``; None where the file states none.
    """

    code: str
    other: str | None
    effective: datetime.date | None
    deleted: datetime.date | None
    particulars: tuple[tuple[str, str], ...]

    def value(self, name: str) -> str | None:
        """The first particular of that name."""
        return next((value for known, value in self.particulars if known == name), None)

    @property
    def retracted(self) -> bool:
        """Whether an edit was deleted from its first day on."""
        if self.other is None:
            return False
        ended = self.effective is not None and self.deleted is not None and self.deleted <= self.effective
        return ended or self.value("modifier indicator") == _NEVER


@dataclass(frozen=True, slots=True)
class Held:
    """A file that was added, and how many rows of it are kept."""

    name: str
    kind: str
    setting: str
    quarter: str
    rows: int


@dataclass(frozen=True, slots=True)
class Told:
    """A row, and the file that states it."""

    row: Row
    file: Held


@dataclass(frozen=True, slots=True)
class Paired:
    """With how many ``codes`` edits in force pair one code, in a setting."""

    setting: str
    quarter: str
    codes: int


class Force(StrEnum):
    """``DELETED``: no longer on the day, or never; ``LATER``: not yet."""

    IN_FORCE = "in force"
    DELETED = "deleted"
    LATER = "later"


@dataclass(frozen=True, slots=True)
class Stated:
    """What is told for one day; ``timely``: the file is of the quarter that holds the day, and not the nearest one."""

    told: Told
    force: Force
    timely: bool


def force(row: Row, day: datetime.date) -> Force:
    if row.retracted or (row.deleted and row.deleted < day):
        return Force.DELETED
    return Force.LATER if row.effective and row.effective > day else Force.IN_FORCE


def day(stated: str) -> datetime.date | None:
    """A day as these files write it: 20240401, 2024-04-01, 4/1/2024; None for a star, nothing, or anything else."""
    figures = re.sub(r"\.0$", "", stated.strip().partition(" ")[0])
    for form in ("%Y%m%d", "%Y-%m-%d", "%m/%d/%Y"):
        try:
            return datetime.datetime.strptime(figures, form).date()
        except ValueError:
            continue
    return None
