"""Reads a knowledge base file by file: documents and problems come as they are met, and nothing that was read is held.

The order is that of the files' ids, within a file that of its documents.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol, cast

from indexer import by_format, choosing, files, units
from indexer.choosing import Format
from indexer.documents import Document
from indexer.errors import DocumentError, KnowledgeBaseError
from indexer.formats import Count, Damage, Fate, Note, Source
from indexer.settings import PluginTables
from indexer.units import Base, Unit

_PARTICULARS = re.compile(r"'[^']*'|“[^”]*”|\([^()]*\)|\d[\d,.]*")
# Hears how many files are done, and of how many.
Progress = Callable[[int, int], None]
# Hears what was masked, mended and the like, and how often.
Tally = Callable[[str, int], None]
_TAKEN = "file already has the id {}; rename one of them"


@dataclass(frozen=True, slots=True)
class Problem:
    """What was left out and why: a file, where there is one its line (from 1) or page; or a format that is broken.

    Where nothing was ``left_out`` it is a note on how the file was read.
    """

    path: Path
    line: int | None
    reason: str
    page: str | None = None
    left_out: bool = True

    def __str__(self) -> str:
        at = f":{self.line}" if self.line else f": page {self.page}" if self.page else ""
        return _printable(f"{self.path}{at}: {self.reason}")

    @property
    def kind(self) -> str:
        """What is wrong, without what is this file's alone: numbers, what stands in quotation marks or brackets."""
        return _printable(_PARTICULARS.sub("…", self.reason).partition("; ")[0])


@dataclass(frozen=True, slots=True)
class Unchanged:
    """A document as the current generation has it: the ``passages`` from ``row`` on."""

    id: str
    row: int
    passages: int


# What comes of a unit.
Told = Document | Problem | Count


class Recall(Protocol):
    """Knows what units gave before."""

    def through(self, unit: Unit, told: Iterator[Told]) -> Iterator[Told | Unchanged]: ...

    def spoilt(self) -> None: ...


def _printable(text: str) -> str:
    """A name may hold line breaks, terminal escapes and bytes that are no text."""
    return "".join(one if one.isprintable() else one.encode("unicode_escape").decode() for one in text)


def by_kind(problems: Iterable[Problem]) -> dict[str, list[Problem]]:
    """What was left out before what is only noted, else in the order of the first of each kind."""
    found: dict[str, list[Problem]] = {}
    for one in sorted(problems, key=lambda one: not one.left_out):
        found.setdefault(one.kind, []).append(one)
    return found


def read(
    *roots: Path, tables: PluginTables | None = None, progress: Progress | None = None, tally: Tally | None = None
) -> Iterator[Document | Problem]:
    """What the folders (or single files) ``roots`` hold; ``tables`` are the formats' own settings.

    Raises KnowledgeBaseError where a root is missing or holds no file at all, SettingsError where two formats have one
    name or a setting of one is wrong.
    """
    known, broken = _formats(tables)
    return cast(Iterator[Document | Problem], _read(_sorted(roots, known), known, broken, set(), progress, tally))


def documents(
    roots: Sequence[Path],
    problems: list[Problem],
    tables: PluginTables | None = None,
    progress: Progress | None = None,
    tally: Tally | None = None,
) -> Iterator[Document]:
    """The documents of ``read`` as they come; the problems on the way are put into the list.

    Raises as ``read`` does, and at the end KnowledgeBaseError where a root gave no document.
    """
    # Where nothing is recalled, nothing is unchanged.
    return cast(Iterator[Document], recalled(roots, problems, tables, progress, tally, None))


def recalled(
    roots: Sequence[Path],
    problems: list[Problem],
    tables: PluginTables | None,
    progress: Progress | None,
    tally: Tally | None,
    recall: Recall | None,
) -> Iterator[Document | Unchanged]:
    """As ``documents``; what ``recall`` knows is not read again."""
    known, broken = _formats(tables)
    found = _sorted(roots, known)
    unread = {unit.base.root for unit in found}
    for one in _read(found, known, broken, unread, progress, tally, recall):
        if isinstance(one, Problem):
            problems.append(one)
        else:
            yield one
    if unread:
        raise _nothing(unread, found, problems)


