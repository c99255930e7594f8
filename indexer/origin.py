"""Of which folders an index was made and when, and whether a later indexing failed: a file beside its generations.

It outlives a damaged generation, so that the same folders can be indexed anew. An index of an earlier version has none.
"""

from __future__ import annotations

import contextlib
import datetime
import json
import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from pydantic import TypeAdapter

FILE = "origin.json"


@dataclass(frozen=True, slots=True)
class Failure:
    """An indexing of ``folders`` that gave no index; ``reason`` holds no text of a document."""

    folders: tuple[str, ...]
    when: str
    reason: str


@dataclass(frozen=True, slots=True)
class Origin:
    """``folders``: absolute, in the order given; none where that is not known, or documents that are no files were
    indexed. ``when``: the local time of the last indexing that went well, to the minute. ``at``: where the index's
    folder stood then.
    """

    folders: tuple[str, ...] = ()
    when: str | None = None
    at: str | None = None
    failure: Failure | None = None

    def found(self, root: Path) -> list[Path]:
        """Those of ``folders`` that are there, one that moved along with the index where it is now."""
        places = [(Path(folder), self._moved(folder, root)) for folder in self.folders]
        return [next(path for path in place if path.exists()) for place in places if any(map(Path.exists, place))]

    def _moved(self, folder: str, root: Path) -> Path:
        try:
            return Path(os.path.abspath(root / os.path.relpath(folder, self.at or root)))
        except ValueError:  # another drive of Windows
            return Path(folder)


def absolute(folder: Path) -> str:
    """A link stays one: it is followed whenever the folder is read."""
    return os.path.abspath(folder)


def read(root: Path) -> Origin:
    """Nothing known where the file is not there or cannot be read."""
    try:
        return TypeAdapter(Origin).validate_python(json.loads((root / FILE).read_text("utf-8")))
    except (OSError, ValueError, RecursionError):
        return Origin()


def succeeded(root: Path, roots: Sequence[Path], failure: Failure | None) -> None:
    """``failure`` is an earlier one that still stands. Raises OSError where the folder cannot be written."""
    _write(root, Origin(tuple(map(absolute, roots)), _now(), absolute(root), failure))


def failed(root: Path, roots: Sequence[Path], reason: str) -> None:
    """Keeps what is known of the index that stands; where nothing can be written, nothing is."""
    before = read(root)
    failure = Failure(tuple(map(absolute, roots)), _now(), reason)
    with contextlib.suppress(OSError):
        _write(root, Origin(before.folders, before.when, before.at, failure))


def _now() -> str:
    return datetime.datetime.now().isoformat(" ", "minutes")


def _write(root: Path, origin: Origin) -> None:
    # ASCII: the name of a folder need not be text.
    fresh = root / f"{FILE}.new"
    fresh.write_text(json.dumps(asdict(origin), indent=1) + "\n", "utf-8")
    fresh.replace(root / FILE)
