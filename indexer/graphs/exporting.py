"""Any sentence-transformers model as a graph: the complete pipeline (transformer, pooling, dense layers where a model
has them) as PyTorch exports it, so that no model's pooling is written down here a second time.
"""

from __future__ import annotations

import contextlib
import logging
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from indexer.embedders import CompileError
from indexer.embedders.sentence_transformer import Reference, input_table, open_model, passage_prefix
from indexer.errors import ModelError
from indexer.graphs import PROBES, Note, Told
from indexer.models import Model

if TYPE_CHECKING:
    import onnx
    from sentence_transformers import SentenceTransformer


def told(model: Model) -> Told:
    """Raises ModelError where the model cannot be opened."""
    reference = _opened(model)
    note = Note(
        dimension=int(reference.get_embedding_dimension() or 0),
        limit=int(reference.max_seq_length or 512),
        question_prefix=str(reference.prompts.get("query") or ""),
        passage_prefix=passage_prefix(reference),
    )
    return Told(note, input_table(reference), Reference(reference, 1).passages(PROBES))


def graph(model: Model) -> onnx.ModelProto:
    """In eight bits per channel. Raises ModelError where it cannot be opened, CompileError where it does not export."""
    try:
        return _rounded(_exported(_opened(model)))
    except (OSError, ModelError):  # a full disk says nothing about the model
        raise
    except Exception as error:  # torch.onnx raises whatever an operator without a translation raises
        raise CompileError(f"{model.folder}: the model does not export to ONNX ({error})") from error


def _opened(model: Model) -> SentenceTransformer:
    try:
        return open_model(model.folder)
    except (OSError, ValueError) as error:
        raise ModelError(f"{model.folder}: sentence-transformers cannot open this model ({error})") from error


def _exported(model: SentenceTransformer) -> onnx.ModelProto:
    """With its layers fused: after the weights are rounded the patterns are not recognised any more."""
    import onnx
    import onnxruntime
    import torch

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
        options = onnxruntime.SessionOptions()
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_EXTENDED
        options.optimized_model_filepath = str(fused)
        onnxruntime.InferenceSession(str(full), options, providers=["CPUExecutionProvider"])
        return onnx.load(str(fused))


def _rounded(model: onnx.ModelProto) -> onnx.ModelProto:
    import onnx
    from onnxruntime.quantization import QuantType, quantize_dynamic

    with tempfile.TemporaryDirectory() as folder, _quietly():
        path = Path(folder, "rounded.onnx")
        quantize_dynamic(
            model,
            path,
            per_channel=True,
            weight_type=QuantType.QInt8,
            extra_options={"DefaultTensorType": onnx.TensorProto.FLOAT},
        )
        return onnx.load(str(path))


@contextlib.contextmanager
def _quietly() -> Iterator[None]:
    """Hides the advice of libraries, which is for those who write models."""
    level = logging.getLogger().level
    logging.getLogger().setLevel(logging.ERROR)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.getLogger().setLevel(level)
