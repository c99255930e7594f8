"""A sentence-transformers CrossEncoder from a folder on disk."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import indexer.embedders  # noqa: F401  (switches transformers offline before it is first imported)
from indexer.errors import ModelError
from indexer.plugins import NoSettings

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder as Model

_ONE_AT_A_TIME = threading.Lock()
_NAME = "name its folder under [assistant] reranker in settings.toml"


def open(folder: Path | None, settings: NoSettings) -> CrossEncoder:
    if folder is None:
        raise ModelError(f"assistant.reranker: cross_encoder needs a model; {_NAME}")
    path = folder.expanduser()
    if not (path / "config.json").is_file() or not [*path.glob("*.safetensors")]:
        raise ModelError(
            f"assistant.reranker: {folder}: no cross-encoder (config.json and *.safetensors) is there; {_NAME}"
        )
    return CrossEncoder(path.resolve())


class CrossEncoder:
    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def scores(self, question: str, passages: Sequence[str]) -> list[float]:
        with _ONE_AT_A_TIME:
            found = _load(self._folder).predict([(question, text) for text in passages], show_progress_bar=False)
        return [float(score) for score in found]


@lru_cache(maxsize=1)
def _load(folder: Path) -> Model:
    """Kept while the process lives."""
    from sentence_transformers import CrossEncoder as Model

    try:
        found = Model(str(folder), device="cpu", local_files_only=True, trust_remote_code=False)
    except Exception as error:
        why = " ".join(str(error).split())[:200]
        raise ModelError(
            f"assistant.reranker: {folder}: sentence-transformers cannot open this model ({why})"
        ) from error
    if found.num_labels != 1:
        raise ModelError(f"assistant.reranker: {folder}: gives {found.num_labels} scores a passage; one is needed")
    return found  # type: ignore[no-any-return]
