"""In the process that indexes."""

from __future__ import annotations

from collections.abc import Sequence

from indexer.embedders import Embedder
from indexer.plugins import NoSettings
from indexer.workers import Done, Prepared


def start(prepared: Prepared, settings: NoSettings) -> Here:
    return Here(prepared.embedder)


class Here:
    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    def embed(self, texts: Sequence[str], asked: bool, done: Done) -> None:
        done((self._embedder.questions if asked else self._embedder.passages)(texts))

    def finish(self) -> None:
        """Nothing is ever under way."""

    def close(self) -> None:
        """Nothing was taken."""
