"""Any sentence-transformers model, run by that library: the reference for every compiled variant."""

from __future__ import annotations

import functools
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from pydantic import BaseModel, ConfigDict, Field

from indexer import advice
from indexer.embedders import Vectors, unit, word_vectors
from indexer.errors import ModelError
from indexer.models import Model

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

_NOTE = "model.json"
# Texts at a time: the best on a CPU, and enough to keep a GPU busy.
_BATCH, _LARGE_BATCH = 8, 128


class Settings(BaseModel):
    """``device``: where PyTorch computes; "auto" is a GPU of NVIDIA's where there is one, else the CPU."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    # Left out of what tells one index's model from another's: devices agree to six digits.
    device: str = Field(default="auto", pattern=r"^(auto|cpu|mps|cuda(:\d+)?)$", exclude=True)


def prepare(model: Model, target: Path, settings: Settings) -> None:
    """Only notes where the model is: its folder has to stay there."""
    note = {"folder": str(model.folder.resolve()), "sha256": model.sha256}
    (target / _NOTE).write_text(json.dumps(note, indent=1) + "\n", "utf-8")


def load(folder: Path, threads: int, settings: Settings) -> Reference:
    source = Path(json.loads((folder / _NOTE).read_text("utf-8"))["folder"])
    if not source.is_dir():
        again = advice.index(folder.parent.parent, (), "--rebuild")
        raise ModelError(f"{source}: the model's folder is gone; run: {again}")
    return Reference(open_model(source, _device(settings.device)), threads)


def _device(asked: str) -> str:
    import torch

    if asked == "auto":
        return "cuda" if torch.cuda.is_available() else "cpu"
    there = {"cpu": True, "cuda": torch.cuda.is_available(), "mps": torch.backends.mps.is_available()}
    if not there[asked.partition(":")[0]]:
        raise ModelError(
            f"embedders.sentence_transformer: PyTorch finds no {asked!r} on this machine; "
            "install its build for that device, or set device = 'auto'"
        )
    return asked


def open_model(folder: Path, device: str = "cpu") -> SentenceTransformer:
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging

    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    # Eager attention is what torch.onnx can trace; on a CPU its numbers are the same.
    return SentenceTransformer(
        str(folder),
        device=device,
        local_files_only=True,
        trust_remote_code=False,
        model_kwargs={"attn_implementation": "eager"},
    )


def passage_prefix(model: SentenceTransformer) -> str:
    """What ``encode_document`` puts before a text, by the library's own order of names."""
    return next((str(model.prompts[name]) for name in ("document", "passage", "corpus") if name in model.prompts), "")


def input_table(model: SentenceTransformer) -> Vectors:
    """The rows by which tokens enter the model, shape (tokens, width).

    A model without such a table gets zeros, so that no word of it is near to another.
    """
    try:
        table: Vectors = model[0].auto_model.get_input_embeddings().weight.detach().cpu().numpy()  # type: ignore[union-attr, operator]
    except (AttributeError, NotImplementedError):
        return np.zeros((len(model.tokenizer), 1), dtype=np.float32)
    return table


def input_embeddings(model: SentenceTransformer) -> Vectors:
    """Its table, centred and of unit length."""
    table = input_table(model)
    return unit(table - table.mean(axis=0))


class Reference:
    def __init__(self, model: SentenceTransformer, threads: int) -> None:
        import torch

        torch.set_num_threads(threads)
        self._model = model
        self.dimension = int(model.get_embedding_dimension() or 0)
        self.limit = int(model.max_seq_length or 512)
        self._batch = _BATCH if model.device.type == "cpu" else _LARGE_BATCH
        self._prefix = passage_prefix(model)
        self._table = functools.cache(lambda: input_embeddings(model))

    def count(self, text: str) -> int:
        return len(self._model.tokenizer(self._prefix + text, truncation=False, verbose=False)["input_ids"])

    def passages(self, texts: Sequence[str]) -> Vectors:
        return self._encoded(self._model.encode_document, texts)

    def questions(self, texts: Sequence[str]) -> Vectors:
        return self._encoded(self._model.encode_query, texts)

    def question(self, text: str) -> Vectors:
        found: Vectors = self.questions([text])[0]
        return found

    def _encoded(self, encode: Callable[..., Any], texts: Sequence[str]) -> Vectors:
        found = encode(
            list(texts),
            batch_size=self._batch,
            normalize_embeddings=True,
            show_progress_bar=False,
            convert_to_numpy=True,
        )
        return np.asarray(found, dtype=np.float32).reshape(len(texts), self.dimension)

    def words(self, words: Sequence[str]) -> Vectors:
        return word_vectors(
            self._table(), [self._model.tokenizer(word, add_special_tokens=False)["input_ids"] for word in words]
        )
