"""A sentence-transformers folder that is a plain BERT encoder with its pooling, read without PyTorch."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from numpy.typing import NDArray

from indexer.graphs import bert, lean

if TYPE_CHECKING:
    from onnx import ModelProto

_POOLINGS: Mapping[str, Literal["mean", "first"]] = {
    "mean": "mean",
    "pooling_mode_mean_tokens": "mean",
    "cls": "first",
    "pooling_mode_cls_token": "first",
}
# Vectors are brought to length 1 in any case.
_KNOWN = ["Transformer", "Pooling"], ["Transformer", "Pooling", "Normalize"]


def graph(folder: Path, weights: Callable[[], Mapping[str, NDArray[Any]]]) -> ModelProto | None:
    """None where the folder says that its model is anything else, or does not say all of it; then no weight is read."""
    try:
        modules = json.loads((folder / "modules.json").read_text("utf-8"))
        if [module["type"].rpartition(".")[2] for module in modules] not in _KNOWN:
            return None
        config, pooling = (
            json.loads((folder / module["path"] / "config.json").read_text("utf-8")) for module in modules[:2]
        )
        modes = [pooling["pooling_mode"]] if "pooling_mode" in pooling else _switched_on(pooling)
        if not bert.fits(config) or len(modes) != 1 or modes[0] not in _POOLINGS:
            return None
        named = {name.removeprefix("bert."): values for name, values in weights().items()}
        return lean.embedding(bert.encoder(named, config), _POOLINGS[modes[0]])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _switched_on(pooling: Mapping[str, Any]) -> list[str]:
    return [name for name, on in pooling.items() if name.startswith("pooling_mode_") and on is True]
