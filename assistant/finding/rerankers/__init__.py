"""Rerankers: one module each, with ``open(folder)`` that gives what scores passages against a question anew."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol


class Reranker(Protocol):
    def scores(self, question: str, passages: Sequence[str]) -> list[float]:
        """One a passage, higher is better, of any scale; loads the model on first use.

        Raises ModelError where it cannot be loaded.
        """
