"""An indexing that is killed at any moment leaves the old or the new index, and what it embedded."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from kills import check, prepared

MOMENTS = 20


@pytest.mark.slow
def test_kills_at_random_moments_lose_neither_index_nor_vectors(tmp_path: Path) -> None:
    kb, target = tmp_path / "kb", tmp_path / "index"
    whole, drawn = prepared(kb, target), random.Random(0)
    found = [
        check(kb, target, drawn.uniform(0.0, 1.1 * whole), version - 1, version) for version in range(2, MOMENTS + 2)
    ]
    # Some died before their end, and some of these had embedded what the next run took over.
    assert any(not one.ended for one in found)
