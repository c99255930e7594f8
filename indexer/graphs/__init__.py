"""What compiling takes of a model: its graph in 32 bits, and what the reference makes of a few texts.

For a published model the graph is shipped without its weights, as the exporter wrote it: then PyTorch, which takes
longer to import than all of the rest, is not needed. Any other model is exported (``exporting.py``).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from indexer.embedders import Vectors
from indexer.models import Model

if TYPE_CHECKING:
    import onnx

PROBES = (
    "is a volume check reprogramming?",
    "Can 62368 be billed with 95991 when the pump is refilled by the physician?",
    "Modifier 25 is appended to the office visit when a significant, separately identifiable service was given.",
    "The wound was closed in layers; " * 20,
)
# Stands before the name of a weight that enters the graph turned by a quarter.
_TURNED = "turned "
# A constant of so few numbers is part of the graph.
_FEW = 8
_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Note:
    """``limit`` in tokens, the model's own marks included."""

    dimension: int
    limit: int
    question_prefix: str
    passage_prefix: str


@dataclass(frozen=True, slots=True)
class Graph:
    """``words``: the rows by which tokens enter the model. ``probes``: what the reference makes of PROBES."""

    model: onnx.ModelProto
    note: Note
    words: Vectors
    probes: Vectors


def shipped(model: Model) -> Graph | None:
    """The graph of a published model with its weights; None where none is shipped, or the model is set up otherwise."""
    import onnx

    path = _HERE / f"{model.sha256[:16]}.json"
    if not path.is_file():
        return None
    kept = json.loads(path.read_text("utf-8"))
    if kept["setup"] != setup(model):
        return None
    weights = _weights(model)
    graph = onnx.load(str(path.with_suffix(".onnx")))
    for constant in graph.graph.initializer:
        if name := constant.doc_string:
            found = weights[name.removeprefix(_TURNED)]
            constant.raw_data = np.ascontiguousarray(found.T if name.startswith(_TURNED) else found).tobytes()
            constant.doc_string = ""
    return Graph(graph, Note(**kept["note"]), weights[kept["words"]], np.array(kept["probes"], dtype=np.float32))


def setup(model: Model) -> str:
    """A digest of all that a model's folder says beside its weights."""
    digest = hashlib.sha256()
    for path in sorted(model.folder.rglob("*.json")):
        name, said = path.relative_to(model.folder).as_posix(), path.read_bytes()
        digest.update(f"{name} {len(said)}\n".encode() + said)
    return digest.hexdigest()


def ship(model: Model, graph: Graph, folder: Path = _HERE) -> None:
    """Writes ``graph`` without its weights. Raises ValueError where one is none of the model's."""
    import onnx

    weights = _weights(model)
    for constant in graph.model.graph.initializer:
        held = onnx.numpy_helper.to_array(constant)
        if held.size > _FEW:
            constant.doc_string = _named(held, weights)
            constant.ClearField("raw_data")
    kept = {
        "model": model.name,
        "setup": setup(model),
        "note": asdict(graph.note),
        "words": _named(graph.words, weights),
        "probes": [[round(float(one), 6) for one in row] for row in graph.probes],
    }
    path = folder / f"{model.sha256[:16]}.json"
    path.write_text(json.dumps(kept) + "\n", "utf-8")
    onnx.save(graph.model, str(path.with_suffix(".onnx")))


def _weights(model: Model) -> dict[str, Any]:
    from safetensors.numpy import load_file

    return {name: row for path in sorted(model.folder.rglob("*.safetensors")) for name, row in load_file(path).items()}


def _named(held: Any, weights: Mapping[str, Any]) -> str:  # noqa: ANN401  arrays of any type
    for name, weight in weights.items():
        if np.array_equal(weight, held):
            return name
        if weight.ndim == 2 and np.array_equal(weight.T, held):
            return _TURNED + name
    raise ValueError(f"no weight of the model has the shape {held.shape} and these numbers")
