"""Generations of an index: a new one is written beside the current one, then one pointer moves; no old one is kept.

So text that was deleted from the knowledge base leaves the disk too. Who has an older generation open reads on in it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from indexer import advice, folders, removal
from indexer import index as index_
from indexer.errors import CitedeskError, NoIndexError
from indexer.index import Manifest
from indexer.place import CURRENT
from indexer.settings import PluginTables

_GENERATION = re.compile(r"generation-[1-9][0-9]*")


def publish(target: Path, manifest: Manifest, fill: Callable[[Path], None], tables: PluginTables | None = None) -> None:
    """``fill`` writes all but the manifest into the new generation's folder; until it has, the last one answers.

    The manifest is there first, so that what a writer that died left behind can be deleted from its store.
    """
    numbers = [int(path.name.partition("-")[2]) for path in _every(target)]
    generation = target / f"generation-{max(numbers, default=0) + 1}"
    generation.mkdir()
    try:
        index_.write_manifest(generation, manifest)
        fill(generation)
        folders.seal(generation, manifest.knowledge_base)
        _judge(generation, manifest, tables)
        pointer = target / f"{CURRENT}.new"
        pointer.write_text(index_.pointer(generation), "utf-8")
        # The pointer must not reach the disk before what it points to.
        for path in (*generation.rglob("*"), generation, pointer):
            folders.flush(path)
        pointer.replace(target / CURRENT)
    except BaseException:
        forget(generation, tables)
        raise
    folders.flush(target)


def _judge(generation: Path, manifest: Manifest, tables: PluginTables | None) -> None:
    """Raises NoIndexError where it does not open as it was written: then the last one answers on."""
    try:
        index_.open_store(generation, manifest, tables)
    except NoIndexError as error:
        what = str(error).partition("; ")[0]
        again = advice.index(generation.parent)
        raise NoIndexError(f"{what}: what was just written; the last index stands; run: {again}") from error


def sweep(target: Path, tables: PluginTables | None = None) -> list[Path]:
    """Deletes every generation but the current one, and gives those that could not be deleted."""
    current = index_.current(target)
    old = [path for path in _every(target) if path != current]
    for path in old:
        forget(path, tables)
    return [path for path in old if path.exists()]


def _every(target: Path) -> list[Path]:
    return [path for path in target.glob("generation-*") if _GENERATION.fullmatch(path.name)]


def forget(generation: Path, tables: PluginTables | None = None) -> None:
    """Deletes it from its store, then its folder; where the store cannot be reached it stays for a later build."""
    try:
        manifest = index_.read_manifest(generation)
    except NoIndexError:
        # Of an earlier form, or it has not come as far as its store.
        removal.remove(generation)
        return
    try:
        module, settings = index_.store_plugin(manifest.store, tables)
        module.delete(generation, settings)
    except (CitedeskError, OSError):
        return
    removal.remove(generation)
