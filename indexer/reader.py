"""Reads a knowledge base file by file: documents and problems come as they are met, and nothing that was read is held.

The order is that of the files' ids, within a file that of its documents.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from indexer import choosing, files
from indexer.choosing import Format
from indexer.documents import Document, Excerpt, Thread
from indexer.errors import CitedeskError, DocumentError, KnowledgeBaseError
from indexer.files import File
from indexer.formats import Damage, Note, Source
from indexer.settings import PluginTables
from indexer.soundness import flaw

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
        return "".join(map(_printable, f"{self.path}{at}: {self.reason}"))


def _printable(character: str) -> str:
    """A name may hold line breaks, terminal escapes and bytes that are no text."""
    return character if character.isprintable() else character.encode("unicode_escape").decode()


@dataclass(frozen=True, slots=True)
class _Unit:
    """What is read at once: a file, or those that the format ``together`` takes for parts of one document."""

    id: str
    files: tuple[File, ...]
    together: str | None = None

    def path(self, name: str | None) -> Path:
        """That of the file or sidecar ``name``, or of the first file."""
        paths = {one.name: one.path for file in self.files for one in (file, file.sidecar)}
        return paths.get(name or "", self.files[0].path)


def read(
    *roots: Path, tables: PluginTables | None = None, progress: Callable[[int, int], None] | None = None
) -> Iterator[Document | Problem]:
    """What the folders (or single files) ``roots`` hold; ``tables`` are the formats' own settings.

    ``progress`` hears how many files are done, and of how many. Raises KnowledgeBaseError where a root is missing or
    holds no file at all, SettingsError where two formats have one name or a setting of one is wrong.
    """
    known, unusable = choosing.usable(tables or PluginTables())
    broken = [Problem(Path(one.plugin.where), None, one.reason) for one in unusable]
    found = [_units(files.find(root), known) for root in roots]
    # Of two files of one id the first root's counts.
    units = sorted((unit for one in found for unit in one), key=lambda unit: unit.id)
    return _read(units, known, broken, progress)


def documents(found: Iterable[Document | Problem], problems: list[Problem]) -> Iterator[Document]:
    """The documents of ``found`` as they come; the problems on the way are put into the list.

    Raises KnowledgeBaseError at the end where there was no document.
    """
    empty = True
    for one in found:
        if isinstance(one, Problem):
            problems.append(one)
        else:
            empty = False
            yield one
    if empty:
        first = next((one for one in problems if one.left_out), problems[0])
        raise KnowledgeBaseError(f"no document could be read; the first problem is {first}")


def _read(
    units: Sequence[_Unit],
    known: Sequence[Format],
    broken: Sequence[Problem],
    progress: Callable[[int, int], None] | None,
) -> Iterator[Document | Problem]:
    yield from broken
    seen: set[str] = set()
    done, total = 0, sum(len(unit.files) for unit in units)
    for unit in units:
        own: set[str] = set()
        for one in _unit(unit, known):
            if isinstance(one, Problem):
                yield one
            elif one.id in seen:
                twice = one.id != unit.id or one.id in own
                advice = "document already has the id {}; give each its own" if twice else _TAKEN
                yield Problem(unit.files[0].path, 1, f"another {advice.format(repr(one.id))}")
            else:
                seen.add(one.id)
                own.add(one.id)
                yield one
        done += len(unit.files)
        if progress:
            progress(done, total)


def _units(found: Sequence[File], known: Sequence[Format]) -> list[_Unit]:
    groups: dict[tuple[str, str | None], list[File]] = {}
    for file in found:
        together = next(((key, one.name) for one in known if (key := one.group(file.name))), None)
        # A file that belongs to no other is told apart by its path: two may have one id.
        groups.setdefault(together or (str(file.path), None), []).append(file)
    return [
        _Unit(id if together else parts[0].id, tuple(sorted(parts, key=_numbered)), together)
        for (id, together), parts in groups.items()
    ]


def _numbered(file: File) -> list[str | int]:
    """Page 2 comes before page 10."""
    return [int(part) if place % 2 else part for place, part in enumerate(re.split(r"(\d+)", file.name))]


def _unit(unit: _Unit, known: Sequence[Format]) -> Iterator[Document | Problem]:
    sources: list[Source] = []
    for file in unit.files:
        try:
            sources.append(files.source(file, max((one.limit for one in known), default=choosing.MAX_BYTES)))
        except DocumentError as error:
            yield Problem(unit.path(error.name or file.name), error.line, error.reason)
        except OSError as error:
            yield Problem(file.path, 1, f"cannot be read: {error.strerror}")
    for source in _joined(unit, sources, known):
        for one in _documents(source, known):
            if isinstance(one, Damage):
                yield Problem(unit.path(one.name or source.name), one.line, one.reason, one.page)
            elif isinstance(one, Note):
                yield Problem(unit.path(source.name), one.line, one.what, left_out=False)
            else:
                yield one


def _joined(unit: _Unit, sources: Sequence[Source], known: Sequence[Format]) -> Sequence[Source]:
    """The sources as one, if the format that takes them for parts of one document is the surest of the first."""
    if unit.together is None or not sources:
        return sources
    first = replace(sources[0], id=unit.id, further=tuple(sources[1:]))
    try:
        return [first] if choosing.surest(first, known).name == unit.together else sources
    except DocumentError:
        return sources


def _documents(source: Source, known: Sequence[Format]) -> Iterator[Document | Damage | Note]:
    """Whatever goes wrong inside a format is a problem of the file: the other files are still read."""
    try:
        chosen = choosing.surest(source, known)
    except DocumentError as error:
        yield Damage(error.reason, error.line, name=error.name)
        return
    try:
        found = False
        for one in chosen.module.read(source, chosen.settings):
            found = True
            yield _fit(one, source, chosen.name)
        if not found:
            yield Damage(f"the format {chosen.name} found no document in it", 1)
    except DocumentError as error:
        yield Damage(error.reason, error.line, name=error.name)
    except CitedeskError as error:
        yield Damage(str(error), 1)
    except Exception as error:  # a format is anybody's module, and so is the library that it leans on
        yield Damage(choosing.failed(chosen.name, error), 1)


def _fit(one: Document | Damage | Note, source: Source, name: str) -> Document | Damage | Note:
    if isinstance(one, (Damage, Note)):
        return one
    if not isinstance(one, (Excerpt, Thread)):
        return Damage(f"the format {name} gave a {type(one).__name__}, which is no document", 1)
    if not (one.id == source.id or one.id.startswith(f"{source.id}/")) or not one.id.isprintable():
        return Damage(f"the format {name} gave the id {one.id!r}; an id is {source.id!r}, or begins with it and '/'", 1)
    wrong = flaw(one)
    return Damage(f"the document {one.id} of the format {name} {wrong}; it is left out", 1) if wrong else one
