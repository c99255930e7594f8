"""Walks a knowledge base, reads every file, and collects every problem with its path, line and reason."""

from __future__ import annotations

import importlib
import os
import pkgutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, cast

from indexer import formats
from indexer.documents import Document
from indexer.errors import DocumentError, KnowledgeBaseError

MAX_BYTES = 20_000_000
# The notice and the read-me of a knowledge base speak about it and are no guidance themselves.
NOT_DOCUMENTS = frozenset({"notice.md", "readme.md"})


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
        return f"{self.path}:{self.line}: {self.reason}"


def read(root: Path) -> tuple[list[Document], list[Problem]]:
    """Every document below ``root`` in order of its id, and one problem for each file left out.

    Raises KnowledgeBaseError where the folder is missing, is no folder, or holds no file at all.
    """
    if not root.is_dir():
        raise KnowledgeBaseError(f"{root}: there is no such folder; name the knowledge base with --kb DIR")
    known = list(all_formats())
    documents: dict[str, Document] = {}
    problems: list[Problem] = []
    paths = list(_files(root))
    if not paths:
        raise KnowledgeBaseError(f"{root}: the knowledge base is empty; put threads and excerpts (.md) into it")
    for path in paths:
        document_id = path.relative_to(root).with_suffix("").as_posix()
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
    for found in sorted(pkgutil.iter_modules(formats.__path__), key=lambda module: module.name):
        yield cast(Format, importlib.import_module(f"{formats.__name__}.{found.name}"))


def _files(root: Path) -> Iterator[Path]:
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if not name.startswith(".") and name.lower() not in NOT_DOCUMENTS:
                yield Path(folder, name)


def _read_file(path: Path, document_id: str, known: list[Format]) -> Document:
    size = path.stat().st_size
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
