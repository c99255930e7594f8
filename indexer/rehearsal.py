"""What indexing would do, without writing anything: which documents would be added, changed and removed."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from indexer import accounts, passages, reader, recording, renewal, sources
from indexer import index as index_
from indexer.accounts import Count
from indexer.build import Progress
from indexer.documents import Document, Thread
from indexer.errors import CitedeskError
from indexer.index import Index
from indexer.passages import Passage
from indexer.points import Point
from indexer.reader import Problem
from indexer.settings import IndexSettings


@dataclass(frozen=True, slots=True)
class Change:
    """A document's ``kind`` is "thread" or "excerpt"; of a recorded point ``id`` is what it is on."""

    id: str
    kind: str


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """``read`` is everything that the new index would hold. ``against``: the generation that it was compared with."""

    roots: tuple[Path, ...]
    against: Path | None
    read: tuple[Change, ...]
    added: tuple[Change, ...]
    changed: tuple[Change, ...]
    removed: tuple[Change, ...]
    problems: tuple[Problem, ...]
    counts: tuple[Count, ...]


def rehearse(roots: Sequence[Path], target: Path, settings: IndexSettings, progress: Progress) -> Rehearsal:
    """Reads ``roots``, or what the index was made of, and compares it with the index in ``target``.

    An index that cannot be opened counts as none, as a build takes nothing over from it. Raises KnowledgeBaseError and
    SettingsError as a build does.
    """
    roots = roots or renewal.folders(target)
    problems: list[Problem] = []
    counted = Counter[str]()
    heard = partial(progress, "reading documents")
    found = list(reader.documents(roots, problems, settings.plugins, heard, accounts.tally(counted)))
    counts = accounts.told(counted)
    read = [Change(one.id, _kind(one)) for one in found]
    index = _opened(target, settings)
    if index is None:
        return Rehearsal(tuple(roots), None, tuple(read), tuple(read), (), (), tuple(problems), counts)
    before = _by_document(index.store.passages(range(len(index.store))))
    rules = sources.rules(settings.sources)
    cut = [part for one in found for part in passages.split(one, index.embedder.count, index.embedder.limit, rules)]
    now = _by_document(cut)
    recorded, misfits = recording.read(roots, cut)
    points = _changed_points(index.points.recorded, recorded)
    return Rehearsal(
        tuple(roots),
        index.folder,
        tuple(read),
        (*(one for one in read if one.id not in before), *points[0]),
        tuple(one for one in read if one.id in before and before[one.id] != now.get(one.id)),
        (*(Change(id, _stored_kind(parts)) for id, parts in before.items() if id not in now), *points[1]),
        (*problems, *misfits),
        counts,
    )


def _opened(target: Path, settings: IndexSettings) -> Index | None:
    try:
        return index_.open_index(target, tables=settings.plugins)
    except CitedeskError:
        return None


def _by_document(cut: Sequence[Passage]) -> dict[str, list[Passage]]:
    found: dict[str, list[Passage]] = defaultdict(list)
    for passage in cut:
        found[passage.document_id].append(passage)
    return found


def _kind(document: Document) -> str:
    return "thread" if isinstance(document, Thread) else "excerpt"


def _stored_kind(parts: Sequence[Passage]) -> str:
    return "thread" if parts[0].role else "excerpt"


def _changed_points(before: Sequence[Point], now: Sequence[Point]) -> tuple[list[Change], list[Change]]:
    """Those that are new, and those that are gone; one that was changed is both."""
    new, gone = ([one for one in these if one not in others] for these, others in ((now, before), (before, now)))
    added, removed = ([Change(one.on, "point") for one in these] for these in (new, gone))
    return added, removed
