"""Walks a knowledge base, reads every file, and collects every problem with its path, line and reason."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, cast

from indexer import formats, plugins
from indexer.documents import Document
from indexer.errors import DocumentError, KnowledgeBaseError

MAX_BYTES = 20_000_000
# They speak about a knowledge base and are no guidance themselves; ``disagreements.py`` reads the last one.
NOT_DOCUMENTS = frozenset({"notice.md", "readme.md", "disagreements.yaml"})


class Format(Protocol):
    """What a module of ``indexer/formats`` offers."""

    def accepts(self, path: Path, text: str) -> bool: ...

    def read(self, text: str, document_id: str) -> Document: ...


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a file was left out; ``line`` counts from 1."""

    path: Path
    line: int
    reason: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.reason}".encode(errors="backslashreplace").decode()


def read(*roots: Path) -> tuple[list[Document], list[Problem]]:
    """Every document below the folders (or in the files) ``roots``, by id, and one problem for each file left out.

    Raises KnowledgeBaseError where a root is missing or holds no file at all.
    """
    known = list(all_formats())
    documents: dict[str, Document] = {}
    problems: list[Problem] = []
    for root in roots:
        base = root if root.is_dir() else root.parent
        for path in _paths(root):
            document_id = path.relative_to(base).with_suffix("").as_posix()
            try:
                if document_id in documents:
                    raise DocumentError(f"another file already has the id {document_id!r}; rename one of them")
                documents[document_id] = _read_file(path, document_id, known)
            except DocumentError as error:
                problems.append(Problem(path, error.line, error.reason))
            except OSError as error:
                problems.append(Problem(path, 1, f"cannot be read: {error.strerror}"))
    return [documents[key] for key in sorted(documents)], problems


def all_formats() -> Iterator[Format]:
    """Each module of ``indexer/formats``, in order of its name."""
    for name in plugins.names(formats):
        yield cast(Format, plugins.load(formats, name))


def _paths(root: Path) -> list[Path]:
    if not root.exists():
        raise KnowledgeBaseError(f"{root}: there is no such file or folder; name the knowledge base with --kb DIR")
    paths = list(_files(root)) if root.is_dir() else [root]
    if not paths:
        raise KnowledgeBaseError(f"{root}: the knowledge base is empty; put threads and excerpts (.md) into it")
    return paths


def _files(root: Path) -> Iterator[Path]:
    """Every file, and each folder that is a link or cannot be listed: reading it tells why it is left out."""
    unreadable: list[Path] = []
    for folder, folders, names in os.walk(root, onerror=lambda error: unreadable.append(Path(error.filename))):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        links = [name for name in folders if Path(folder, name).is_symlink()]
        for name in sorted([*names, *links]):
            if not name.startswith(".") and name.lower() not in NOT_DOCUMENTS:
                yield Path(folder, name)
    yield from unreadable


def _read_file(path: Path, document_id: str, known: list[Format]) -> Document:
    if not document_id.isprintable():
        raise DocumentError("its name holds characters that cannot be printed; rename the file")
    found = path.stat()
    if stat.S_ISDIR(found.st_mode):
        raise DocumentError("a linked or locked folder is not entered; name it with --kb, or make it readable")
    if not stat.S_ISREG(found.st_mode):
        raise DocumentError("this is no regular file")
    size = found.st_size
    if size > MAX_BYTES:
        raise DocumentError(f"{size:,} bytes is over the limit of {MAX_BYTES:,}; split the file")
    data = path.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise DocumentError(f"byte {error.start} is not UTF-8; save the file as UTF-8", line) from error
    if not text.strip():
        raise DocumentError("the file is empty")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    accepting = [candidate for candidate in known if candidate.accepts(path, text)]
    if not accepting:
        raise DocumentError(
            "no known format; a thread has '## author (date)' lines, an excerpt starts with '---' front matter"
        )
    if len(accepting) > 1:
        raise DocumentError("more than one format claims this file")
    return accepting[0].read(text, document_id)
