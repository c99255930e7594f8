"""A model made ready to run, once, and kept with the index."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
from pathlib import Path
from typing import cast

from pydantic import BaseModel

from indexer import advice, embedders, folders, graphs, kept_models, plugins
from indexer.embedders import Embedder
from indexer.errors import CitedeskError, ModelError, NoIndexError
from indexer.models import Model
from indexer.settings import PluginTables

# Counts up whenever an embedder writes other files, so that none takes an older folder for its own.
VERSION = 3
# Earlier ones that had the same weights in other files: their vectors differ from those of today by rounding alone.
_SAME_VECTORS = (2,)
# By embedder and number of threads: what tells one folder's content from another's, and the model loaded from it.
_LAST: dict[tuple[str, int], tuple[tuple[str, ...], Embedder]] = {}


def prepare(model: Model, name: str, root: Path, rebuild: bool, tables: PluginTables | None = None) -> tuple[str, Path]:
    """The embedder to use and its folder below ``root``; a model that does not compile runs as it is.

    A folder whose seal is whole is used again, and so is what this machine made of the model before; other settings of
    the embedder make another folder. Raises ModelError where nothing can run the model.
    """
    for candidate in dict.fromkeys([name, "sentence_transformer"]):
        settings = (tables or PluginTables()).of(embedders, candidate)
        folder = root / f"{candidate}-{VERSION}-{model.sha256[:16]}{_mark(settings)}"
        if not rebuild and folders.damage(folder, model.sha256) is None:
            return candidate, folder
        scratch, old = root / "new", root / "old"
        try:
            for path in (scratch, old):
                shutil.rmtree(path, ignore_errors=True)
            root.mkdir(parents=True, exist_ok=True)
            _made(model, candidate, scratch, settings, rebuild)
            if folder.exists():
                folder.rename(old)
            scratch.rename(folder)
        except embedders.CompileError:
            continue
        finally:
            for path in (scratch, old):
                shutil.rmtree(path, ignore_errors=True)
        return candidate, folder
    raise ModelError(f"{model.folder}: no embedder can run this model")


def _made(model: Model, name: str, target: Path, settings: BaseModel, anew: bool) -> None:
    """The folder ``target``, prepared and sealed, or as this machine has kept it; ``anew`` takes none that was kept."""
    module = plugins.load(embedders, name)
    kept = f"{name}-{VERSION}-{graphs.setup(model)[:16]}-{model.sha256[:16]}{_mark(settings)}"
    portable = bool(getattr(module, "PORTABLE", False))
    if portable and not anew and kept_models.take(kept, model.sha256, target):
        return
    target.mkdir()
    try:
        cast(embedders.Module, module).prepare(model, target, settings)
    except Exception as error:  # Tokenizers tells of a full disk by no class of its own.
        if "No space left" in str(error):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(target)) from error
        raise
    folders.seal(target, model.sha256)
    if portable:
        kept_models.keep(kept, target)


def alike(folder: str) -> frozenset[str]:
    """The name of a folder that is prepared today, and of the earlier ones whose vectors stand."""
    before, mark, after = folder.rpartition(f"-{VERSION}-")
    return frozenset({folder, *(f"{before}-{version}-{after}" for version in _SAME_VECTORS if mark)})


def load(folder: Path, name: str, model_sha256: str, threads: int, tables: PluginTables | None = None) -> Embedder:
    """The model of the folder, or the one that was loaded last where it is the same: a page opens each new index.

    Raises NoIndexError where the folder is gone, damaged, another model's, or made with other settings.
    """
    module = plugins.load(embedders, name)
    settings = (tables or PluginTables()).of(embedders, name)
    root = folder.parent.parent
    again = advice.index(root)
    if folder.name.partition(model_sha256[:16])[2] != _mark(settings):
        raise NoIndexError(f"{folder}: it was made with other settings of {name}; run: {again}")
    stamp = (*folders.stamp(folder), repr(settings))
    held = _LAST.get((module.__name__, threads))
    if held and held[0] == stamp:
        return held[1]
    with folders.sealed(folder, model_sha256, root, "compiled model"):
        try:
            loaded = cast(embedders.Module, module).load(folder, threads, settings)
        except (CitedeskError, ImportError):
            raise
        except Exception as error:  # tokenizers and onnxruntime raise bare Exception for a file they cannot read
            raise NoIndexError(f"{folder}: the compiled model is damaged; run: {again}") from error
    _LAST[module.__name__, threads] = stamp, loaded
    return loaded


def _mark(settings: BaseModel) -> str:
    """Tells folders of one embedder apart where it has settings that may make them differ: those not excluded."""
    said = settings.model_dump_json()
    return "" if said == "{}" else f"-{hashlib.sha256(said.encode()).hexdigest()[:8]}"
