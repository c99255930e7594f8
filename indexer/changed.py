"""Which files were added, written to or taken away since an index was made, told by names and times alone."""

from __future__ import annotations

import contextlib
import datetime
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from indexer import choosing, origin, units
from indexer.files import File
from indexer.settings import PluginTables


@dataclass(frozen=True, slots=True)
class Changed:
    """``added`` and ``written`` are files, ``gone`` documents whose file is no longer there."""

    added: tuple[Path, ...] = ()
    written: tuple[Path, ...] = ()
    gone: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.written or self.gone)


def since(root: Path, documents: Collection[str], told: Collection[Path], tables: PluginTables) -> Changed:
    """Compares the folders of the index ``root`` with the ids of its ``documents``.

    ``told`` are files that the last indexing spoke of: one that gave no document is no new one. A file that came with
    an older date of its own is seen by its name, one that was written to in the very second of the indexing is not.
    Raises KnowledgeBaseError where a folder is gone or empty.
    """
    known = origin.read(root)
    made, roots = _made(root, known.when), known.found(root)
    if made is None or not roots:
        return Changed()
    formats, _ = choosing.usable(tables)
    heads = {head for id in documents for head in _heads(id)}
    added, written, found = list[Path](), list[Path](), set[str]()
    for unit in units.of(roots, formats):
        found.add(unit.id)
        for file in unit.files:
            if unit.id not in heads and file.path not in told and not file.about:
                added.append(file.path)
            elif _newest(file) > made:
                written.append(file.path)
    gone = tuple(sorted(id for id in documents if found.isdisjoint(_heads(id))))
    return Changed(tuple(added), tuple(written), gone)


def _made(root: Path, when: str | None) -> float | None:
    """When the index was made, in seconds; a copy of it has later times of its own, and the minute that it tells."""
    with contextlib.suppress(OSError, ValueError):
        if when is not None:
            minute = datetime.datetime.fromisoformat(when).timestamp()
            return min((root / origin.FILE).stat().st_mtime, minute + 60)
    return None


def _newest(file: File) -> float:
    """Of the file and its sidecar; a file that cannot be looked at is older than any index."""
    times = [0.0]
    for path in (file.path, file.sidecar.path):
        with contextlib.suppress(OSError):
            times.append(path.stat().st_mtime)
    return max(times)


def _heads(id: str) -> list[str]:
    """The id, and what stands before each of its strokes: a file of several documents has the id before one."""
    return [id, *(id[:place] for place, letter in enumerate(id) if letter == "/")]
