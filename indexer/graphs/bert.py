"""A BERT encoder by its parts, in eight bits, as it stands in a model's weights."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.graphs import rounding
from indexer.graphs.rounding import Floats, Linear, Table


@dataclass(frozen=True, slots=True)
class Norm:
    """Of a layer's output, shapes (width,)."""

    weight: Floats
    bias: Floats


@dataclass(frozen=True, slots=True)
class Layer:
    """``attended`` follows the attention; ``wide`` and ``narrow`` stand on the two sides of the activation."""

    query: Linear
    key: Linear
    value: Linear
    attended: Linear
    first_norm: Norm
    wide: Linear
    narrow: Linear
    second_norm: Norm


@dataclass(frozen=True, slots=True)
class Encoder:
    """``sides`` tells a first text from a second one; ``epsilon`` is that of every norm."""

    words: Table
    sides: Table
    positions: Table
    norm: Norm
    layers: tuple[Layer, ...]
    heads: int
    epsilon: float


def fits(config: Mapping[str, Any]) -> bool:
    """Whether a model of this configuration is what ``lean`` writes."""
    usual = {"model_type": "bert", "hidden_act": "gelu", "position_embedding_type": "absolute", "is_decoder": False}
    return all(config.get(name, value) == value for name, value in usual.items()) and "model_type" in config


def encoder(
    weights: Mapping[str, NDArray[Any]], config: Mapping[str, Any], spreads: Mapping[str, Floats] | None = None
) -> Encoder:
    """Of ``weights`` by the names that transformers gives them. ``spreads``: what a layer's input is multiplied by.

    Raises KeyError where a weight is missing.
    """
    apart = spreads or {}

    def linear(name: str) -> Linear:
        return rounding.linear(weights[f"{name}.weight"], weights[f"{name}.bias"], apart.get(name))

    def norm(name: str) -> Norm:
        return Norm(*(weights[f"{name}.LayerNorm.{part}"].astype(np.float32) for part in ("weight", "bias")))

    def layer(name: str) -> Layer:
        query, key, value = (linear(f"{name}.attention.self.{part}") for part in ("query", "key", "value"))
        return Layer(
            query,
            key,
            value,
            attended=linear(f"{name}.attention.output.dense"),
            first_norm=norm(f"{name}.attention.output"),
            wide=linear(f"{name}.intermediate.dense"),
            narrow=linear(f"{name}.output.dense"),
            second_norm=norm(f"{name}.output"),
        )

    words, sides, positions = (
        rounding.table(weights[f"embeddings.{name}_embeddings.weight"]) for name in ("word", "token_type", "position")
    )
    layers = tuple(layer(f"encoder.layer.{number}") for number in range(config["num_hidden_layers"]))
    heads, epsilon = config["num_attention_heads"], config.get("layer_norm_eps", 1e-12)
    return Encoder(words, sides, positions, norm("embeddings"), layers, heads, epsilon)
