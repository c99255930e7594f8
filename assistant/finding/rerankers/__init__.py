"""Rerankers, one module each, with ``open`` that gives what scores passages against a question anew."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from indexer.plugins import OwnSettings


class Reranker(Protocol):
    def scores(self, question: str, passages: Sequence[str]) -> list[float]:
        """One a passage, higher is better, of any scale; loads the model on first use.

        Raises ModelError where it cannot be loaded.
        """


class Module(Protocol):
    """What each file of this folder offers."""

    def open(self, folder: Path | None, settings: OwnSettings) -> Reranker:
        """``folder`` is the model's; None where the reranker was chosen by its name. Raises ModelError where there is
        none to be had; loads nothing.
        """
