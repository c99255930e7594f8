"""A BERT encoder as a graph of ONNX that holds what one text by itself takes, and no more.

A text is run alone and has no padding, so that there is no mask and no batch. The operators are those that onnxruntime
has for processors; ``running.session`` opens what is written here.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

from indexer.graphs.bert import Encoder, Layer, Norm
from indexer.graphs.rounding import Linear, Table

if TYPE_CHECKING:
    from onnx import ModelProto, NodeProto, TensorProto

IDS, SIDES = "input_ids", "token_type_ids"
_OPSET, _FORMAT = 17, 8
_DOMAIN = "com.microsoft"
_OF_ONNXRUNTIME = frozenset({"DynamicQuantizeMatMul", "Gelu", "MultiHeadAttention", "QAttention"})


def embedding(encoder: Encoder, pooling: Literal["mean", "first"]) -> ModelProto:
    """Takes IDS, shape (1, tokens), and gives ``embedding``, shape (1, width): of all tokens, or the first one's."""
    graph = _Graph()
    sides = graph.constant(encoder.sides.row(0))
    hidden = _hidden(graph, encoder, sides, only_first=pooling == "first")
    graph.node("ReduceMean", hidden, axes=[1], keepdims=0, named="embedding")
    return graph.model([IDS], "embedding", [1, int(encoder.words.rows.shape[1])])


def score(encoder: Encoder, pooler: Linear, classifier: Linear) -> ModelProto:
    """Takes IDS and SIDES, shape (1, tokens), and gives ``score``, shape (1,): what is made of the first token."""
    graph = _Graph()
    hidden = _hidden(graph, encoder, graph.looked_up(encoder.sides, SIDES), only_first=True)
    pooled = graph.node("Tanh", graph.linear(hidden, pooler))
    graph.node("Reshape", graph.linear(pooled, classifier), graph.constant(np.array([1])), named="score")
    return graph.model([IDS, SIDES], "score", [1])


def _hidden(graph: _Graph, encoder: Encoder, sides: str, only_first: bool) -> str:
    """What the last layer says of each token, or of the first alone: then it computes no other."""
    start, one = graph.constant(np.array([0])), graph.constant(np.array([1]))
    length = graph.node("Shape", IDS, start=1, end=2)
    first_positions = graph.node("Slice", graph.constant(encoder.positions.rows), start, length)
    words, positions = graph.looked_up(encoder.words, IDS), graph.exact(encoder.positions, first_positions)
    rows = graph.norm(graph.node("Add", words, sides), positions, encoder.norm, encoder.epsilon)
    for number, layer in enumerate(encoder.layers, start=1):
        last = only_first and number == len(encoder.layers)
        asking = graph.node("Slice", rows, start, one, one) if last else rows
        attended = graph.linear(_attention(graph, rows, asking, layer, encoder.heads), layer.attended)
        between = graph.norm(attended, asking, layer.first_norm, encoder.epsilon)
        narrowed = graph.linear(graph.node("Gelu", graph.linear(between, layer.wide)), layer.narrow)
        rows = graph.norm(narrowed, between, layer.second_norm, encoder.epsilon)
    return rows


def _attention(graph: _Graph, rows: str, asking: str, layer: Layer, heads: int) -> str:
    """What the tokens of ``asking`` take from those of ``rows``."""
    parts = layer.query, layer.key, layer.value
    if asking != rows or any(part.spread is not None for part in parts):
        asked = [graph.linear(given, part) for given, part in zip((asking, rows, rows), parts, strict=True)]
        return graph.node("MultiHeadAttention", *asked, num_heads=heads)
    # The three take the same numbers, which are rounded once, and are one product.
    rounded, scale, zero = graph.outputs(3, "DynamicQuantizeLinear", rows)
    weight, scales, bias = (
        graph.constant(np.concatenate([getattr(part, name) for part in parts], axis=-1))
        for name in ("weight", "scale", "bias")
    )
    return graph.node("QAttention", rounded, weight, bias, scale, scales, "", zero, num_heads=heads)


class _Graph:
    """Grows node by node; each is given the names of its inputs and gives the name of its output."""

    def __init__(self) -> None:
        self._nodes: list[NodeProto] = []
        self._constants: list[TensorProto] = []

    def constant(self, values: NDArray[Any] | np.generic) -> str:
        from onnx import numpy_helper

        name = f"constant {len(self._constants)}"
        self._constants.append(numpy_helper.from_array(np.asarray(values), name))
        return name

    def node(self, operator: str, *inputs: str, named: str | None = None, **attributes: Any) -> str:  # noqa: ANN401
        (name,) = self.outputs(1, operator, *inputs, named=named, **attributes)
        return name

    def outputs(
        self,
        count: int,
        operator: str,
        *inputs: str,
        named: str | None = None,
        **attributes: Any,  # noqa: ANN401
    ) -> list[str]:
        from onnx import helper

        name = named or f"{operator} {len(self._nodes)}"
        names = [name, *(f"{name} {number}" for number in range(1, count))]
        domain = _DOMAIN if operator in _OF_ONNXRUNTIME else ""
        self._nodes.append(helper.make_node(operator, inputs, names, name=name, domain=domain, **attributes))
        return names

    def linear(self, given: str, layer: Linear) -> str:
        """``given`` is rounded to eight bits by its own least and largest number."""
        if layer.spread is not None:
            given = self.node("Mul", given, self.constant(layer.spread))
        weight, scale, bias = (self.constant(values) for values in (layer.weight, layer.scale, layer.bias))
        return self.node("DynamicQuantizeMatMul", given, weight, scale, "", bias)

    def norm(self, made: str, before: str, norm: Norm, epsilon: float) -> str:
        weight, bias = self.constant(norm.weight), self.constant(norm.bias)
        return self.node("LayerNormalization", self.node("Add", made, before), weight, bias, epsilon=epsilon)

    def looked_up(self, table: Table, ids: str) -> str:
        return self.exact(table, self.node("Gather", self.constant(table.rows), ids))

    def exact(self, table: Table, rows: str) -> str:
        """``rows`` of ``table`` in 32 bits."""
        return self.node("DequantizeLinear", rows, self.constant(table.scale), self.constant(table.zero))

    def model(self, inputs: Sequence[str], output: str, shape: Sequence[int]) -> ModelProto:
        from onnx import TensorProto, helper

        given = [helper.make_tensor_value_info(name, TensorProto.INT64, [1, "tokens"]) for name in inputs]
        made = helper.make_tensor_value_info(output, TensorProto.FLOAT, shape)
        graph = helper.make_graph(self._nodes, "encoder", given, [made], self._constants)
        versions = [helper.make_opsetid("", _OPSET), helper.make_opsetid(_DOMAIN, 1)]
        return helper.make_model(graph, producer_name="citedesk", opset_imports=versions, ir_version=_FORMAT)
