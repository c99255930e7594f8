"""Embedders, one module each: ``prepare`` at index time, ``load`` ever after; ``Module`` states both.

Both are given the embedder's own settings. A folder that was prepared with others is not loaded.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from indexer.errors import ModelError
from indexer.models import Model
from indexer.plugins import OwnSettings

Vectors = NDArray[np.float32]

# Nothing here may reach a network. The libraries read these when they are first imported; from version 1.29 on, ONNX
# Runtime reports every session to its maker otherwise.
os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["TRANSFORMERS_OFFLINE"] = "1"
os.environ["ORT_DISABLE_TELEMETRY"] = "1"


class CompileError(ModelError):
    """The model is sound but cannot be compiled; sentence-transformers can still run it."""


class Embedder(Protocol):
    """Texts to unit vectors, shape (n, dimension). Passages and questions may want different prefixes."""

    @property
    def dimension(self) -> int: ...

    @property
    def limit(self) -> int:
        """The most tokens that the model reads, its own marks included."""

    def count(self, text: str) -> int:
        """Tokens of ``text``, the model's own marks included, never cut."""

    def passages(self, texts: Sequence[str]) -> Vectors: ...

    def question(self, text: str) -> Vectors:
        """One question's vector, shape (dimension,)."""

    def questions(self, texts: Sequence[str]) -> Vectors:
        """As ``question``, shape (n, dimension)."""

    def words(self, words: Sequence[str]) -> Vectors:
        """Single words without their context: the mean of the model's input embeddings, centred; to compare words."""


class Module(Protocol):
    """What each file of this folder offers.

    One whose folder is made of the model alone may say ``PORTABLE = True``: a copy of it then serves other indexes.
    """

    def prepare(self, model: Model, target: Path, settings: OwnSettings) -> None:
        """Writes into the folder ``target`` all that ``load`` needs; raises ModelError where the model does not fit."""

    def load(self, folder: Path, threads: int, settings: OwnSettings) -> Embedder:
        """``folder`` is as it was written; what is read of it later is taken from ``copies.private``."""


def word_vectors(table: Vectors, tokens: Sequence[Sequence[int]]) -> Vectors:
    """The mean row of each word's tokens; zeros for a word that has none."""
    rows = [table[list(ids)].mean(axis=0, dtype=np.float32) if len(ids) else np.zeros(table.shape[1]) for ids in tokens]
    return unit(np.stack(rows)) if rows else np.zeros((0, table.shape[1]), dtype=np.float32)


def unit(rows: Vectors) -> Vectors:
    """Each row at length 1; a row of zeros stays."""
    found: Vectors = rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-12)
    return found.astype(np.float32)
