"""Embedders: one module each, with ``prepare(model, target)`` at index time and ``load(folder)`` ever after."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from indexer.errors import ModelError
from indexer.models import Model

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

    def words(self, words: Sequence[str]) -> Vectors:
        """Single words without their context: the mean of the model's input embeddings, centred; to compare words."""


class Module(Protocol):
    """What each file of this folder offers."""

    def prepare(self, model: Model, target: Path) -> None:
        """Writes into the folder ``target`` all that ``load`` needs; raises ModelError where the model does not fit."""

    def load(self, folder: Path, threads: int) -> Embedder: ...
