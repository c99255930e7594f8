"""Writing an index folder: one indexer at a time, every failure told in one line, nothing lost on a power cut."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path

from indexer.errors import NoIndexError


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
        full = error.errno in {errno.ENOSPC, errno.EDQUOT} or "No space left" in str(error)
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
