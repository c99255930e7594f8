"""Vectors of many texts, made once: they are kept in a folder by the digest of the texts."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from indexer.embedders import Embedder, Vectors

CACHE = Path(tempfile.gettempdir()) / "citedesk-embedded"


def of(embedder: Embedder, texts: Sequence[str], cache: Path = CACHE) -> dict[str, Vectors]:
    """Each text's vector. A file of ``cache`` is named after the texts in it, so that no other's is taken."""
    unique = sorted(dict.fromkeys(texts))
    path = cache / f"{hashlib.sha256(chr(0).join(unique).encode()).hexdigest()[:16]}.npy"
    if not path.exists():
        cache.mkdir(parents=True, exist_ok=True)
        np.save(path, embedder.passages(unique))
    return dict(zip(unique, np.load(path), strict=True))
