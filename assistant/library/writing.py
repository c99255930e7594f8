"""How a file of a base is written: whole or not at all, and an indexer that looks in meanwhile passes over it."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

# Readers take such a name for one that a program keeps, should a crash leave the file behind.
_HALF = ".sync.citedesk-"


def put(path: Path, data: bytes, mode: int = 0o644) -> None:
    """In place of what stands there. Raises OSError where it cannot be written."""
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=_HALF, delete=False) as half:
        try:
            half.write(data)
            half.flush()
            os.fsync(half.fileno())
            os.chmod(half.name, mode)
            half.close()
            os.replace(half.name, path)
        except BaseException:
            os.unlink(half.name)
            raise


def put_new(path: Path, data: bytes) -> None:
    """As ``put``; of two who write one name the second is told. Raises FileExistsError where something stands there."""
    path.open("xb").close()
    try:
        put(path, data)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
