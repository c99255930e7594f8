"""Where the texts of an indexing are embedded, one module each: in this process, or on a cluster's machines.

They all run the embedder of the index, so no index tells where its vectors were made, and who asks needs none of this.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from indexer.embedders import Embedder, Vectors
from indexer.models import Model
from indexer.plugins import OwnSettings
from indexer.settings import PluginTables

Done = Callable[[Vectors], None]


@dataclass(frozen=True, slots=True)
class Prepared:
    """A model ready to run: as ``embedder`` in this process, and what it takes to load it in another.

    ``folder`` is what the embedder ``name`` prepared of ``model`` below an index's folder, with the settings of
    ``tables``.
    """

    embedder: Embedder
    name: str
    folder: Path
    model: Model
    tables: PluginTables


class Workers(Protocol):
    """Embeds slices of texts, some of them at a time. One thread calls ``embed`` and ``finish``, any one ``close``."""

    def embed(self, texts: Sequence[str], asked: bool, done: Done) -> None:
        """Takes ``texts`` once there is room for them; ``asked``: as questions.

        ``done`` hears their vectors, shape (texts, dimension), once, within this or a later call. Raises WorkersError
        where they cannot be made; then nothing more is.
        """

    def finish(self) -> None:
        """Returns when every ``done`` has heard. Raises as ``embed`` does."""

    def close(self) -> None:
        """Gives back what was taken; what is under way is dropped, and a call that waits for it raises WorkersError."""


class Module(Protocol):
    """What each file of this folder offers."""

    def start(self, prepared: Prepared, settings: OwnSettings) -> Workers:
        """Raises WorkersError where they can be seen not to work. What costs time waits for the first text."""