def _formats(tables: PluginTables | None) -> tuple[list[Format], list[Problem]]:
    known, unusable = choosing.usable(tables or PluginTables())
    return known, [Problem(Path(one.plugin.where), None, one.reason) for one in unusable]


def _sorted(roots: Sequence[Path], known: Sequence[Format]) -> list[Unit]:
    return sorted(units.of(roots, known), key=lambda unit: unit.id)


def _read(
    found: Sequence[Unit],
    known: Sequence[Format],
    broken: Sequence[Problem],
    unread: set[Path],
    progress: Progress | None,
    tally: Tally | None,
    recall: Recall | None = None,
) -> Iterator[Document | Problem | Unchanged]:
    """Takes each root that gave a document out of ``unread``."""
    yield from broken
    seen: set[str] = set()
    done, total = 0, sum(len(unit.files) for unit in found)
    for unit in found:
        own: set[str] = set()
        told = _unit(unit, known)
        for one in recall.through(unit, told) if recall else told:
            if isinstance(one, Problem):
                yield one
            elif isinstance(one, Count):
                if tally:
                    tally(one.what, one.number)
            elif one.id in seen:
                twice = one.id != unit.id or one.id in own
                advice = "document already has the id {}; give each its own" if twice else _TAKEN
                if recall:
                    recall.spoilt()
                yield Problem(unit.files[0].path, 1, f"another {advice.format(repr(one.id))}")
            else:
                unread.discard(unit.base.root)
                seen.add(one.id)
                own.add(one.id)
                yield _linked(one, unit.base)
        done += len(unit.files)
        if progress:
            progress(done, total)


def _nothing(unread: set[Path], found: Sequence[Unit], problems: Sequence[Problem]) -> KnowledgeBaseError:
    meant = [unit.base.root for unit in found for file in unit.files if not (file.unread and file.about)]
    counts = {root: meant.count(root) for root in sorted(unread)}
    told = "; ".join(f"{root}: {_none_of(count)} could be read" for root, count in counts.items())
    return KnowledgeBaseError(f"{told}; mend the files as is told of each, or name another folder with --kb", problems)


def _none_of(count: int) -> str:
    return "its only file, and so nothing," if count == 1 else f"none of its {count:,} files"


def _linked(one: Document | Unchanged, base: Base) -> Document | Unchanged:
    """A document that names its successor means the one of its own folder."""
    if not isinstance(one, Unchanged) and one.superseded_by:
        return replace(one, superseded_by=base.known_as(one.superseded_by))
    return one


def _unit(unit: Unit, known: Sequence[Format]) -> Iterator[Told]:
    sources: list[Source] = []
    for file in unit.files:
        if file.unread:
            yield Problem(file.path, None, file.unread, left_out=not file.about)
            continue
        try:
            sources.append(files.source(file, choosing.limit(file.name, known)))
        except DocumentError as error:
            yield Problem(unit.path(error.name or file.name), error.line, error.reason)
        except OSError as error:
            yield Problem(file.path, 1, f"cannot be read: {error.strerror}; make it readable")
    for source in joined(unit, sources, known):
        for one in _documents(source, known):
            if isinstance(one, Damage):
                yield Problem(unit.path(one.name or source.name), one.line, one.reason, one.page)
            elif isinstance(one, Note):
                yield Problem(unit.path(source.name), one.line, one.what, left_out=False)
            elif not isinstance(one, Fate):
                yield one


def joined(unit: Unit, sources: Sequence[Source], known: Sequence[Format]) -> Sequence[Source]:
    """The sources as one, if the format that takes them for parts of one document is the surest of the first."""
    if unit.together is None or not sources:
        return sources
    first = replace(sources[0], id=unit.id, further=tuple(sources[1:]))
    try:
        return [first] if choosing.surest(first, known).name == unit.together else sources
    except DocumentError:
        return sources


def _documents(source: Source, known: Sequence[Format]) -> Iterator[by_format.Told]:
    try:
        chosen = choosing.surest(source, known)
    except DocumentError as error:
        yield Damage(error.reason, error.line, name=error.name)
    else:
        yield from by_format.read(source, chosen)
