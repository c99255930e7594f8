"""What the payers' public files that were loaded state of the denied codes, and how that bears on the denial."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from pathlib import Path

from assistant.denials.dealt import Evidence
from assistant.denials.denial import Denial
from indexer.reference import Force, Stated, Store, Told, beside, choosing, wording
from indexer.reference.rows import PAIRS, UNITS

# The modifier indicator of an edit that no modifier lifts, and of one that a modifier may.
_NEVER, _WITH_MODIFIER = "0", "1"
# The adjudication indicator of units that are a rule for the day.
_ABSOLUTE = "2"


def rows(denial: Denial, index: Path, day: datetime.date | None) -> tuple[Stated, ...]:
    """Those of the pair, or of the one code, as ``choosing.on`` gives them. Raises RecordError where the kept rows are
    damaged.
    """
    pair = [code.value for code in denial.pair]
    found = choosing.on(Store(beside(index)), pair, day)
    return tuple(one for one in found if one.told.row.other or one.told.row.code == pair[-1])


def evidence(denial: Denial, found: Sequence[Stated]) -> Iterator[Evidence]:
    for one in found:
        if one.told.file.kind == PAIRS:
            yield _edit(one)
        elif one.told.file.kind == UNITS and denial.units:
            yield from _limit(one.told, denial.units)


def line(one: Stated) -> str:
    """A row with the file that states it."""
    return f"{wording.says(one)} ({wording.source(one.told.file)})"


def _edit(one: Stated) -> Evidence:
    row, source = one.told.row, wording.source(one.told.file)
    indicator = row.value("modifier indicator")
    pair = f"{row.other} (column 2) beside {row.code} (column 1)"
    if one.force is Force.LATER:
        return Evidence(True, f"the edit on {pair} begins only on {row.effective}", None, source, False)
    if one.force is Force.DELETED:
        when = f" on {row.deleted}" if row.deleted else ""
        return Evidence(True, f"the edit on {pair} was deleted{when}", None, source, False)
    if indicator == _NEVER:
        return Evidence(False, f"no modifier lifts the edit on {pair} (indicator 0)", None, source, True)
    if indicator == _WITH_MODIFIER:
        said = f"the edit on {pair} is lifted by a modifier that the record supports (indicator 1)"
        return Evidence(None, said, None, source, True)
    return Evidence(True, f"the edit on {pair} does not apply (indicator {indicator})", None, source, False)


def _limit(told: Told, billed: int) -> Iterator[Evidence]:
    named = dict(told.row.particulars)
    allowed = named.get("units", "").strip()
    if not allowed.isdigit():
        return
    said = f"{told.row.code}: {allowed} unit{'' if allowed == '1' else 's'} at most, {billed} billed"
    absolute = named.get("adjudication indicator", "").startswith(_ABSOLUTE)
    if billed <= int(allowed):
        yield Evidence(True, said, None, wording.source(told.file), True)
    else:
        yield Evidence(False if absolute else None, said, None, wording.source(told.file), True)
