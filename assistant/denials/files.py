"""What the payers' public files that were loaded state of the denied codes, and how that bears on the denial."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from pathlib import Path

from assistant.denials.dealt import Evidence
from assistant.denials.denial import Denial
from indexer.lexicon import Period
from indexer.reference import Store, Told, beside
from indexer.reference.recognising import PAIRS, UNITS

# The modifier indicator of an edit that no modifier lifts, and of one that a modifier may.
_NEVER, _WITH_MODIFIER = "0", "1"
# The adjudication indicator of units that are a rule for the day.
_ABSOLUTE = "2"


def rows(denial: Denial, index: Path) -> tuple[Told, ...]:
    """Those of the pair, or of the one code. Raises RecordError where the kept rows are damaged."""
    pair = [code.value for code in denial.pair]
    return tuple(one for one in Store(beside(index)).of(pair) if one.row.other or one.row.code == pair[-1])


def evidence(denial: Denial, found: Sequence[Told], service: Period | None) -> Iterator[Evidence]:
    """``service`` is the time asked about; today without one."""
    day = (service.last or service.first if service else None) or datetime.date.today()
    for told in found:
        if told.file.kind == PAIRS and told.row.other:
            yield _edit(told, day)
        elif told.file.kind == UNITS and denial.units:
            yield from _limit(told, denial.units)


def line(told: Told) -> str:
    """A row with the file that states it."""
    row = told.row
    which = f"{row.code} (column 1) with {row.other} (column 2)" if row.other else row.code
    dates = [f"from {row.effective}" if row.effective else "", f"until {row.deleted}" if row.deleted else ""]
    stated = [f"{name} {value}" for name, value in row.particulars]
    return f"{which}: {'; '.join([*stated, *filter(None, dates)])} ({source(told)})"


def source(told: Told) -> str:
    file = told.file
    return ", ".join(filter(None, (file.kind, file.setting, file.quarter, f"file {file.name}")))


def _edit(told: Told, day: datetime.date) -> Evidence:
    row = told.row
    indicator = dict(row.particulars).get("modifier indicator")
    pair = f"{row.other} (column 2) beside {row.code} (column 1)"
    if row.effective and day < row.effective:
        return Evidence(True, f"the edit on {pair} begins only on {row.effective}", None, source(told), False)
    if row.deleted and row.deleted <= day:
        return Evidence(True, f"the edit on {pair} was deleted on {row.deleted}", None, source(told), False)
    if indicator == _NEVER:
        return Evidence(False, f"no modifier lifts the edit on {pair} (indicator 0)", None, source(told), True)
    if indicator == _WITH_MODIFIER:
        said = f"the edit on {pair} is lifted by a modifier that the record supports (indicator 1)"
        return Evidence(None, said, None, source(told), True)
    return Evidence(True, f"the edit on {pair} does not apply (indicator {indicator})", None, source(told), False)


def _limit(told: Told, billed: int) -> Iterator[Evidence]:
    named = dict(told.row.particulars)
    allowed = named.get("units", "").strip()
    if not allowed.isdigit():
        return
    said = f"{told.row.code}: {allowed} unit{'' if allowed == '1' else 's'} at most, {billed} billed"
    absolute = named.get("adjudication indicator", "").startswith(_ABSOLUTE)
    if billed <= int(allowed):
        yield Evidence(True, said, None, source(told), True)
    else:
        yield Evidence(False if absolute else None, said, None, source(told), True)
