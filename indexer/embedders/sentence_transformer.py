"""Any sentence-transformers model, run by that library: the reference for every compiled variant."""

from __future__ import annotations

import functools
import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from indexer import advice
from indexer.embedders import Vectors, unit, word_vectors
from indexer.errors import ModelError
from indexer.models import Model
from indexer.plugins import NoSettings

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

_NOTE = "model.json"


def prepare(model: Model, target: Path, settings: NoSettings) -> None:
    """Only notes where the model is: its folder has to stay there."""
    note = {"folder": str(model.folder.resolve()), "sha256": model.sha256}
    (target / _NOTE).write_text(json.dumps(note, indent=1) + "\n", "utf-8")


def load(folder: Path, threads: int, settings: NoSettings) -> Reference:
    source = Path(json.loads((folder / _NOTE).read_text("utf-8"))["folder"])
    if not source.is_dir():
        again = advice.index(folder.parent.parent, (), "--rebuild")
        raise ModelError(f"{source}: the model's folder is gone; run: {again}")
    return Reference(open_model(source), threads)


def open_model(folder: Path) -> SentenceTransformer:
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging

    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    # Eager attention is what torch.onnx can trace; on a CPU its numbers are the same.
    return SentenceTransformer(
        str(folder),
        device="cpu",
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
        table: Vectors = model[0].auto_model.get_input_embeddings().weight.detach().numpy()  # type: ignore[union-attr, operator]
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
        self._prefix = passage_prefix(model)
        self._table = functools.cache(lambda: input_embeddings(model))

    def count(self, text: str) -> int:
        return len(self._model.tokenizer(self._prefix + text, truncation=False, verbose=False)["input_ids"])

    def passages(self, texts: Sequence[str]) -> Vectors:
        found = self._model.encode_document(
            list(texts), batch_size=8, normalize_embeddings=True, show_progress_bar=False, convert_to_numpy=True
        )
        return np.asarray(found, dtype=np.float32).reshape(len(texts), self.dimension)

    def questions(self, texts: Sequence[str]) -> Vectors:
        found = self._model.encode_query(
            list(texts), batch_size=8, normalize_embeddings=True, show_progress_bar=False, convert_to_numpy=True
        )
        return np.asarray(found, dtype=np.float32).reshape(len(texts), self.dimension)

    def question(self, text: str) -> Vectors:
        found: Vectors = self.questions([text])[0]
        return found

    def words(self, words: Sequence[str]) -> Vectors:
        return word_vectors(
            self._table(), [self._model.tokenizer(word, add_special_tokens=False)["input_ids"] for word in words]
        )
