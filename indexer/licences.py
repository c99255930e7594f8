"""What a file or its folder says of the licence of its text: a licensed one stays whole on the screen alone.

``licence: licensed`` stands in its front matter or sidecar, or in a file ``licence.yaml`` for a folder and all below.
"""

from __future__ import annotations

import re
from pathlib import Path

from indexer.errors import DocumentError
from indexer.formats import Source
from indexer.text import front

FILE, KEY = "licence.yaml", "licence"
# In words: so much of a quotation of a licensed text leaves the program.
SHORT = 40
_MEANT = {"licensed": True, "public": False}
_TEXTS = frozenset({".md", ".txt", ".markdown"})
_LINE = re.compile(rf"{KEY}\s*:\s*[\"']?(.*?)[\"']?\s*$", re.IGNORECASE)


def stated(source: Source) -> bool | None:
    """Whether it says that it is licensed; None where it says nothing. Raises DocumentError for another word."""
    if source.sidecar:
        return _meant(source.sidecar.glance.split("\n"), source.sidecar.name)
    if source.suffix not in _TEXTS:
        return None
    lines = source.glance.split("\n")
    found = front.find(lines)
    return _meant(lines[found.first : found.last], source.name, found.first) if found and found.last else None


def of_folder(path: Path, base: Path) -> bool | None:
    """What the nearest ``licence.yaml`` above ``path`` says, up to ``base``. Raises DocumentError as ``stated``."""
    for folder in path.parents:
        try:
            lines = (folder / FILE).read_text("utf-8", "replace").split("\n")
        except OSError:
            lines = []
        if lines and (found := _meant(lines, FILE)) is not None:
            return found
        if folder == base:
            break
    return None


def _meant(lines: list[str], name: str, before: int = 0) -> bool | None:
    for number, line in enumerate(lines, before + 1):
        if said := _LINE.match(line.strip()):
            word = said[1].lower()
            if word not in _MEANT:
                raise DocumentError(f"{KEY}: expected licensed or public, not {said[1]!r}", number, name)
            return _MEANT[word]
    return None
