"""Checks of the doctor: whether an index still fits its files, and what its documents and public files leave open."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence

from indexer import advice, passages, reader, recording, reference, renewal, snapshots, sources
from indexer import gaps as gaps_
from indexer import index as index_
from indexer.findings import Examined, Finding
from indexer.passages import Passage
from indexer.reader import Problem
from indexer.reference import quarters

# How many documents are named that changed since.
_NAMED = 3


def gaps(examined: Examined) -> Iterator[Finding]:
    """What its documents leave open."""
    found = list(gaps_.of(examined.stored, datetime.date.today()))
    yield from (Finding(True, one.told, doubtful=True) for one in found)
    if examined.index and not found:
        yield Finding(True, "every document has a date and a source, and none is past its date")


def public_files(examined: Examined) -> Iterator[Finding]:
    """Of each public file whether a later quarter has begun."""
    files = reference.Store(reference.beside(examined.folder)).files()
    newest: dict[tuple[str, str], str] = {}
    for one in files:
        newest[one.kind, one.setting] = max(newest.get((one.kind, one.setting), ""), one.quarter)
    for (kind, setting), quarter in newest.items():
        what = f"{' '.join(filter(None, (kind, setting)))}: the newest that is loaded is of {quarter}"
        late = quarters.period(quarter)[1] < datetime.date.today()
        again = f"citedesk reference add FILE{advice.of(examined.folder)}"
        yield Finding(True, f"{what}; load a later one: {again}" if late else what, doubtful=late)


def kept(examined: Examined) -> Iterator[Finding]:
    """Whether each snapshot is whole, and which one may be put back where the index cannot be opened."""
    sound = list[str]()
    for one in snapshots.listed(examined.folder):
        wrong = snapshots.damage(examined.folder, one.name)
        if wrong:
            delete = f"citedesk snapshot --delete {one.name}{advice.of(examined.folder)}"
            yield Finding(True, f"{wrong}, or delete it: {delete}", doubtful=True)
        else:
            sound.append(one.name)
            yield Finding(True, f"snapshot {one.name} of {one.when} is whole")
    if examined.index is None and sound:
        again = f"citedesk restore {sound[-1]}{advice.of(examined.folder)}"
        yield Finding(True, f"a snapshot can be put back in its place: {again}", doubtful=True)


def knowledge_base(examined: Examined) -> Iterator[Finding]:
    """Whether the files are still what was indexed, and what of them cannot be read."""
    roots = examined.roots or tuple(renewal.folders(examined.folder))
    settings, index, run = examined.settings, examined.index, examined.run
    rules = sources.rules(settings.sources)
    found: list[Passage] = []
    for one in reader.read(*roots, tables=settings.plugins):
        if isinstance(one, Problem):
            said = f"left out: {one}; mend the file and run: {run.again}" if one.left_out else f"note: {one}"
            yield Finding(not one.left_out, said, doubtful=True)
        elif index:
            found += passages.split(one, index.embedder.count, index.embedder.limit, rules)
    if index:
        recorded, misfits = recording.read(roots, found)
        for problem in misfits:
            yield Finding(False, f"left out: {problem}; mend the entry and run: {run.again}")
        names = ", ".join(map(str, roots))
        if index_.knowledge_base_hash(found, recorded) == index.manifest.knowledge_base:
            yield Finding(True, f"knowledge base {names}: still what was indexed")
        else:
            yield Finding(False, f"knowledge base {names}: the index is stale; run: {run.again}")
            yield from _changed(examined.stored, found)


def _changed(before: Sequence[Passage], now: Sequence[Passage]) -> Iterator[Finding]:
    """Which documents an index is stale of; none where only the record changed."""
    old, new = map(_by_document, (before, now))
    kinds = {
        "new": [id for id in new if id not in old],
        "changed": [id for id in new if id in old and new[id] != old[id]],
        "gone": [id for id in old if id not in new],
    }
    for kind, ids in kinds.items():
        if ids:
            more = f" and {len(ids) - _NAMED:,} more" if len(ids) > _NAMED else ""
            yield Finding(True, f"{kind} since it was indexed: {', '.join(ids[:_NAMED])}{more}", doubtful=True)


def _by_document(cut: Sequence[Passage]) -> dict[str, list[Passage]]:
    found: dict[str, list[Passage]] = {}
    for passage in cut:
        found.setdefault(passage.document_id, []).append(passage)
    return found
