"""What may happen to a file on a disk while somebody reads it, or before."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path


def _flipped(part: float) -> Callable[[Path, Path], None]:
    def flip(path: Path, other: Path) -> None:
        with path.open("r+b") as file:
            size = file.seek(0, os.SEEK_END)
            if not size:
                return
            at = min(size - 1, int(part * size))
            file.seek(at)
            byte = file.read(1)[0]
            file.seek(at)
            file.write(bytes([byte ^ 1]))

    return flip


def _moved(path: Path, other: Path) -> None:
    copy = path.with_name(f"{path.name}.other")
    shutil.copyfile(other, copy)
    copy.replace(path)


# Each is given the file and another of its kind; the file keeps its inode but where it is deleted or another is moved.
DAMAGES: dict[str, Callable[[Path, Path], object]] = {
    "cut short": lambda path, other: os.truncate(path, path.stat().st_size // 2),
    "emptied": lambda path, other: os.truncate(path, 0),
    "deleted": lambda path, other: path.unlink(),
    "overwritten": lambda path, other: path.write_bytes(other.read_bytes()),
    "replaced": _moved,
    "first byte": _flipped(0),
    "a byte of the first quarter": _flipped(0.2),
    "a byte in the middle": _flipped(0.5),
    "a byte of the last quarter": _flipped(0.9),
    "last byte": _flipped(1),
}
