"""An index folder: one indexer at a time, every failure told in one line, nothing lost on a power cut, and sealed.

A seal is the size and sha256 of every file of a folder, written last, so that damage is seen and not guessed: whoever
opens the folder reads all of it once, but for large files whose reader compares whatever it reads of them. What stays
mapped into memory after that is a private copy (``copies.py``).
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from indexer import advice, copies, locks
from indexer.errors import NoIndexError

SEAL = "seal.json"
# Files that are compared at the same time.
_TOGETHER = 2


@contextlib.contextmanager
def locked(target: Path, again: str | None = None) -> Iterator[None]:
    """Makes the folder ``target`` and holds its lock; ``again`` is the command to run anew, else that of indexing.

    Raises NoIndexError where another indexer holds it, and for every OSError inside.
    """
    try:
        target.mkdir(parents=True, exist_ok=True)
        with contextlib.ExitStack() as stack:
            try:
                stack.enter_context(locks.held(target / "lock"))
            except BlockingIOError:
                raise NoIndexError(
                    f"{target}: another indexer is at work; wait for it to end, then try again"
                ) from None
            yield
    except OSError as error:
        full = error.errno in copies.FULL or "No space left" in str(error)
        again = again or advice.index(target)
        mend = "free some space" if full else "make the folder writable, or name another with --index DIR"
        reason = "the disk is full" if full else f"cannot be written ({error.strerror or error})"
        raise NoIndexError(f"{target}: {reason}; the last index stands; {mend} and run: {again}") from error


def flush(path: Path) -> None:
    """Waits until the file or folder is on the disk. Windows opens no folder, and flushes only what may be written."""
    if os.name == "nt" and path.is_dir():
        return
    opened = os.open(path, os.O_RDWR if os.name == "nt" else os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def seal(folder: Path, subject: str) -> None:
    """``subject`` is what the folder was made from, so that another one's folder is not taken for it."""
    paths = [path for path in copies.files(folder) if path != folder / SEAL]
    files = {path.relative_to(folder).as_posix(): [path.stat().st_size, _sha256(path)] for path in paths}
    (folder / SEAL).write_text(json.dumps({"subject": subject, "files": files}, indent=1) + "\n", "utf-8")


@contextlib.contextmanager
def sealed(folder: Path, subject: str, root: Path, what: str = "index", later: Collection[str] = ()) -> Iterator[None]:
    """For opening ``what`` is in ``folder`` of the index ``root``. Of ``later``, names of files, the size alone is
    compared.

    Raises NoIndexError where it is not as it was sealed, before or after.
    """
    before, again = stamp(folder), advice.index(root)
    if found := damage(folder, subject, later):
        raise NoIndexError(f"{folder}: the {what} is damaged ({found}); run: {again}")
    yield
    if stamp(folder) != before:
        raise NoIndexError(f"{folder}: the {what} was changed while it was opened; try again, or run: {again}")


def seal_digest(folder: Path) -> str:
    """Of the seal, and so of all that it seals; empty where there is none."""
    try:
        return _sha256(folder / SEAL)
    except OSError:
        return ""


def damage(folder: Path, subject: str, later: Collection[str] = ()) -> str | None:
    """What is not as it was sealed, or None; of ``later`` as in ``sealed``."""
    try:
        record = json.loads((folder / SEAL).read_text("utf-8"))
        if record["subject"] != subject:
            return "it belongs to another index"
        files: dict[str, tuple[int, str]] = record["files"]
        with ThreadPoolExecutor(_TOGETHER) as pool:
            sound = pool.map(lambda name: _sound(folder / name, *files[name], name in later), files)
            changed = next((name for name, whole in zip(files, sound, strict=True) if not whole), None)
        return f"{changed} was changed" if changed else None
    except FileNotFoundError as error:
        return f"{Path(error.filename).relative_to(folder)} is missing"
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return f"{SEAL} cannot be read"


def stamp(folder: Path) -> tuple[str, ...]:
    """Equal for two sealed folders only where they hold the same, and nobody wrote since: a copy keeps its times.

    Empty where they cannot be read.
    """
    try:
        files = [(path, path.stat()) for path in copies.files(folder)]
    except OSError:
        return ()
    told = (f"{path.relative_to(folder)} {found.st_size} {found.st_mtime_ns}" for path, found in files)
    return seal_digest(folder), *told


def _sound(path: Path, size: int, sha256: str, later: bool) -> bool:
    return path.stat().st_size == size and (later or _sha256(path) == sha256)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
