"""How a graph is run here: on one thread, and by the operators that are fast on processors."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

# One operator for a sum and its norm, which takes six times as long as the two (onnxruntime 1.32, 160 tokens).
_SLOW = {"SkipLayerNormFusion"}


def session(path: Path) -> InferenceSession:
    """Safe to share between threads, each of which runs a text of its own. Raises bare Exception for a bad file."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    # One thread a text and several texts at a time beat several threads on one batch.
    options.intra_op_num_threads = 1
    options.log_severity_level = 3
    providers = ["CPUExecutionProvider"]
    return onnxruntime.InferenceSession(str(path), options, providers=providers, disabled_optimizers=_SLOW)
