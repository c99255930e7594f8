"""How one file is read: by which format, into which parts, what became of each line. Nothing is indexed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from indexer import by_format, choosing, files, passages, reader, sources, units
from indexer.accounts import Count, Fate, Note
from indexer.choosing import Format
from indexer.documents import Document, Thread
from indexer.errors import DocumentError, KnowledgeBaseError
from indexer.files import File
from indexer.formats import Damage, Source
from indexer.passages import Passage
from indexer.settings import IndexSettings
from indexer.units import Base

# Longer than any file that is read: each part is one passage.
_WHOLE = 1 << 40


@dataclass(frozen=True, slots=True)
class Silent:
    """A posting that is never quoted, and why."""

    part: str
    role: str
    why: str


@dataclass(frozen=True, slots=True)
class Told:
    """A document and its parts: who speaks in each, of what tier, in whose words."""

    document: Document
    parts: tuple[Passage, ...]
    silent: tuple[Silent, ...]


@dataclass(frozen=True, slots=True)
class Explained:
    """``sure`` is how sure each format is that may read the file, the surest first.

    ``chosen`` is None where none reads it. ``together`` are the other files that are read as one with it.
    """

    path: Path
    chosen: str | None
    sure: tuple[tuple[str, float], ...] = ()
    documents: tuple[Told, ...] = ()
    fates: tuple[Fate, ...] = ()
    notes: tuple[Note, ...] = ()
    left_out: tuple[Damage, ...] = ()
    counts: tuple[Count, ...] = ()
    together: tuple[Path, ...] = ()


def explain(path: Path, settings: IndexSettings) -> Explained:
    """Raises KnowledgeBaseError where ``path`` is no file, SettingsError for a wrong setting of a format."""
    if path.is_dir():
        raise KnowledgeBaseError(f"{path}: this is a folder; name one file of it with --explain FILE")
    (file,) = files.find(path)
    known, _ = choosing.usable(settings.plugins)
    try:
        source = files.source(file, choosing.limit(file.name, known))
    except DocumentError as error:
        return Explained(path, None, left_out=(Damage(error.reason, error.line),))
    except OSError as error:
        raise KnowledgeBaseError(f"{path}: cannot be read ({error.strerror}); name a file that can be") from error
    return _of(file, source, known, settings)


def explain_given(held: Mapping[Path, bytes], base: Path, settings: IndexSettings) -> list[Explained]:
    """As ``explain``, of files below the folder ``base`` that are not written yet: each alone, or with its group.

    A file ``NAME.yaml`` beside ``NAME`` is its sidecar. Raises SettingsError for a wrong setting of a format.
    """
    known, _ = choosing.usable(settings.plugins)
    beside = {path.with_name(path.name + files.SIDECAR) for path in held}
    found = [File(base, path, files.unread(path)) for path in sorted(held) if path not in beside]
    explained = list[Explained]()
    for unit in units.grouped(found, known, Base(base, "")):
        taken = list[tuple[File, Source]]()
        for file in unit.files:
            try:
                if file.unread:
                    raise DocumentError(file.unread)
                limit = choosing.limit(file.name, known)
                taken.append((file, files.given(file, held[file.path], limit, held.get(file.sidecar.path))))
            except DocumentError as error:
                explained.append(Explained(file.path, None, left_out=(Damage(error.reason, error.line),)))
        joined = reader.joined(unit, [source for _, source in taken], known)
        others = tuple(file.path for file, _ in taken[1:]) if len(joined) < len(taken) else ()
        pairs = zip((file for file, _ in taken), joined, strict=False)
        explained += [replace(_of(file, source, known, settings), together=others) for file, source in pairs]
    return explained


def _of(file: File, source: Source, known: Sequence[Format], settings: IndexSettings) -> Explained:
    judged = choosing.sureness(source, known)[0]
    sure = tuple(sorted(((name, far) for name, far in judged.items() if far), key=lambda one: -one[1]))
    try:
        chosen = choosing.surest(source, known)
    except DocumentError as error:
        return Explained(file.path, None, sure, left_out=(Damage(error.reason, error.line),))
    told = list(by_format.read(source, chosen))
    rules = sources.rules(settings.sources)
    return Explained(
        path=file.path,
        chosen=chosen.name,
        sure=sure,
        documents=tuple(
            Told(one, tuple(passages.split(one, len, _WHOLE, rules)), _silent(one))
            for one in told
            if isinstance(one, Document)
        ),
        fates=tuple(one for one in told if isinstance(one, Fate)),
        notes=tuple(one for one in told if isinstance(one, Note)),
        left_out=tuple(one for one in told if isinstance(one, Damage)),
        counts=tuple(one for one in told if isinstance(one, Count)),
    )


def _silent(document: Document) -> tuple[Silent, ...]:
    if not isinstance(document, Thread):
        return ()
    return tuple(
        Silent(f"post-{number}", post.role, post.nothing)
        for number, post in enumerate(document.posts, 1)
        if post.nothing
    )
