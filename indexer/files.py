"""The files of a knowledge base: found, put in the order of their ids, and taken in as sources."""

from __future__ import annotations

import itertools
import os
import re
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from indexer import content_types, licences
from indexer.errors import DocumentError, KnowledgeBaseError
from indexer.formats import Source

# They speak about a knowledge base and are no guidance themselves.
ABOUT = frozenset({"notice.md", "readme.md"})
# At the top of a knowledge base ``recording.py`` reads them; the second is the name of before.
RECORDS = ("points.yaml", "disagreements.yaml")
# At the top of a knowledge base; the YAML files in it and below are lessons and quizzes, all others are documents.
LESSONS = "lessons"
# Hidden files and folders that programs keep beside people's own, and the index itself.
_PROGRAMS = re.compile(
    r"\.(?:ds_store|localized|git|gitignore|gitattributes|gitkeep|keep|hg|svn|citedesk|venv|idea|vscode|obsidian"
    r"|trash(?:es)?|spotlight-v\d+|fseventsd|directory|sync.*|nfs.*|fuse_hidden.*)$|\._",
    re.IGNORECASE,
)
_ARCHIVERS = frozenset({"__MACOSX", "Thumbs.db", "desktop.ini"})
SIDECAR = ".yaml"


@dataclass(frozen=True, slots=True)
class File:
    """``base`` is the folder of its knowledge base, ``name`` the path below it.

    ``unread`` is why it is not read, whatever it holds; ``label`` is that of the knowledge base, where a file of one
    named before has the id.
    """

    base: Path
    path: Path
    unread: str | None = None
    label: str | None = None

    @property
    def name(self) -> str:
        # Ten times as fast as asking the path, in a base of many files.
        return "/".join(self.path.parts[len(self.base.parts) :])

    @property
    def id(self) -> str:
        own = PurePosixPath(self.name).with_suffix("").as_posix()
        return own if self.label is None else apart(self.label, own)

    @property
    def about(self) -> bool:
        """Whether it speaks about a knowledge base, so that nobody misses it."""
        return self.path.name.lower() in ABOUT

    @property
    def sidecar(self) -> File:
        """Where its front matter would stand."""
        return File(self.base, self.path.with_name(self.path.name + SIDECAR), label=self.label)


def apart(label: str, id: str) -> str:
    """An id of the knowledge base ``label`` beside the same one of another; no path below a folder holds ``//``."""
    return f"{label}//{id}"


def labels(roots: Sequence[Path]) -> list[str]:
    """The name of each root's folder, numbered where an earlier root has it."""
    found: list[str] = []
    for root in roots:
        name = Path(os.path.abspath(root if root.is_dir() else root.parent)).name
        numbered = (f"{name}-{number}" for number in itertools.count(2))
        found.append(next(label for label in itertools.chain([name], numbered) if label not in found))
    return found


def find(root: Path) -> list[File]:
    """Every file below the folder ``root``, or that file, whatever its name.

    Raises KnowledgeBaseError where there is none.
    """
    if not root.exists():
        raise KnowledgeBaseError(f"{root}: there is no such file or folder; name the knowledge base with --kb DIR")
    if not root.is_dir():
        return [File(root.parent, root)]
    found = [File(root, path, unread(path)) for path in _below(root)]
    if all(file.about for file in found):
        raise KnowledgeBaseError(f"{root}: the knowledge base is empty; put threads and excerpts (.md) into it")
    return found


def unread(path: Path) -> str | None:
    """Why a file of this name is not read, wherever below a knowledge base it lies."""
    if path.name.startswith("."):
        return "its name begins with a dot, which hides it; rename it to have it read"
    if path.name.lower() in ABOUT:
        return "it speaks about the knowledge base and is not read; rename it to have it read"
    if path.name.lower() in RECORDS:
        return "points are recorded at the top of the knowledge base alone; move it there"
    return None


def belongs_to_a_program(name: str) -> bool:
    """Whether it is a file that programs keep beside people's own: in an archive these are nobody's."""
    path = PurePosixPath(name)
    return _PROGRAMS.match(path.name) is not None or not _ARCHIVERS.isdisjoint(path.parts)


def _below(root: Path) -> Iterator[Path]:
    """Every file, and each folder that is hidden, a link or cannot be listed: reading it tells why it is left out."""
    unreadable: list[Path] = []
    lessons = root / LESSONS
    for folder, folders, names in os.walk(root, onerror=lambda error: unreadable.append(Path(error.filename))):
        closed = [name for name in folders if name.startswith(".") or Path(folder, name).is_symlink()]
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        beside = {name + SIDECAR for name in names}
        for name in sorted([*names, *closed]):
            recorded = name.lower() in RECORDS and Path(folder) == root
            taught = name.endswith(SIDECAR) and Path(folder).is_relative_to(lessons)
            if not (_PROGRAMS.match(name) or name == licences.FILE or recorded or taught or name in beside):
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


def given(file: File, data: bytes, limit: int, beside: bytes | None = None) -> Source:
    """As ``source``, of a file that is on no disk yet: ``data`` is what it holds, ``beside`` what its sidecar does."""
    sidecar = file.sidecar
    held = None if beside is None else Source(sidecar.id, sidecar.name, beside, "application/yaml")
    checked = _checked(data, file.id, limit)
    return Source(file.id, file.name, checked, content_types.guess(file.name, data), held)


def _checked(data: bytes, document_id: str, limit: int) -> bytes:
    if not document_id.isprintable():
        raise DocumentError("its name holds characters that cannot be printed; rename the file")
    if len(data) > limit:
        raise too_large(len(data), limit)
    if not data.removeprefix(b"\xef\xbb\xbf").strip():
        raise DocumentError("the file is empty; write a text into it, or take it away")
    return data


def _bytes(path: Path, document_id: str, limit: int) -> bytes:
    if not document_id.isprintable():
        raise DocumentError("its name holds characters that cannot be printed; rename the file")
    if path.is_dir():
        raise DocumentError("a linked or locked folder is not entered; name it with --kb, or make it readable")
    if not stat.S_ISREG(path.stat().st_mode):
        raise _irregular()
    with open(path, "rb", opener=_at_once) as file:
        before = os.fstat(file.fileno())
        if not stat.S_ISREG(before.st_mode):
            raise _irregular()
        if before.st_size > limit:
            raise too_large(before.st_size, limit)
        data = file.read(before.st_size + 1)
        after = os.fstat(file.fileno())
    if len(data) != before.st_size or (after.st_size, after.st_mtime_ns) != (before.st_size, before.st_mtime_ns):
        raise DocumentError("the file changed while it was read; run the command again when nobody writes it")
    return _checked(data, document_id, limit)


def _irregular() -> DocumentError:
    return DocumentError("this is no regular file; put a file in its place, or take it away")


def _at_once(path: str, flags: int) -> int:
    """Opens without waiting: a pipe that has taken the file's name since would wait for whoever writes it."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def too_large(size: int, limit: int) -> DocumentError:
    return DocumentError(f"{size:,} bytes is over the limit of {limit:,}; split the file")
