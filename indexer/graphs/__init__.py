"""What compiling takes of a model: graphs in eight bits, and what the reference makes of a few texts.

A plain BERT encoder is written from its weights as the graph that is fastest here (``lean.py``), any other model as
PyTorch exports it (``exporting.py``). What the reference says of a published model is shipped: then PyTorch, which
takes longer to import than all of the rest, is not needed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from indexer.embedders import Vectors
from indexer.graphs import bert_folders
from indexer.models import Model

if TYPE_CHECKING:
    import onnx

PROBES = (
    "is a volume check reprogramming?",
    "Can 62368 be billed with 95991 when the pump is refilled by the physician?",
    "Modifier 25 is appended to the office visit when a significant, separately identifiable service was given.",
    "The wound was closed in layers; " * 20,
)
_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Note:
    """``limit`` in tokens, the model's own marks included."""

    dimension: int
    limit: int
    question_prefix: str
    passage_prefix: str


@dataclass(frozen=True, slots=True)
class Told:
    """By the reference. ``words``: the rows by which tokens enter the model. ``probes``: what it makes of PROBES."""

    note: Note
    words: Vectors
    probes: Vectors


def told(model: Model) -> Told:
    """Raises ModelError where nothing is shipped of the model and sentence-transformers cannot open it."""
    if found := shipped(model):
        return found
    from indexer.graphs import exporting

    return exporting.told(model)


def candidates(model: Model) -> Iterator[onnx.ModelProto]:
    """Graphs to try, the fastest first. Raises CompileError where the model cannot be exported."""
    if found := bert_folders.graph(model.folder, partial(weights, model)):
        yield found
    from indexer.graphs import exporting

    yield exporting.graph(model)


def shipped(model: Model) -> Told | None:
    """None where nothing is shipped of the model, or it is set up otherwise."""
    path = _HERE / f"{model.sha256[:16]}.json"
    if not path.is_file():
        return None
    kept = json.loads(path.read_text("utf-8"))
    if kept["setup"] != setup(model):
        return None
    return Told(Note(**kept["note"]), weights(model)[kept["words"]], np.array(kept["probes"], dtype=np.float32))


def setup(model: Model) -> str:
    """A digest of all that a model's folder says beside its weights."""
    digest = hashlib.sha256()
    for path in sorted(model.folder.rglob("*.json")):
        name, said = path.relative_to(model.folder).as_posix(), path.read_bytes()
        digest.update(f"{name} {len(said)}\n".encode() + said)
    return digest.hexdigest()


def weights(model: Model) -> dict[str, Any]:
    """All that the model's folder holds, by their names."""
    from safetensors.numpy import load_file

    return {name: row for path in sorted(model.folder.rglob("*.safetensors")) for name, row in load_file(path).items()}


def ship(model: Model, told: Told, folder: Path = _HERE) -> None:
    """Writes ``told`` for ``shipped``. Raises ValueError where its table of words is no weight of the model."""
    kept = {
        "model": model.name,
        "setup": setup(model),
        "note": asdict(told.note),
        "words": _named(told.words, weights(model)),
        "probes": [[round(float(one), 6) for one in row] for row in told.probes],
    }
    (folder / f"{model.sha256[:16]}.json").write_text(json.dumps(kept) + "\n", "utf-8")


def _named(held: Vectors, weights: Mapping[str, Any]) -> str:
    for name, weight in weights.items():
        if np.array_equal(weight, held):
            return name
    raise ValueError(f"no weight of the model has the shape {held.shape} and these numbers")
