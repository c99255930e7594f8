"""What a file holds as files of its own (a ZIP's members, a mail's attachments), read as those of a folder are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from indexer import by_format, choosing, files, units
from indexer.archives import shown
from indexer.choosing import Format
from indexer.documents import Document
from indexer.errors import DocumentError
from indexer.formats import Count, Damage, Fate, Note, Source
from indexer.settings import PluginTables

LARGEST = 200_000_000  # bytes of one of them


def read(holder: Source, found: Iterable[Source | Damage]) -> Iterator[Document | Damage | Note | Count]:
    """Their documents; what is told of one begins with its name. Parts of one document are read together."""
    known, _ = choosing.usable(PluginTables())
    held = dict[tuple[str, str], list[Source]]()
    for one in found:
        if isinstance(one, Damage):
            yield one
        elif files.belongs_to_a_program(one.name):
            continue
        elif together := _group(one.name.removeprefix(f"{holder.name}/"), known):
            held.setdefault(together, []).append(one)
        else:
            yield from _read(one, holder, known)
    for (key, name), parts in held.items():
        parts.sort(key=lambda part: units.numbered(part.name))
        first = replace(parts[0], id=holder.part(key), further=tuple(parts[1:]))
        whole = _if_of(first, name, known)
        for part in [whole] if whole else parts:
            yield from _read(part, holder, known)


def _group(name: str, known: list[Format]) -> tuple[str, str] | None:
    return next(((key, form.name) for form in known if (key := form.group(name))), None)


def _if_of(first: Source, name: str, known: list[Format]) -> Source | None:
    """The parts as one source, if the format ``name`` is the surest of the first."""
    try:
        return first if choosing.surest(first, known).name == name else None
    except DocumentError:
        return None


def why_not(source: Source) -> str | None:
    """Why no format here reads it, in few words; None where one does."""
    try:
        choosing.surest(source, choosing.usable(PluginTables())[0])
    except DocumentError as error:
        return _short(error)
    return None


def _short(error: DocumentError) -> str:
    """What it is, without the list of all that is read, which would stand there for each member."""
    return error.reason.partition("; ")[0]


def _read(source: Source, holder: Source, known: list[Format]) -> Iterator[Document | Damage | Note | Count]:
    def at(words: str, line: int | None, page: str | None = None, name: str | None = None) -> str:
        place = f" line {line}" if (line or 1) > 1 else f" page {page}" if page else ""
        return f"{shown((name or source.name).removeprefix(f'{holder.name}/'))}{place}: {words}"

    try:
        chosen = choosing.surest(source, known)
    except DocumentError as error:
        yield Damage(at(_short(error), error.line, name=error.name))
        return
    for one in by_format.read(source, chosen):
        if isinstance(one, Damage):
            yield Damage(at(one.reason, one.line, one.page, one.name))
        elif isinstance(one, Note):
            yield Note(at(one.what, one.line))
        elif not isinstance(one, Fate):
            yield one
