"""The same model compiled once: its whole graph, weights in eight bits per channel, run without PyTorch."""

from __future__ import annotations

import json
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from pathlib import Path

import numpy as np

from indexer import copies, graphs
from indexer.embedders import CompileError, Vectors, unit, word_vectors
from indexer.graphs import running
from indexer.models import Model
from indexer.plugins import NoSettings

# What is prepared is made of the model alone, and serves every index of this machine.
PORTABLE = True
_GRAPH, _TOKENIZER, _NOTE, _TABLE = "model.onnx", "tokenizer.json", "model.json", "words.npy"
# The reference and the compiled model must agree at least this well on every probe. Per-channel int8 of
# all-MiniLM-L6-v2 measures 0.98 and more; a broken export measures far less.
AGREEMENT = 0.95


def prepare(model: Model, target: Path, settings: NoSettings) -> None:
    """Takes the first of the model's graphs that agrees with the reference.

    Raises CompileError where the model cannot be exported or no graph agrees.
    """
    told = graphs.told(model)
    note = {"sha256": model.sha256, **asdict(told.note)}
    (target / _NOTE).write_text(json.dumps(note, indent=1) + "\n", "utf-8")
    _write_tokenizer(model.folder / _TOKENIZER, target / _TOKENIZER)
    words = unit(told.words - told.words.mean(axis=0))
    np.save(target / _TABLE, words.astype(np.float16), allow_pickle=False)
    agreed = []
    for graph in graphs.candidates(model):
        (target / _GRAPH).write_bytes(graph.SerializeToString())
        agreed.append(float((told.probes * load(target, 1, settings).passages(graphs.PROBES)).sum(axis=1).min()))
        if agreed[-1] >= AGREEMENT:
            return
    raise CompileError(f"{model.folder}: compiled and reference vectors agree only to {max(agreed):.3f}")


def load(folder: Path, threads: int, settings: NoSettings) -> Compiled:
    return Compiled(folder, threads)


class Compiled:
    def __init__(self, folder: Path, threads: int) -> None:
        from tokenizers import Tokenizer

        note = json.loads((folder / _NOTE).read_text("utf-8"))
        self.dimension: int = note["dimension"]
        self.limit: int = note["limit"]
        self._prefixes = note["passage_prefix"], note["question_prefix"]
        self._tokenizer = Tokenizer.from_file(str(folder / _TOKENIZER))
        self._session = running.session(folder / _GRAPH)
        # Mapped: a word needs a few rows of 23 MB.
        with copies.private(folder, [_TABLE]) as copy:
            self._table = np.load(copy / _TABLE, mmap_mode="r", allow_pickle=False)
        self._threads = threads
        self._inputs = {given.name for given in self._session.get_inputs()}

    def count(self, text: str) -> int:
        return len(self._tokenizer.encode(self._prefixes[0] + text).ids)

    def passages(self, texts: Sequence[str]) -> Vectors:
        return self._each([self._prefixes[0] + text for text in texts])

    def questions(self, texts: Sequence[str]) -> Vectors:
        return self._each([self._prefixes[1] + text for text in texts])

    def _each(self, texts: Sequence[str]) -> Vectors:
        with ThreadPoolExecutor(self._threads) as pool:
            rows = list(pool.map(self._run, texts))
        return np.stack(rows) if rows else np.zeros((0, self.dimension), dtype=np.float32)

    def question(self, text: str) -> Vectors:
        return self._run(self._prefixes[1] + text)

    def words(self, words: Sequence[str]) -> Vectors:
        return word_vectors(self._table, [self._tokenizer.encode(word, add_special_tokens=False).ids for word in words])

    def _run(self, text: str) -> Vectors:
        """One text alone: eight-bit arithmetic takes its scale from the whole batch, so that a text's neighbours would
        change its vector (cosine 0.989 between batches of 1 and of 8). Batches of 2 to 8 are no faster on a CPU.
        """
        ids: list[int] = self._tokenizer.encode(text).ids
        # Passages fit by construction; a long question keeps its head and the closing mark.
        ids = ids if len(ids) <= self.limit else [*ids[: self.limit - 1], ids[-1]]
        tokens = np.array([ids], dtype=np.int64)
        feed = {
            "input_ids": tokens,
            "attention_mask": np.ones_like(tokens),
            "token_type_ids": np.zeros_like(tokens),
        }
        (found,) = self._session.run(None, {name: feed[name] for name in self._inputs})
        row: Vectors = unit(np.asarray(found, dtype=np.float32))[0]
        return row


def _write_tokenizer(source: Path, target: Path) -> None:
    """The model's own tokenizer without the padding and cutting that its file may set (128 in the bundled one)."""
    from tokenizers import Tokenizer

    if not source.is_file():
        raise CompileError(f"{source}: the model has no fast tokenizer")
    tokenizer = Tokenizer.from_file(str(source))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    tokenizer.save(str(target))
