"""A lock on a folder's files that every system has, and that ends with the process that holds it.

SQLite locks its own file with what the system offers. So there is one way to lock, and the one that is tested.
"""

from __future__ import annotations

import contextlib
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path

_KIND = 0xFF  # an extended error code holds the plain one in its lowest byte


@contextlib.contextmanager
def held(path: Path, wait: float = 0.0) -> Iterator[None]:
    """Holds the lock of the file ``path``, which stays empty.

    Raises BlockingIOError where somebody else has held it for ``wait`` seconds, OSError where it cannot be made.
    """
    # SQLite does not tell why a folder cannot be written.
    tempfile.TemporaryFile(dir=path.parent).close()
    connection = sqlite3.connect(path, timeout=wait, isolation_level=None)
    try:
        # Nothing is written, no journal either: a full disk can be locked.
        connection.execute("PRAGMA journal_mode = MEMORY")
        connection.execute("BEGIN EXCLUSIVE")
    except sqlite3.Error as error:
        connection.close()
        if getattr(error, "sqlite_errorcode", 0) & _KIND == sqlite3.SQLITE_BUSY:
            raise BlockingIOError(f"{path}: somebody else holds it") from None
        raise OSError(f"{path}: {error}") from error
    try:
        yield
    finally:
        connection.close()
