"""Makes the shipped reader of a trained folder: an ONNX file in eight bits, its tokenizer, a note with their hashes.

    python -m training.export TRAINED [--to assistant/fitted/reader]

Weights are quantised per channel (per tensor lost 1.2 points of nDCG on the embedder), activations as they come. The
scores of a probe set must agree with those of the trained model to DRIFT on average, or nothing is written.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import json
import shutil
import tempfile
from pathlib import Path

import numpy as np

from assistant.finding.features import UNREAD
from assistant.finding.reader import FOLDER, GRAPH, NOTE, TOKENIZER, Reader
from training.train import QUESTION_TOKENS, WINDOW_TOKENS

MOST_BYTES, DRIFT = 25_000_000, 0.5
_PROBES = (
    (
        "is a volume check reprogramming?",
        "Pump refill. Reading the reservoir volume is no reprogramming. Report 62367.",
    ),
    ("how many units of 97110 for 38 minutes", "Timed codes. Thirty-eight minutes are three units."),
    ("can 99211 be billed with an injection", "Nurse visits. The injection alone is not a visit."),
    ("who signs the certificate of medical necessity", "Fee schedules. The rate was cut in 2019."),
)


def export(trained: Path, target: Path) -> float:
    """How far the probes' scores moved on average. Raises RuntimeError where that is too far, or the file too large."""
    import torch
    from transformers import AutoModelForSequenceClassification

    model = AutoModelForSequenceClassification.from_pretrained(
        trained, dtype=torch.float32, attn_implementation="eager"
    ).eval()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        _write(model, folder / GRAPH)
        shutil.copyfile(trained / TOKENIZER, folder / TOKENIZER)
        note = {
            "trained_by": "python -m training.train",
            "question_tokens": QUESTION_TOKENS,
            "window_tokens": WINDOW_TOKENS,
            "sha256": {name: _sha256(folder / name) for name in (GRAPH, TOKENIZER)},
        }
        (folder / NOTE).write_text(json.dumps(note, indent=1) + "\n", "utf-8")
        moved = _moved(model, folder)
        size = (folder / GRAPH).stat().st_size
        if moved > DRIFT or size > MOST_BYTES:
            raise RuntimeError(f"{trained}: scores move by {moved:.2f}, the file has {size} bytes; not written")
        target.mkdir(parents=True, exist_ok=True)
        for name in (GRAPH, TOKENIZER, NOTE):
            shutil.copyfile(folder / name, target / name)
    return moved


def _write(model: object, path: Path) -> None:
    import torch
    from onnxruntime.quantization import QuantType, quantize_dynamic

    class Scores(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.model = model

        def forward(self, ids: torch.Tensor, mask: torch.Tensor, sides: torch.Tensor) -> torch.Tensor:
            found: torch.Tensor = self.model(input_ids=ids, attention_mask=mask, token_type_ids=sides).logits[:, 0]  # type: ignore[operator]
            return found

    names = ["input_ids", "attention_mask", "token_type_ids"]
    example = torch.ones(2, 9, dtype=torch.long)
    plain = path.with_suffix(".plain.onnx")
    with contextlib.redirect_stdout(None):
        torch.onnx.export(
            Scores(),
            (example, example, example),
            str(plain),
            input_names=names,
            output_names=["score"],
            dynamic_axes={name: {0: "windows", 1: "tokens"} for name in names} | {"score": {0: "windows"}},
            dynamo=False,
            opset_version=17,
        )
    quantize_dynamic(plain, path, weight_type=QuantType.QInt8, per_channel=True)
    plain.unlink()


def _moved(model: object, folder: Path) -> float:
    """Between the trained model and the file, over every question with every window of the probes.

    A score counts from UNREAD on only.
    """
    import torch
    from tokenizers import Tokenizer

    reader, tokenizer = Reader(folder), Tokenizer.from_file(str(folder / TOKENIZER))
    far = []
    for question, _ in _PROBES:
        windows = [window for _, window in _PROBES]
        for window, said in zip(windows, reader.scores(question, windows), strict=True):
            both = tokenizer.encode(question).ids, tokenizer.encode(window).ids[1:]
            ids = torch.tensor([both[0] + both[1]])
            sides = torch.tensor([[0] * len(both[0]) + [1] * len(both[1])])
            with torch.no_grad():
                exact = model(input_ids=ids, attention_mask=torch.ones_like(ids), token_type_ids=sides)  # type: ignore[operator]
            far.append(abs(max(UNREAD, float(exact.logits[0, 0])) - max(UNREAD, said)))
    return float(np.mean(far))


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("trained", type=Path)
    parser.add_argument("--to", type=Path, default=FOLDER)
    options = parser.parse_args()
    print(f"{options.to / GRAPH}: written; the probes' scores moved by {export(options.trained, options.to):.3f}")


if __name__ == "__main__":
    main()
