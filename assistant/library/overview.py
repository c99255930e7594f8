"""The state of a base: its figures, of what it was made, what changed since, and what its last indexing told."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.library import counting
from assistant.library.counting import Figures
from assistant.library.holdings import Holding
from indexer import advice, changed, origin, problems
from indexer.changed import Changed
from indexer.errors import KnowledgeBaseError
from indexer.index import Manifest
from indexer.problems import Account
from indexer.settings import PluginTables


@dataclass(frozen=True, slots=True)
class Overview:
    """``told`` is None of an index whose program kept nothing of its last indexing.

    ``caution``: an indexing failed since, or a folder cannot be compared. ``again`` is the command that renews it.
    """

    figures: Figures
    folders: tuple[str, ...]
    when: str | None
    fingerprint: str
    changed: Changed
    told: Account | None
    caution: str | None
    again: str


def of(root: Path, held: Sequence[Holding], manifest: Manifest, tables: PluginTables, today: datetime.date) -> Overview:
    """The documents ``held`` are those of the index in ``root``."""
    told, known, caution = problems.read(root), origin.read(root), advice.caution(root)
    seen = {problem.path for problem in told.problems} if told else set[Path]()
    try:
        since = changed.since(root, {one.id for one in held}, seen, tables)
    except KnowledgeBaseError as error:
        since, caution = Changed(), caution or str(error)
    return Overview(
        counting.of(held, today),
        known.folders,
        known.when,
        manifest.fingerprint,
        since,
        told,
        caution,
        advice.index(root),
    )
