"""Where lessons are kept: in ``lessons`` at the top of each knowledge folder, and beside the index."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from assistant.library import writing
from assistant.teaching import lesson_file
from assistant.teaching.lesson import Lesson
from indexer import files, origin, shipped
from indexer.errors import RecordError
from indexer.reader import Problem

_LONGEST_NAME = 60


def folders(index: Path) -> list[Path]:
    """Those of the knowledge bases that the index in the folder ``index`` was made of, then the one beside it."""
    roots = origin.read(index).found(index)
    return [*(root / files.LESSONS for root in roots if root.is_dir()), beside(index)]


def beside(index: Path) -> Path:
    whole = Path(os.path.realpath(index))
    return whole.parent / f"{whole.name.lstrip('.')}-{files.LESSONS}"


def own(index: Path) -> Path:
    """Where a new lesson is written: with the user's own texts; over the shipped base alone, beside the index."""
    roots = [root for root in origin.read(index).found(index) if root.is_dir()]
    mine = [root for root in roots if os.path.realpath(root) != os.path.realpath(shipped.folder())]
    return mine[0] / files.LESSONS if mine else beside(index)


def found(index: Path) -> dict[str, Path]:
    """The files by name; of two of one name the first is meant."""
    named: dict[str, Path] = {}
    for path in (path for folder in folders(index) for path in _listed(folder)):
        named.setdefault(path.stem, path)
    return named


def lessons(index: Path) -> list[Lesson | Problem]:
    """Every lesson by name, or why its file is none."""
    return [lesson_file.read(path) for _, path in sorted(found(index).items())]


def lesson(name: str, index: Path) -> Lesson:
    """Raises RecordError where there is none of that name, or nothing of it plays."""
    named = found(index)
    if name not in named:
        known = ", ".join(sorted(named)) or "none"
        raise RecordError(f"there is no lesson {name!r}; known: {known}; they are kept in {folders(index)[0]}")
    read = lesson_file.read(named[name])
    if isinstance(read, Problem):
        raise RecordError(f"{read}; mend the file, nothing of this lesson plays")
    return read


def write(text: str, name: str, index: Path) -> Path:
    """Writes a new lesson and gives its path. Raises RecordError where it is none, is there, or cannot be written."""
    path = own(index) / f"{slug(name)}{lesson_file.SUFFIX}"
    read = lesson_file.parsed(text, path)
    if isinstance(read, Problem):
        raise RecordError(f"{read}; mend the text before it is saved")
    if slug(name) in found(index):
        raise RecordError(f"{path}: a lesson of this name is there already; give another name")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        writing.put_new(path, text.encode())
    except FileExistsError as error:
        raise RecordError(f"{path}: a lesson of this name is there already; give another name") from error
    except OSError as error:
        raise RecordError(f"{path}: the lesson cannot be written ({error.strerror}); download it instead") from error
    return path


def slug(name: str) -> str:
    """A name as a file has it."""
    words = re.findall(r"[a-z0-9]+", name.lower())
    return "-".join(words)[:_LONGEST_NAME].strip("-") or "lesson"


def _listed(folder: Path) -> Iterator[Path]:
    try:
        yield from sorted(path for path in folder.glob(f"*{lesson_file.SUFFIX}") if path.is_file())
    except OSError:
        return
