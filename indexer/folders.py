"""An index folder: one indexer at a time, every failure told in one line, nothing lost on a power cut, and sealed.

A seal is the size and sha256 of every file of a folder, written last, so that damage is seen and not guessed: whoever
opens the folder reads all of it once. What stays mapped into memory after that is a copy that nobody else can change.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from indexer.errors import NoIndexError

SEAL = "seal.json"
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})


@contextlib.contextmanager
def locked(target: Path) -> Iterator[None]:
    """Makes the folder ``target`` and holds its lock.

    Raises NoIndexError where another indexer holds it, and for every OSError inside.
    """
    try:
        target.mkdir(parents=True, exist_ok=True)
        with (target / "lock").open("a") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise NoIndexError(
                    f"{target}: another indexer is at work; wait for it to end, then try again"
                ) from None
            yield
    except OSError as error:
        full = error.errno in _FULL or "No space left" in str(error)
        advice = "free some space" if full else "make the folder writable, or name another with --index DIR"
        reason = "the disk is full" if full else f"cannot be written ({error.strerror or error})"
        raise NoIndexError(f"{target}: {reason}; the last index stands; {advice} and run: citedesk index") from error


def flush(path: Path) -> None:
    """Waits until the file or folder is on the disk."""
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def seal(folder: Path, subject: str) -> None:
    """``subject`` is what the folder was made from, so that another one's folder is not taken for it."""
    paths = [path for path in _files(folder) if path != folder / SEAL]
    files = {path.relative_to(folder).as_posix(): [path.stat().st_size, _sha256(path)] for path in paths}
    (folder / SEAL).write_text(json.dumps({"subject": subject, "files": files}, indent=1) + "\n", "utf-8")


@contextlib.contextmanager
def sealed(folder: Path, subject: str, what: str = "index") -> Iterator[None]:
    """For opening ``what`` is in ``folder``. Raises NoIndexError where it is not as it was sealed, before or after."""
    before = stamp(folder)
    if found := damage(folder, subject):
        raise NoIndexError(f"{folder}: the {what} is damaged ({found}); run: citedesk index")
    yield
    if stamp(folder) != before:
        raise NoIndexError(f"{folder}: the {what} was changed while it was opened; try again, or run: citedesk index")


def seal_digest(folder: Path) -> str:
    """Of the seal, and so of all that it seals; empty where there is none."""
    try:
        return _sha256(folder / SEAL)
    except OSError:
        return ""


def damage(folder: Path, subject: str) -> str | None:
    """What is not as it was sealed, or None."""
    try:
        record = json.loads((folder / SEAL).read_text("utf-8"))
        if record["subject"] != subject:
            return "it belongs to another index"
        for name, (size, sha256) in record["files"].items():
            path = folder / name
            if path.stat().st_size != size or _sha256(path) != sha256:
                return f"{name} was changed"
    except FileNotFoundError as error:
        return f"{Path(error.filename).relative_to(folder)} is missing"
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return f"{SEAL} cannot be read"
    return None


def stamp(folder: Path) -> tuple[str, ...]:
    """Equal for two sealed folders only where they hold the same, and nobody wrote since: a copy keeps its times.

    Empty where they cannot be read.
    """
    try:
        files = [(path, path.stat()) for path in _files(folder)]
    except OSError:
        return ()
    told = (f"{path.relative_to(folder)} {found.st_size} {found.st_mtime_ns}" for path, found in files)
    return seal_digest(folder), *told


@contextlib.contextmanager
def private(folder: Path, names: Sequence[str]) -> Iterator[Path]:
    """A folder with copies of the files and folders ``names`` of ``folder``, to map them into memory.

    It is gone at the end of the block; what was mapped stays. A process that reads a mapped file which somebody has cut
    short is ended at once. Raises OSError where one cannot be read, NoIndexError where there is no room for the copy.
    """
    if os.name == "nt":
        # Windows lets nobody cut short or delete a mapped file, nor the process that mapped it.
        yield folder
        return
    with contextlib.ExitStack() as stack:
        try:
            made = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="citedesk-")))
        except OSError as error:
            raise _no_room(error) from error
        for path in (path for name in names for path in _files(folder / name)):
            copy = made / path.relative_to(folder)
            copy.parent.mkdir(parents=True, exist_ok=True)
            try:
                shutil.copyfile(path, copy)
            except OSError as error:
                if error.errno not in _FULL:
                    raise
                raise _no_room(error) from error
        yield made


def _files(path: Path) -> list[Path]:
    """Every file below a folder, or the file itself."""
    return sorted(one for one in path.rglob("*") if one.is_file()) if path.is_dir() else [path]


def _no_room(error: OSError) -> NoIndexError:
    return NoIndexError(
        f"{tempfile.gettempdir()}: an opened index is copied there, which fails ({error.strerror}); "
        "free some space, or name another folder in TMPDIR"
    )


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
