"""Weights in eight bits: one scale for each output of a layer, one for a whole table of rows.

The numbers are those of onnxruntime's ``quantize_dynamic`` with ``per_channel``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Linear:
    """``weight``, int8 of shape (inputs, outputs), times ``scale``, then plus ``bias``, both of shape (outputs,).

    ``spread``, of shape (inputs,), is what each input is multiplied by first, if anything.
    """

    weight: NDArray[np.int8]
    scale: Floats
    bias: Floats
    spread: Floats | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """``rows``, uint8 of shape (rows, width), less ``zero``, times ``scale``."""

    rows: NDArray[np.uint8]
    scale: np.float32
    zero: np.uint8

    def row(self, number: int) -> Floats:
        """Shape (width,)."""
        found: Floats = (self.rows[number].astype(np.float32) - np.float32(self.zero)) * self.scale
        return found


def linear(weight: NDArray[Any], bias: NDArray[Any], spread: Floats | None = None) -> Linear:
    """``weight`` has the shape (outputs, inputs). Inputs that come times ``spread`` find weights divided by it."""
    turned = weight.astype(np.float32).T
    if spread is not None:
        turned = turned / spread[:, None]
    scale = (np.abs(turned).max(axis=0) / 127).astype(np.float32)
    scale[scale == 0] = 1
    rounded = np.clip(np.rint(turned / scale), -127, 127).astype(np.int8)
    return Linear(np.ascontiguousarray(rounded), scale, bias.astype(np.float32), spread)


def table(rows: NDArray[Any]) -> Table:
    """``rows`` has the shape (rows, width). Zero stays zero."""
    held = rows.astype(np.float32)
    low, high = np.minimum(held.min(), np.float32(0)), np.maximum(held.max(), np.float32(0))
    scale = np.float32((high - low) / 255) or np.float32(1)
    zero = np.rint(-low / scale).astype(np.uint8)
    rounded = np.clip(np.rint(held / scale) + zero, 0, 255).astype(np.uint8)
    return Table(rounded, scale, zero)
