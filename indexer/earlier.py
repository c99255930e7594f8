"""What may be taken over from the last generation: vectors of texts that stand unchanged, if the same model made them.

A generation of format 7 to 11 counts too. Since format 7 the store on this machine has its vectors in the same file; of
any other store those since format 8 are as today.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from indexer import compiled, folders, points
from indexer import index as index_
from indexer.embedders import Vectors
from indexer.errors import CitedeskError, NoIndexError
from indexer.index import Manifest
from indexer.passages import Passage
from indexer.settings import PluginTables

HASHES = "texts.npy"
_LOCAL, _OTHERS = range(7, index_.FORMAT), range(8, index_.FORMAT)


@dataclass(frozen=True, slots=True)
class Known:
    """Vectors at hand: ``vectors`` of ``rows``, those by the digest of the text; ``phrases`` of the record by text.

    ``passages`` gives those of the generation that ``pointer`` names; there is none where passages had another form.
    """

    rows: dict[bytes, int]
    vectors: Callable[[Sequence[int]], Vectors]
    phrases: dict[str, Vectors]
    passages: Callable[[Sequence[int]], list[Passage]]
    pointer: str | None

    def of(self, digests: Sequence[bytes]) -> dict[bytes, Vectors]:
        """The vectors of those texts that were there before."""
        found = [digest for digest in dict.fromkeys(digests) if digest in self.rows]
        return dict(zip(found, self.vectors([self.rows[digest] for digest in found]), strict=True)) if found else {}


NOTHING = Known({}, lambda rows: np.zeros((0, 0), dtype=np.float32), {}, lambda rows: [], None)


def known(target: Path, model: str, tables: PluginTables | None = None) -> Known:
    """Nothing where the current generation of ``target`` is damaged, or not made by the compiled ``model``."""
    try:
        generation = index_.current(target)
        if generation is None:
            return NOTHING
        made_by = json.loads((generation / index_.MANIFEST).read_text("utf-8"))
        if made_by["compiled"] not in compiled.alike(model):
            return NOTHING
        with folders.sealed(generation, made_by["knowledge_base"], generation.parent):
            vectors, passages = _kept(generation, made_by, tables)
        rows = {bytes(digest): row for row, digest in enumerate(np.load(generation / HASHES, allow_pickle=False))}
        phrases = points.embedded(generation)
    except (OSError, ValueError, EOFError, RuntimeError, KeyError, TypeError, CitedeskError):
        return NOTHING
    if passages is None:
        return Known(rows, vectors, phrases, NOTHING.passages, None)
    return Known(rows, vectors, phrases, passages, index_.pointer(generation))


def _kept(
    generation: Path, made_by: Mapping[str, Any], tables: PluginTables | None
) -> tuple[Callable[[Sequence[int]], Vectors], Callable[[Sequence[int]], list[Passage]] | None]:
    """The vectors and, where they have the form of today, the passages of any rows."""
    of, name = made_by["format"], made_by.get("store", "local")
    if name == "local" and of in _LOCAL:
        from indexer.stores.local import earlier

        return earlier.opened(generation), None
    if of not in {*_OTHERS, index_.FORMAT}:
        raise NoIndexError(f"{generation}: of another form")
    module, settings = index_.store_plugin(name, tables)
    store = module.open(generation, settings)
    return store.vectors, store.passages if of == index_.FORMAT else None


def unchanged(target: Path, manifest: Manifest, tables: PluginTables | None = None) -> bool:
    """Whether the current generation of ``target`` is whole and was made of just this."""
    try:
        folder, last = index_.pointed(target)
        if last != manifest:
            return False
        index_.open_store(folder, manifest, tables)
    except CitedeskError:
        return False
    return True
