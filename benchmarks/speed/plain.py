"""The plain program that every measure of a whole process stands beside: sentence-transformers and FAISS."""

from __future__ import annotations

import sys
from pathlib import Path

_START = """
import sys, json, os
os.environ["HF_HUB_OFFLINE"] = os.environ["TRANSFORMERS_OFFLINE"] = "1"
import faiss, numpy as np
from sentence_transformers import SentenceTransformer
model = SentenceTransformer(sys.argv[1], device="cpu")
"""
_INDEX = """
vectors = model.encode(json.load(open(sys.argv[2])), batch_size=32, normalize_embeddings=True)
index = faiss.IndexFlatIP(vectors.shape[1])
index.add(vectors)
faiss.write_index(index, sys.argv[3])
"""
_ASK = """
index = faiss.read_index(sys.argv[2])
print(index.search(np.asarray(model.encode([sys.argv[3]], normalize_embeddings=True)), 10)[1])
"""


def index(model: Path, texts: Path, target: Path) -> list[str]:
    """Embeds the list of texts in the JSON file ``texts``, 32 at a time, and writes their index to ``target``."""
    return [sys.executable, "-c", _START + _INDEX, str(model), str(texts), str(target)]


def ask(model: Path, vectors: Path, question: str) -> list[str]:
    """Prints the ten rows of ``vectors``, an index of FAISS, that are nearest to ``question``."""
    return [sys.executable, "-c", _START + _ASK, str(model), str(vectors), question]
