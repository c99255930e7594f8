"""Deletes a folder of which a thread of the word index may still be writing a file."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

# A writer that failed ends its threads within moments; in seconds.
_TRIES, _PAUSE = 20, 0.05


def remove(folder: Path) -> None:
    """As far as it can be deleted: what stays is left for a later build."""
    for _ in range(_TRIES):
        shutil.rmtree(folder, ignore_errors=True)
        if not folder.exists():
            return
        time.sleep(_PAUSE)
