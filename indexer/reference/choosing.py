"""Which of the rows that are held are told for a day: those of its quarter, and of each pair what is in force then."""

from __future__ import annotations

import datetime
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

from indexer.reference import quarters
from indexer.reference.keeping import Store
from indexer.reference.rows import DIAGNOSES, INDICATORS, PAIRS, UNITS, Force, Held, Paired, Row, Stated, Told, force

# A diagnosis with its seventh character, which the list names apart from the codes that take it.
_EXTENDED = re.compile(r"([A-Z]\d[0-9A-Z])\.([0-9A-Z]{3})[0-9A-Z]")
_ORDER = {kind: place for place, kind in enumerate((PAIRS, UNITS, INDICATORS, DIAGNOSES))}


def on(
    store: Store, codes: Sequence[str], day: datetime.date | None, modifiers: Collection[str] | None = ()
) -> list[Stated]:
    """What is told of ``codes`` and of each pair of them, for ``day``, or for today by the newest files without one.

    Of the fee schedule the rows without a modifier, and those of ``modifiers``, all of them where that is None. Raises
    RecordError.
    """
    found = store.of(_listed(codes))
    chosen = read(store.files() if found else [], day)
    told = [
        one
        for one in found
        if chosen[one.file.kind, one.file.setting] == one.file.quarter
        and (modifiers is None or one.row.value("modifier") in {None, *modifiers})
    ]
    return sorted(_standing([_stated(one, day) for one in _once(told)]), key=lambda one: _place(one, codes))


def every(store: Store, codes: Sequence[str], day: datetime.date | None) -> list[Stated]:
    """All that is held, the newest quarter of each kind first."""
    return sorted((_stated(one, day) for one in store.of(_listed(codes))), key=lambda one: _place(one, codes))


def paired(store: Store, code: str) -> list[Paired]:
    """With how many codes edits pair it today, in each setting that has any. Raises RecordError."""
    today = datetime.date.today()
    settings = {(one.setting, one.quarter) for one in unpaired(store, None)}
    counted = [store.paired(code, setting, quarter, today) for setting, quarter in sorted(settings)]
    return [one for one in counted if one.codes]


def unpaired(store: Store, day: datetime.date | None) -> list[Held]:
    """The files of pairs that are read for ``day``."""
    files = [one for one in store.files() if one.kind == PAIRS]
    chosen = read(files, day)
    return [one for one in files if chosen[one.kind, one.setting] == one.quarter]


def read(files: Iterable[Held], day: datetime.date | None) -> dict[tuple[str, str], str]:
    """The quarter that is read of each kind and setting."""
    held: dict[tuple[str, str], set[str]] = defaultdict(set)
    for one in files:
        held[one.kind, one.setting].add(one.quarter)
    today = datetime.date.today()
    return {
        (kind, setting): quarters.holding(every, day, kind == PAIRS) if day else quarters.newest(every, today)
        for (kind, setting), every in held.items()
    }


def _stated(told: Told, day: datetime.date | None) -> Stated:
    at = day or datetime.date.today()
    begins, ends = quarters.period(told.file.quarter)
    return Stated(told, force(told.row, at), begins <= at <= ends)


def _listed(codes: Sequence[str]) -> list[str]:
    """As the files name them."""
    return list(dict.fromkeys([*codes, *filter(None, map(_taking, codes))]))


def _taking(code: str) -> str | None:
    """S52.501 of S52.501A, S01.00 of S01.00XA: what the list names, without placeholders."""
    found = _EXTENDED.fullmatch(code)
    return f"{found[1]}.{found[2].rstrip('X')}".rstrip(".") if found else None


def _once(told: Iterable[Told]) -> list[Told]:
    """CMS packs one list in several forms: a row that two files of one quarter state is told of the first."""
    first: dict[tuple[Row, str, str], Told] = {}
    for one in told:
        first.setdefault((one.row, one.file.kind, one.file.setting), one)
    return list(first.values())


def _standing(stated: Sequence[Stated]) -> list[Stated]:
    """Of each pair and setting what is in force, else the last edit that was, else the next one."""
    pairs: dict[tuple[frozenset[str | None], str], list[Stated]] = defaultdict(list)
    others = list[Stated]()
    for one in stated:
        row = one.told.row
        if row.other is None:
            others.append(one)
        else:
            pairs[frozenset((row.code, row.other)), one.told.file.setting].append(one)
    return [*(kept for rows in pairs.values() for kept in _latest(rows)), *others]


def _latest(rows: Sequence[Stated]) -> Sequence[Stated]:
    now = [one for one in rows if one.force is Force.IN_FORCE]
    ended = [one for one in rows if one.force is Force.DELETED]
    if now or not ended:
        return now or sorted(rows, key=lambda one: one.told.row.effective or datetime.date.max)[:1]
    return [max(ended, key=lambda one: one.told.row.deleted or datetime.date.min)]


def _place(one: Stated, asked: Sequence[str]) -> tuple[int, int, int]:
    """By kind, in the order in which the codes were asked about."""
    row, listed = one.told.row, _listed(asked)
    return _ORDER[one.told.file.kind], listed.index(row.code), listed.index(row.other) if row.other else 0
