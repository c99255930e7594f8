"""A row of a reference file."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass

CODE = re.compile(r"[0-9A-Z]\d{3}[0-9A-Z]")


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


def day(stated: str) -> datetime.date | None:
    """A day as these files write it: 20240401, 2024-04-01, 4/1/2024; None for a star, nothing, or anything else."""
    figures = re.sub(r"\.0$", "", stated.strip().partition(" ")[0])
    for form in ("%Y%m%d", "%Y-%m-%d", "%m/%d/%Y"):
        try:
            return datetime.datetime.strptime(figures, form).date()
        except ValueError:
            continue
    return None
