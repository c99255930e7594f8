"""The files of a knowledge base: found, put in the order of their ids, and taken in as sources."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from indexer import content_types
from indexer.errors import DocumentError, KnowledgeBaseError
from indexer.formats import Source

# They speak about a knowledge base and are no guidance themselves; ``points.py`` reads the last one.
NOT_DOCUMENTS = frozenset({"notice.md", "readme.md", "disagreements.yaml"})
SIDECAR = ".yaml"


@dataclass(frozen=True, slots=True)
class File:
    """``base`` is the folder of its knowledge base, ``name`` the path below it."""

    base: Path
    path: Path

    @property
    def name(self) -> str:
        return self.path.relative_to(self.base).as_posix()

    @property
    def id(self) -> str:
        return PurePosixPath(self.name).with_suffix("").as_posix()

    @property
    def sidecar(self) -> File:
        """Where its front matter would stand."""
        return File(self.base, self.path.with_name(self.path.name + SIDECAR))


def find(root: Path) -> list[File]:
    """Every file below the folder ``root``, or that file. Raises KnowledgeBaseError where there is none."""
    if not root.exists():
        raise KnowledgeBaseError(f"{root}: there is no such file or folder; name the knowledge base with --kb DIR")
    found = [File(root, path) for path in _below(root)] if root.is_dir() else [File(root.parent, root)]
    if not found:
        raise KnowledgeBaseError(f"{root}: the knowledge base is empty; put threads and excerpts (.md) into it")
    return found


def _below(root: Path) -> Iterator[Path]:
    """Every file, and each folder that is a link or cannot be listed: reading it tells why it is left out."""
    unreadable: list[Path] = []
    for folder, folders, names in os.walk(root, onerror=lambda error: unreadable.append(Path(error.filename))):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        links = [name for name in folders if Path(folder, name).is_symlink()]
        beside = {name + SIDECAR for name in names}
        for name in sorted([*names, *links]):
            if not name.startswith(".") and name.lower() not in NOT_DOCUMENTS and name not in beside:
                yield Path(folder, name)
    yield from unreadable


def source(file: File, limit: int) -> Source:
    """The file with its sidecar. Raises DocumentError where it is none to read or larger than ``limit`` bytes, OSError
    where it cannot be read.
    """
    data = _bytes(file.path, file.id, limit)
    beside = file.sidecar
    if not os.path.lexists(beside.path):
        return Source(file.id, file.name, data, content_types.guess(file.name, data))
    try:
        sidecar = Source(beside.id, beside.name, _bytes(beside.path, beside.id, limit), "application/yaml")
    except DocumentError as error:
        raise DocumentError(error.reason, error.line, beside.name) from error
    return Source(file.id, file.name, data, content_types.guess(file.name, data), sidecar)


def _bytes(path: Path, document_id: str, limit: int) -> bytes:
    if not document_id.isprintable():
        raise DocumentError("its name holds characters that cannot be printed; rename the file")
    if path.is_dir():
        raise DocumentError("a linked or locked folder is not entered; name it with --kb, or make it readable")
    if not stat.S_ISREG(path.stat().st_mode):
        raise DocumentError("this is no regular file")
    with open(path, "rb", opener=_at_once) as file:
        before = os.fstat(file.fileno())
        if not stat.S_ISREG(before.st_mode):
            raise DocumentError("this is no regular file")
        if before.st_size > limit:
            raise too_large(before.st_size, limit)
        data = file.read(limit + 1)
        after = os.fstat(file.fileno())
    if len(data) != before.st_size or (after.st_size, after.st_mtime_ns) != (before.st_size, before.st_mtime_ns):
        raise DocumentError("the file changed while it was read; run the command again when nobody writes it")
    if not data.removeprefix(b"\xef\xbb\xbf").strip():
        raise DocumentError("the file is empty")
    return data


def _at_once(path: str, flags: int) -> int:
    """Opens without waiting: a pipe that has taken the file's name since would wait for whoever writes it."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def too_large(size: int, limit: int) -> DocumentError:
    return DocumentError(f"{size:,} bytes is over the limit of {limit:,}; split the file")
