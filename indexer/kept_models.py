"""Compiled models that this machine has made before, below the user's cache folder. Nothing there is ever needed.

A folder is made whole beside the others and then given its name, so that two processes never see half of one; a copy
that is not as it was sealed is passed over, and so is a cache that cannot be read or written.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from pathlib import Path

from indexer import folders

# Of so many models at most, each some 50 MB; the one that was made first goes.
_MOST = 4


def place() -> Path:
    """By the custom of the system, XDG_CACHE_HOME included."""
    import platformdirs

    return Path(platformdirs.user_cache_dir("citedesk", appauthor=False), "models")


def take(name: str, subject: str, target: Path) -> bool:
    """Copies the folder ``name`` to ``target``, which is not there yet. Where it is none of ``subject``, nothing is."""
    held = place() / name
    try:
        if not held.is_dir():
            return False
        shutil.copytree(held, target)
        if folders.damage(target, subject) is None:
            return True
        shutil.rmtree(held, ignore_errors=True)
    except OSError:
        pass
    shutil.rmtree(target, ignore_errors=True)
    return False


def keep(name: str, made: Path) -> None:
    """Keeps a copy of the sealed folder ``made`` under ``name``, in place of another one."""
    with contextlib.suppress(OSError):
        place().mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=place(), prefix="new-") as scratch:
            copy = Path(shutil.copytree(made, Path(scratch, name)))
            for path in (*copy.iterdir(), copy):
                folders.flush(path)
            shutil.rmtree(place() / name, ignore_errors=True)
            copy.rename(place() / name)
            os.utime(place() / name)
        held = sorted((path for path in place().iterdir() if path.is_dir()), key=lambda path: path.stat().st_mtime)
        for path in held[:-_MOST]:
            shutil.rmtree(path, ignore_errors=True)
