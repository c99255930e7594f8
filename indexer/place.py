"""Where an index stands unless somebody says otherwise, and whether there is one."""

from __future__ import annotations

import os
from pathlib import Path

DEFAULT = ".citedesk"
# The file that names the current generation.
CURRENT = "CURRENT"


def beside(knowledge_base: Path) -> Path:
    """Where the index of a knowledge base is kept."""
    return Path(os.path.realpath(knowledge_base)).parent / DEFAULT


def built(root: Path) -> bool:
    """Whether an index was ever made there, sound or not."""
    return os.path.lexists(root / CURRENT)
