"""What the last indexing told of its files, kept beside the generations: what was left out and why, notes, and counts.

The next indexing replaces all of it, so that what a reason quotes of a file goes with the file.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from indexer.accounts import Count
from indexer.reader import Problem

FILE = "problems.json"


@dataclass(frozen=True, slots=True)
class Account:
    """``complete`` is False where that indexing failed, so that the index that answers is an earlier one."""

    problems: tuple[Problem, ...]
    counts: tuple[Count, ...] = ()
    complete: bool = True

    @property
    def left_out(self) -> tuple[Problem, ...]:
        return tuple(one for one in self.problems if one.left_out)

    @property
    def notes(self) -> tuple[Problem, ...]:
        return tuple(one for one in self.problems if not one.left_out)


def keep(root: Path, account: Account) -> None:
    """Where nothing can be written, nothing is: an index does not fail for it."""
    record = {
        "complete": account.complete,
        "problems": [_row(one) for one in account.problems],
        "counts": [[one.what, one.number] for one in account.counts],
    }
    # ASCII: the name of a file need not be text.
    fresh = root / f"{FILE}.new"
    with contextlib.suppress(OSError):
        fresh.write_text(json.dumps(record) + "\n", "utf-8")
        fresh.replace(root / FILE)


def read(root: Path) -> Account | None:
    """None where no indexing told any: of an earlier version, or the file cannot be read."""
    try:
        record = json.loads((root / FILE).read_text("utf-8"))
        return Account(_problems(record["problems"]), _counts(record["counts"]), bool(record["complete"]))
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return None


def _row(one: Problem) -> list[object]:
    return [os.path.abspath(one.path), one.line, one.reason, one.page, one.left_out]


def _problems(rows: Sequence[Sequence[object]]) -> tuple[Problem, ...]:
    return tuple(
        Problem(
            Path(str(path)),
            line if isinstance(line, int) else None,
            str(reason),
            page if isinstance(page, str) else None,
            bool(left_out),
        )
        for path, line, reason, page, left_out in rows
    )


def _counts(rows: Sequence[Sequence[object]]) -> tuple[Count, ...]:
    return tuple(Count(str(what), number) for what, number in rows if isinstance(number, int))
