"""Every kept answer below a folder asked again: which still say the same, which changed and in which line, which are
lost.
"""

from __future__ import annotations

import difflib
import itertools
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import cast

from assistant.ask import Desk
from assistant.keeping import records
from assistant.keeping.records import Recorded, Today
from indexer import plugins
from indexer.errors import CitedeskError, RecordError

# In bytes; a larger file holds no answer.
_LARGEST = 64 * 2**20
Progress = Callable[[str, int, int], None]


class Standing(StrEnum):
    """``LOST``: the file cannot be read, or its question cannot be asked any more."""

    SAME = "the same"
    CHANGED = "changed"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class Kept:
    """A file by its name, as far as a user may see it, with its bytes or with why there are none."""

    name: str
    data: bytes | RecordError


@dataclass(frozen=True, slots=True)
class Change:
    """A line that was there ``before`` and what stands in its place ``now``; None where nothing does."""

    before: str | None
    now: str | None


@dataclass(frozen=True, slots=True)
class Watched:
    """A kept answer. ``kind`` is its file's, ``place`` where in it it stands; ``reason`` says why it is lost, and what
    to do.
    """

    file: str
    kind: str
    place: str
    question: str | None
    standing: Standing
    changes: tuple[Change, ...] = ()
    reason: str | None = None

    @property
    def named(self) -> str:
        return f"{self.file}, {self.place}" if self.place else self.file


@dataclass(frozen=True, slots=True)
class Watch:
    """``fingerprint`` is of the desk that was asked."""

    kept: tuple[Watched, ...]
    fingerprint: str

    def of(self, standing: Standing) -> tuple[Watched, ...]:
        return tuple(one for one in self.kept if one.standing is standing)


def below(folder: Path) -> Iterator[Kept]:
    """The files below ``folder`` that may hold an answer, by name; hidden folders are left out. ``folder`` may be one
    file.

    Raises RecordError where there is none of that name.
    """
    if not folder.exists():
        raise RecordError(f"{folder}: there is no such file or folder; name where answers and sheets are kept")
    wanted = endings()
    for path in [folder] if folder.is_file() else sorted(_files(folder)):
        if path.suffix.lower() in wanted:
            yield Kept(str(path), _bytes(path))


def named_below(folder: Path) -> Iterator[Kept]:
    """As ``below``, each by its name below ``folder``: where that is on the disk is nobody's business."""
    for one in below(folder):
        yield replace(one, name=Path(one.name).relative_to(folder).as_posix())


def endings() -> tuple[str, ...]:
    """Those of all kinds."""
    return tuple(sorted({ending for module in _kinds() for ending in module.ENDINGS}))


def watch(files: Iterable[Kept], desk: Desk, told: Progress | None = None) -> Watch:
    """The answers that ``files`` rest on, in their order; ``told`` hears how many were asked again."""
    found = [one for kept in files for one in _read(kept)]
    today, watched = Today(desk), list[Watched]()
    for number, one in enumerate(found, 1):
        watched.append(one if isinstance(one, Watched) else _compared(*one, today))
        if told:
            told("answers", number, len(found))
    return Watch(tuple(watched), desk.fingerprint)


def _kinds() -> list[records.Module]:
    return [cast(records.Module, plugins.load(records, name)) for name in plugins.names(records)]


def _files(folder: Path) -> Iterator[Path]:
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        yield from (Path(place, name) for name in names if not name.startswith("."))


def _bytes(path: Path) -> bytes | RecordError:
    try:
        return path.read_bytes() if path.stat().st_size <= _LARGEST else b""
    except OSError as error:
        return RecordError(f"the file cannot be read ({error.strerror or error}); make it readable, or take it away")


def _read(kept: Kept) -> Iterator[Watched | tuple[Kept, str, Recorded]]:
    """Nothing of a file that is of no kind."""
    ending = Path(kept.name).suffix.lower()
    data = kept.data
    if isinstance(data, RecordError):
        yield Watched(kept.name, "file", "", None, Standing.LOST, reason=str(data))
        return
    for module in _kinds():
        if ending in module.ENDINGS and module.holds(data):
            try:
                yield from ((kept, module.LABEL, one) for one in module.read(data))
            except CitedeskError as error:
                yield Watched(kept.name, module.LABEL, "", None, Standing.LOST, reason=str(error))


def _compared(kept: Kept, kind: str, recorded: Recorded, today: Today) -> Watched:
    whose = kept.name, kind, recorded.place, recorded.question
    try:
        changes = tuple(changed(recorded.lines, recorded.now(today)))
    except CitedeskError as error:
        return Watched(*whose, Standing.LOST, reason=f"it cannot be asked any more ({error})")
    return Watched(*whose, Standing.CHANGED if changes else Standing.SAME, changes)


def changed(before: Sequence[str], now: Sequence[str]) -> Iterator[Change]:
    """Each line that is not as it was, in order, with the one in its place."""
    for what, start, end, begins, ends in difflib.SequenceMatcher(None, before, now, autojunk=False).get_opcodes():
        if what != "equal":
            yield from itertools.starmap(Change, itertools.zip_longest(before[start:end], now[begins:ends]))
