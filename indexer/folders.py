"""An index folder: one indexer at a time, every failure told in one line, nothing lost on a power cut, and sealed.

A seal is the size and sha256 of every file of a folder, written last, so that damage is seen and not guessed.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import os
from collections.abc import Iterator
from pathlib import Path

from indexer import advice, locks
from indexer.errors import NoIndexError

SEAL = "seal.json"


@contextlib.contextmanager
def locked(target: Path) -> Iterator[None]:
    """Makes the folder ``target`` and holds its lock.

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
        full = error.errno in {errno.ENOSPC, errno.EDQUOT} or "No space left" in str(error)
        again = advice.index(target)
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
    paths = sorted(path for path in folder.rglob("*") if path.is_file() and path != folder / SEAL)
    files = {path.relative_to(folder).as_posix(): [path.stat().st_size, _sha256(path)] for path in paths}
    (folder / SEAL).write_text(json.dumps({"subject": subject, "files": files}, indent=1) + "\n", "utf-8")


def damage(folder: Path, subject: str, thorough: bool = True) -> str | None:
    """What is not as it was sealed, or None. Unless ``thorough``, only presence and sizes are looked at."""
    try:
        record = json.loads((folder / SEAL).read_text("utf-8"))
        if record["subject"] != subject:
            return "it belongs to another index"
        for name, (size, sha256) in record["files"].items():
            path = folder / name
            if path.stat().st_size != size or (thorough and _sha256(path) != sha256):
                return f"{name} was changed"
    except FileNotFoundError as error:
        return f"{Path(error.filename).relative_to(folder)} is missing"
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return f"{SEAL} cannot be read"
    return None


def stamp(folder: Path) -> tuple[str, ...]:
    """Equal for two sealed folders only where they hold the same, and nobody wrote since: a copy keeps its times."""
    files = sorted((path, path.stat()) for path in folder.rglob("*") if path.is_file())
    told = (f"{path.relative_to(folder)} {found.st_size} {found.st_mtime_ns}" for path, found in files)
    return (folder / SEAL).read_text("utf-8"), *told


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
