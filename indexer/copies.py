"""Private copies of files, to be mapped into memory.

A process that reads a mapped file which somebody has cut short is ended at once: what an index maps is a copy that
nobody else can change. It holds text, so it has no name where the system allows that, and goes when its process does.
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import stat
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO

from indexer import removal
from indexer.errors import NoIndexError

# Opens anew what this process has open, also a file without a name.
DESCRIPTORS = Path("/proc/self/fd")
# The disk, or what one user may have of it.
FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
_PREFIX = "citedesk-copy-"
# Seconds: nobody takes so long to open an index, so that whoever made the folder was killed.
_OLD = 3600


@contextlib.contextmanager
def private(folder: Path, names: Sequence[str]) -> Iterator[Path]:
    """A folder with copies of the files and folders ``names`` of ``folder``, to map them into memory.

    It is gone at the end of the block; what was mapped stays. Raises OSError where one cannot be read, NoIndexError
    where there is no room for the copy.
    """
    if os.name == "nt":
        # Windows lets nobody cut short or delete a mapped file, nor the process that mapped it.
        yield folder
        return
    with contextlib.ExitStack() as stack:
        try:
            made = Path(tempfile.mkdtemp(prefix=_PREFIX))
            # A thread of the word index may just look at its files, and lays a lock beside them for it.
            stack.callback(removal.remove, made)
            _sweep(made)
        except OSError as error:
            raise _no_room(error) from error
        for path in (path for name in names for path in files(folder / name)):
            copy = made / path.relative_to(folder)
            copy.parent.mkdir(parents=True, exist_ok=True)
            with path.open("rb") as file:
                try:
                    written = stack.enter_context(_opened(copy))
                    shutil.copyfileobj(file, written, 1 << 20)
                    written.flush()
                except OSError as error:
                    if error.errno not in FULL:
                        raise
                    raise _no_room(error) from error
        yield made


def files(path: Path) -> list[Path]:
    """Every file below a folder, or the file itself."""
    return sorted(one for one in path.rglob("*") if one.is_file()) if path.is_dir() else [path]


def _opened(copy: Path) -> IO[bytes]:
    """A file without a name that can be opened by the link ``copy`` while it stays open; else the file ``copy``."""
    unnamed = tempfile.TemporaryFile(dir=copy.parent)  # noqa: SIM115  (whoever asked for it closes it)
    with contextlib.suppress(OSError):  # a file system may have no links
        copy.symlink_to(DESCRIPTORS / str(unnamed.fileno()))
        if copy.exists():
            return unnamed
        copy.unlink()
    unnamed.close()
    return copy.open("wb")


def _sweep(made: Path) -> None:
    """Deletes what processes of the owner of ``made`` left beside it that were killed while they opened an index."""
    mine = made.lstat()
    for path in made.parent.glob(f"{_PREFIX}*"):
        with contextlib.suppress(OSError):
            found = path.lstat()
            own = stat.S_ISDIR(found.st_mode) and found.st_uid == mine.st_uid
            if own and time.time() - found.st_mtime > _OLD:
                shutil.rmtree(path)


def _no_room(error: OSError) -> NoIndexError:
    return NoIndexError(
        f"{tempfile.tempdir or 'temporary files'}: an opened index is copied there, which fails ({error.strerror}); "
        "free some space, or name another folder in TMPDIR"
    )
