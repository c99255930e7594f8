"""What the log is told of a failure: nothing that was asked."""

from __future__ import annotations

import traceback
from pathlib import Path

_FRAMES = 4


def where(error: BaseException) -> str:
    """The error's kind and the lines that led to it, without its text, which may repeat the question."""
    frames = traceback.extract_tb(error.__traceback__)[-_FRAMES:]
    return f"{type(error).__name__} in {', '.join(f'{Path(one.filename).name}:{one.lineno}' for one in frames)}"
