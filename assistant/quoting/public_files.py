"""What the public reference files that a user loaded state of a question's codes, on the day that it is about."""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, replace

from assistant.reading.question import Question
from assistant.statements import Reference
from indexer.codes import Code, is_wildcard
from indexer.errors import RecordError
from indexer.index import Index
from indexer.reference import Paired, Stated, Store, beside, choosing


def of(question: Question, index: Index) -> Reference | None:
    """None where nothing is loaded, or what is loaded states nothing of the codes."""
    service = question.facts.service
    codes = [code.value for code in question.codes if code.is_modifier]
    found = stated(question.codes, index, service.last if service else None, codes)
    payer = question.facts
    return found and replace(found, others_pay=payer.settles_medicare and not payer.medicare)


def stated(
    codes: Sequence[Code], index: Index, day: datetime.date | None = None, modifiers: Sequence[str] = ()
) -> Reference | None:
    """As of ``day``, or of the newest files. Rows that cannot be read are told, and cost no answer."""
    whole = [code for code in codes if not code.is_modifier and not is_wildcard(code)]
    store = Store(beside(index.folder.parent))
    if not whole or not store.path.exists():
        return None
    services = [code.value for code in whole if code.is_procedure]
    try:
        rows = choosing.on(store, [code.value for code in whole], day, modifiers)
        paired = any(one.told.row.other for one in rows)
        unpaired = choosing.unpaired(store, day) if len(services) == 2 and not paired else []
    except RecordError as error:
        return Reference((), day, problem=str(error))
    return Reference(tuple(rows), day, tuple(unpaired)) if rows or unpaired else None


def of_code(code: Code, others: Sequence[Code], index: Index) -> tuple[Reference | None, tuple[Paired, ...]]:
    """What the newest files state of ``code`` and of its pairs with ``others``, and with how many it is paired."""
    found = stated([code, *others], index)
    if found is None:
        return None, ()
    rows = tuple(one for one in found.rows if _is_of(code, one))
    told = replace(found, rows=rows, unpaired=()) if rows or found.problem else None
    try:
        return told, tuple(choosing.paired(Store(beside(index.folder.parent)), code.value))
    except RecordError:
        return told, ()


def _is_of(code: Code, one: Stated) -> bool:
    row = one.told.row
    return code.value in {row.code, row.other} or (code.is_diagnosis and code.value.startswith(row.code))


def fingerprint(found: Reference | None) -> str:
    """The first eight hex digits of a sha256 over the rows with their files; empty without any."""
    if found is None or not (found.rows or found.unpaired):
        return ""
    plain = [[_plain(one) for one in found.rows], [asdict(one) for one in found.unpaired]]
    return hashlib.sha256(json.dumps(plain, default=str).encode()).hexdigest()[:8]


def _plain(one: Stated) -> dict[str, object]:
    """Of its file what tells it, and not how many other rows that has."""
    file = one.told.file
    return {**asdict(one.told.row), "force": one.force, "file": [file.name, file.kind, file.setting, file.quarter]}
