"""What each file gave when it was last read, so that a file that stands unchanged is not read and cut again.

A file beside the generations says where its passages stand in the current one. It is never needed: where it is missing,
damaged or of another program, all is read.
"""

from __future__ import annotations

import contextlib
import datetime
import functools
import hashlib
import json
import os
import re
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from importlib import metadata
from pathlib import Path
from typing import Any

from indexer import choosing, files, licences
from indexer.accounts import Count
from indexer.choosing import Format
from indexer.errors import DocumentError
from indexer.reader import Problem, Told, Unchanged
from indexer.units import Base, Unit

FILE = "readings.jsonl"


@dataclass
class _Reading:
    """``documents``: the id of each, the row of its first passage and how many it has."""

    key: str
    documents: list[tuple[str, int, int]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    counts: list[Count] = field(default_factory=list)


class Readings:
    """Those of the last indexing and those of the one that is under way.

    ``basis`` is a digest of all that a reading depends on beside the files. ``pointer`` names the generation in which
    the rows of the last ones are; None takes nothing from it.
    """

    def __init__(self, folder: Path, known: Sequence[Format], basis: str, pointer: str | None) -> None:
        self._path, self._formats, self._basis = folder / FILE, known, basis
        self._old = contextlib.ExitStack()
        self._lines: dict[bytes, int] = {}
        self._limits: dict[str, int] = {}
        self._licences: dict[tuple[Path, Path], bool | None] = {}
        self._fresh = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115  (closed with the readings)
        self._now: _Reading | None = None
        # The first file of the unit that is read now.
        self.path: Path | None = None
        if pointer is not None:
            with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
                self._remember(pointer)

    def close(self) -> None:
        self._old.close()
        self._fresh.close()

    def through(self, unit: Unit, told: Iterator[Told]) -> Iterator[Told | Unchanged]:
        """What ``unit`` gives: ``told``, or what it gave before where that is known and its files are the same."""
        key, self.path = self._key(unit), unit.files[0].path
        before = self._lines.get(bytes.fromhex(key)) if key else None
        self._now = _Reading(key) if key else None
        for one in told if before is None else self._recalled(before):
            if self._now and isinstance(one, Problem):
                self._now.problems.append(one)
            elif self._now and isinstance(one, Count):
                self._now.counts.append(one)
            yield one
        # What was left out may have been for want of time, and a file may have changed while it was read.
        sound = self._now and not any(one.left_out for one in self._now.problems)
        if self._now and sound and (before is not None or self._key(unit) == key):
            self._fresh.write(json.dumps(asdict(self._now), default=os.fspath).encode() + b"\n")
        self._now = None

    def placed(self, id: str, row: int, passages: int) -> None:
        """The document that came last has its passages from ``row`` on."""
        if self._now:
            self._now.documents.append((id, row, passages))

    def spoilt(self) -> None:
        """The document that came last was left out for the sake of another file: this one is read again."""
        self._now = None

    def keep(self, pointer: str) -> None:
        """For the next indexing, which finds the generation of ``pointer``."""
        self._fresh.seek(0)
        whole = hashlib.file_digest(self._fresh, "sha256").hexdigest()
        self._fresh.seek(0)
        new = self._path.with_suffix(".new")
        with new.open("wb") as file:
            file.write(json.dumps([self._basis, pointer, whole]).encode() + b"\n")
            while part := self._fresh.read(1 << 20):
                file.write(part)
        new.replace(self._path)

    def _remember(self, pointer: str) -> None:
        file = self._old.enter_context(self._path.open("rb"))
        basis, of, whole = json.loads(file.readline())
        start = file.tell()
        if (basis, of, whole) != (self._basis, pointer, hashlib.file_digest(file, "sha256").hexdigest()):
            return
        file.seek(start)
        self._read = file
        while line := file.readline():
            self._lines[bytes.fromhex(json.loads(line)["key"])] = start
            start = file.tell()

    def _recalled(self, at: int) -> Iterator[Problem | Count | Unchanged]:
        self._read.seek(at)
        found: dict[str, Any] = json.loads(self._read.readline())
        for problem in found["problems"]:
            yield Problem(**problem | {"path": Path(problem["path"])})
        for count in found["counts"]:
            yield Count(**count)
        for id, row, passages in found["documents"]:
            yield Unchanged(id, row, passages)

    def _licensed(self, path: Path, root: Path) -> bool | None:
        """What is said for the folder of ``path``, looked up once. Raises DocumentError."""
        folder = path.parent, root
        if folder not in self._licences:
            self._licences[folder] = licences.of_folder(path, root)
        return self._licences[folder]

    def _limit(self, suffix: str) -> int:
        """The most bytes that are read of a file of that ending, looked up once."""
        if suffix not in self._limits:
            self._limits[suffix] = choosing.limit(f"name{suffix}", self._formats)
        return self._limits[suffix]

    def _key(self, unit: Unit) -> str | None:
        """A digest of the unit's names and bytes; None where a file of it cannot be read, or is too large to be."""
        digest = hashlib.sha256(f"{unit.id}\0{unit.together}\0{_base(unit.base)}".encode("utf-8", "surrogateescape"))
        try:
            digest.update(repr(self._licensed(unit.files[0].path, unit.base.root)).encode())
        except DocumentError:
            return None
        for file in unit.files:
            digest.update(f"\0{file.path}\0{file.label}\0{file.unread}".encode("utf-8", "surrogateescape"))
            for path in () if file.unread else (file.path, file.sidecar.path):
                if path != file.path and not os.path.lexists(path):
                    continue
                try:
                    if not path.is_file() or path.stat().st_size > self._limit(file.path.suffix):
                        return None
                    with path.open("rb") as read:
                        digest.update(b"\0" + hashlib.sha256(read.read()).digest())
                except OSError:
                    return None
        return digest.hexdigest()


@functools.lru_cache(64)
def _base(base: Base) -> str:
    return hashlib.sha256(repr((str(base.root), base.label, sorted(base.labelled))).encode()).hexdigest()


def basis(known: Sequence[Format], *further: object) -> str:
    """A digest of what reading depends on beside the files: this program and its libraries, the formats with their
    settings, and ``further``. Dates are judged by the day, so that no reading is older than a month.
    """
    package = Path(__file__).parent
    modules = [str(getattr(one.module, "__file__", "")) for one in known]
    told = [
        datetime.date.today().isoformat()[:7],
        [_stamp(path) for path in sorted(package.rglob("*")) if path.suffix in {".py", ".yaml"}],
        [_stamp(Path(file)) for file in modules],
        [(one.name, one.settings.model_dump_json()) for one in known],
        _libraries(),
        files.SIDECAR,
        *further,
    ]
    return hashlib.sha256(repr(told).encode("utf-8", "surrogateescape")).hexdigest()


def _stamp(path: Path) -> tuple[str, int, int]:
    try:
        found = path.stat()
    except OSError:
        return str(path), 0, 0
    return str(path), found.st_size, found.st_mtime_ns


def _libraries() -> list[tuple[str, str]]:
    found = []
    for needed in metadata.requires("citedesk") or []:
        name = re.split(r"[^\w.-]", needed, maxsplit=1)[0]
        with contextlib.suppress(metadata.PackageNotFoundError):
            found.append((name, metadata.version(name)))
    return found
