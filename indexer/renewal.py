"""Which folders an index is renewed from: those that it was made of, each of which must still be there."""

from __future__ import annotations

from pathlib import Path

from indexer import advice, origin, place
from indexer.errors import KnowledgeBaseError


def known(root: Path) -> bool:
    """Whether anything was ever indexed into ``root``, with or without success."""
    return place.built(root) or origin.read(root) != origin.Origin()


def folders(root: Path) -> list[Path]:
    """What the index ``root`` was made of, or what the first indexing was to read.

    Raises KnowledgeBaseError, with the command that mends it, where one is gone or the index does not know them.
    """
    found = origin.read(root)
    named = list(map(Path, found.folders))
    if not named and found.failure and not place.built(root):
        return list(map(Path, found.failure.folders))
    if not named:
        raise KnowledgeBaseError(
            f"{root}: the index does not say which folders it was made of; name them, run: {advice.index(root)}"
        )
    if gone := [str(folder) for folder in named if not folder.exists()]:
        there = found.found(root) or [Path(advice.DIR)]
        raise KnowledgeBaseError(
            f"{', '.join(gone)}: indexed before and no longer there; bring it back, "
            f"or index what there is, run: {advice.index(root, there)}"
        )
    return named
