"""The same model compiled once: exported whole to ONNX, weights in eight bits per channel, run without torch.

The exported graph is the complete sentence-transformers pipeline (transformer, pooling, dense layers where a model has
them), so that no model's pooling is written down here a second time.
"""

from __future__ import annotations

import contextlib
import json
import logging
import tempfile
import warnings
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from indexer import copies
from indexer.embedders import CompileError, Vectors, unit, word_vectors
from indexer.errors import ModelError
from indexer.models import Model
from indexer.plugins import NoSettings

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

_GRAPH, _TOKENIZER, _NOTE, _TABLE = "model.onnx", "tokenizer.json", "model.json", "words.npy"
# The reference and the compiled model must agree at least this well on every probe. Per-channel int8 of
# all-MiniLM-L6-v2 measures 0.98 and more; a broken export measures far less.
AGREEMENT = 0.95
_PROBES = (
    "is a volume check reprogramming?",
    "Can 62368 be billed with 95991 when the pump is refilled by the physician?",
    "Modifier 25 is appended to the office visit when a significant, separately identifiable service was given.",
    "The wound was closed in layers; " * 20,
)


def prepare(model: Model, target: Path, settings: NoSettings) -> None:
    """Exports, quantises and checks against the reference.

    Raises CompileError where the model cannot be exported or the result disagrees with the reference.
    """
    from indexer.embedders.sentence_transformer import Reference, input_embeddings, open_model, passage_prefix

    try:
        reference = open_model(model.folder)
    except (OSError, ValueError) as error:
        raise ModelError(f"{model.folder}: sentence-transformers cannot open this model ({error})") from error
    note = {
        "sha256": model.sha256,
        "dimension": int(reference.get_embedding_dimension() or 0),
        "limit": int(reference.max_seq_length or 512),
        "question_prefix": reference.prompts.get("query", ""),
        "passage_prefix": passage_prefix(reference),
    }
    (target / _NOTE).write_text(json.dumps(note, indent=1) + "\n", "utf-8")
    _write_tokenizer(model.folder / _TOKENIZER, target / _TOKENIZER)
    np.save(target / _TABLE, input_embeddings(reference).astype(np.float16), allow_pickle=False)
    try:
        _export(reference, target / _GRAPH)
    except OSError:  # a full disk says nothing about the model
        raise
    except Exception as error:  # torch.onnx raises whatever an operator without a translation raises
        raise CompileError(f"{model.folder}: the model does not export to ONNX ({error})") from error
    compiled = load(target, 1, settings)
    expected = Reference(reference, 1).passages(_PROBES)
    worst = float((expected * compiled.passages(_PROBES)).sum(axis=1).min())
    if worst < AGREEMENT:
        raise CompileError(f"{model.folder}: compiled and reference vectors agree only to {worst:.3f}")


def load(folder: Path, threads: int, settings: NoSettings) -> Compiled:
    return Compiled(folder, threads)


class Compiled:
    def __init__(self, folder: Path, threads: int) -> None:
        import onnxruntime
        from tokenizers import Tokenizer

        note = json.loads((folder / _NOTE).read_text("utf-8"))
        self.dimension: int = note["dimension"]
        self.limit: int = note["limit"]
        self._prefixes = note["passage_prefix"], note["question_prefix"]
        self._tokenizer = Tokenizer.from_file(str(folder / _TOKENIZER))
        options = onnxruntime.SessionOptions()
        # One thread a text and several texts at a time beat several threads on one batch.
        options.intra_op_num_threads = 1
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(str(folder / _GRAPH), options, providers=["CPUExecutionProvider"])
        # Mapped: a word needs a few rows of 23 MB.
        with copies.private(folder, [_TABLE]) as copy:
            self._table = np.load(copy / _TABLE, mmap_mode="r", allow_pickle=False)
        self._threads = threads
        self._inputs = {given.name for given in self._session.get_inputs()}

    def count(self, text: str) -> int:
        return len(self._tokenizer.encode(self._prefixes[0] + text).ids)

    def passages(self, texts: Sequence[str]) -> Vectors:
        with ThreadPoolExecutor(self._threads) as pool:
            rows = list(pool.map(lambda text: self._run(self._prefixes[0] + text), texts))
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


def _export(model: SentenceTransformer, target: Path) -> None:
    import onnxruntime
    import torch
    from onnx import TensorProto
    from onnxruntime.quantization import QuantType, quantize_dynamic

    class Whole(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.model = model

        def forward(self, *tensors: torch.Tensor) -> torch.Tensor:
            features: dict[str, Any] = dict(zip(names, tensors, strict=True))
            for module in self.model:
                features = module(features)
            embedding: torch.Tensor = features["sentence_embedding"]
            return embedding

    sample = model.tokenizer(["one example", "and a second, longer one"], padding=True, return_tensors="pt")
    names = [name for name in ("input_ids", "attention_mask", "token_type_ids") if name in sample]
    axes = {name: {0: "batch", 1: "length"} for name in names} | {"embedding": {0: "batch"}}
    with tempfile.TemporaryDirectory() as folder, _quietly(), torch.no_grad():
        full, fused = Path(folder, "full.onnx"), Path(folder, "fused.onnx")
        torch.onnx.export(
            Whole().eval(),
            tuple(sample[name] for name in names),
            str(full),
            input_names=names,
            output_names=["embedding"],
            dynamic_axes=axes,
            opset_version=17,
            dynamo=False,
        )
        # Layers are fused before the weights are rounded: the patterns are not recognised any more afterwards.
        options = onnxruntime.SessionOptions()
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_EXTENDED
        options.optimized_model_filepath = str(fused)
        onnxruntime.InferenceSession(str(full), options, providers=["CPUExecutionProvider"])
        quantize_dynamic(
            fused,
            target,
            per_channel=True,
            weight_type=QuantType.QInt8,
            extra_options={"DefaultTensorType": TensorProto.FLOAT},
        )


@contextlib.contextmanager
def _quietly() -> Iterator[None]:
    """Hides the exporter's advice, which is for those who write models."""
    level = logging.getLogger().level
    logging.getLogger().setLevel(logging.ERROR)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.getLogger().setLevel(level)
