"""Makes the shipped reader of a trained folder: an ONNX file in eight bits, its tokenizer, a note with their hashes.

    python -m training.export TRAINED [--to assistant/fitted/reader]

Weights are quantised per channel (per tensor lost 1.2 points of nDCG on the embedder), activations as they come, and
``indexer/graphs/lean.py`` writes the graph. The scores of a probe set must agree with those of the trained model to
DRIFT on average, or nothing is written.
"""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from assistant.finding.features import UNREAD
from assistant.finding.reader import FOLDER, GRAPH, NOTE, TOKENIZER, Reader, question_ids
from assistant.fitted import provenance
from indexer.graphs import bert, lean, rounding
from indexer.graphs.rounding import Floats
from training import bases
from training.bases import HELD_OUT, SHIPPED
from training.train import QUESTION_TOKENS, WINDOW_TOKENS

if TYPE_CHECKING:
    from onnx import ModelProto
    from tokenizers import Tokenizer
    from transformers import PreTrainedModel

MOST_BYTES, DRIFT = 25_000_000, 0.3
# How many questions and windows the ranges are taken from, and as many again the check is made on.
PROBES = 80
# How much of the spread of an input's channels is moved into the weights.
SMOOTH = 0.8


@dataclass(frozen=True, slots=True)
class Probe:
    question: str
    window: str


def probes() -> list[Probe]:
    """Questions of the training bases, each with the sentence that answers it or the one before it in the list."""
    found: list[Probe] = []
    for base in bases.read():
        if base.name in HELD_OUT or base.name == SHIPPED:
            continue
        answered = [one for one in base.questions if one.answer][:40]
        for at, one in enumerate(answered):
            other = answered[at - 1] if at % 2 else one
            found.append(Probe(one.question, other.answer or ""))
    return found[:: max(1, len(found) // (2 * PROBES))][: 2 * PROBES]


def export(trained: Path, target: Path) -> float:
    """How far the probes' scores moved on average. Raises RuntimeError where that is too far, or the file too large."""
    import torch
    from tokenizers import Tokenizer
    from transformers import AutoModelForSequenceClassification

    model = AutoModelForSequenceClassification.from_pretrained(
        trained, dtype=torch.float32, attn_implementation="eager"
    ).eval()
    tokenizer = Tokenizer.from_file(str(trained / TOKENIZER))
    found = probes()
    ranged, checked = found[::2], found[1::2]
    exact = [_exact(model, probe, tokenizer) for probe in checked]
    graph = _graph(model, _spreads(model, ranged, tokenizer))
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        (folder / GRAPH).write_bytes(graph.SerializeToString())
        shutil.copyfile(trained / TOKENIZER, folder / TOKENIZER)
        note = {
            "name": provenance.sha256(folder / GRAPH)[:8],
            "trained_by": "python -m training.train",
            "question_tokens": QUESTION_TOKENS,
            "window_tokens": WINDOW_TOKENS,
            "sha256": {name: provenance.sha256(folder / name) for name in (GRAPH, TOKENIZER)},
        }
        (folder / NOTE).write_text(json.dumps(note, indent=1) + "\n", "utf-8")
        moved = _moved(exact, checked, folder)
        size = (folder / GRAPH).stat().st_size
        if moved > DRIFT or size > MOST_BYTES:
            raise RuntimeError(f"{trained}: scores move by {moved:.2f}, the file has {size} bytes; not written")
        target.mkdir(parents=True, exist_ok=True)
        for name in (GRAPH, TOKENIZER, NOTE):
            shutil.copyfile(folder / name, target / name)
    return moved


def _graph(model: PreTrainedModel, spreads: Mapping[str, Floats]) -> ModelProto:
    weights = {name.removeprefix("bert."): values.numpy() for name, values in model.state_dict().items()}
    config = model.config.to_dict()
    if not bert.fits(config):
        raise RuntimeError(f"{model.name_or_path}: no plain BERT, and a reader must be one; not written")
    pooler, classifier = (
        rounding.linear(weights[f"{name}.weight"], weights[f"{name}.bias"]) for name in ("pooler.dense", "classifier")
    )
    return lean.score(bert.encoder(weights, config, spreads), pooler, classifier)


def _spreads(model: PreTrainedModel, given: Sequence[Probe], tokenizer: Tokenizer) -> dict[str, Floats]:
    """By what each layer's input is multiplied: part of the spread of its channels goes into the weights, so that eight
    bits hold both.

    SmoothQuant (Xiao and others, 2023); in 32 bits the model would give the same scores as before.
    """
    import torch

    layers = {
        name.removeprefix("bert."): layer
        for name, layer in model.named_modules()
        if isinstance(layer, torch.nn.Linear) and ".encoder." in name
    }
    largest: dict[str, torch.Tensor] = {}

    def seen(name: str, values: torch.Tensor) -> None:
        now = values.abs().reshape(-1, values.shape[-1]).amax(0)
        largest[name] = torch.maximum(largest[name], now) if name in largest else now

    hooks = [
        layer.register_forward_pre_hook(lambda _, given, name=name: seen(name, given[0]))
        for name, layer in layers.items()
    ]
    for probe in given:
        _exact(model, probe, tokenizer)
    for hook in hooks:
        hook.remove()
    found = {}
    for name, layer in layers.items():
        weights = layer.weight.data.abs().amax(0).clamp(min=1e-5)
        scale = (largest[name].clamp(min=1e-5) ** SMOOTH / weights ** (1 - SMOOTH)).clamp(min=1e-4)
        found[name] = (1 / scale).numpy()
    return found


def _exact(model: PreTrainedModel, probe: Probe, tokenizer: Tokenizer) -> float:
    import torch

    asked = question_ids(probe.question, tokenizer, QUESTION_TOKENS)
    window = tokenizer.encode(probe.window).ids[1 : WINDOW_TOKENS + 1]
    ids = torch.tensor([asked + window])
    sides = torch.tensor([[0] * len(asked) + [1] * len(window)])
    with torch.no_grad():
        found = model(input_ids=ids, attention_mask=torch.ones_like(ids), token_type_ids=sides)
    return float(found.logits[0, 0])


def _moved(exact: Sequence[float], checked: Sequence[Probe], folder: Path) -> float:
    """Between the trained model and the file, on average; a score counts from UNREAD on only."""
    reader = Reader(folder)
    said = [reader.scores(probe.question, [probe.window])[0] for probe in checked]
    return float(np.abs(np.maximum(exact, UNREAD) - np.maximum(said, UNREAD)).mean())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("trained", type=Path)
    parser.add_argument("--to", type=Path, default=FOLDER)
    options = parser.parse_args()
    print(f"{options.to / GRAPH}: written; the probes' scores moved by {export(options.trained, options.to):.3f}")


if __name__ == "__main__":
    main()
