"""An index on disk, opened and verified: a folder of generations and one pointer to the current one."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import asdict, dataclass
from importlib import metadata
from pathlib import Path
from typing import cast

from pydantic import BaseModel, TypeAdapter

from indexer import advice, compiled, embedders, folders, plugins, points, records, stores, vocabulary
from indexer.errors import NoIndexError
from indexer.passages import Passage
from indexer.place import CURRENT
from indexer.points import Point, Points
from indexer.settings import PluginTables
from indexer.vocabulary import Vocabulary

# Counts up whenever a stored passage, the cutting of documents or the layout on disk changes.
FORMAT = 12
MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation was made of. ``knowledge_base`` is the sha256 of every stored passage and
    recorded point; ``newest`` a year.
    """

    format: int
    program: str
    model: str
    model_sha256: str
    embedder: str
    compiled: str
    store: str
    dimension: int
    documents: int
    passages: int
    newest: int | None
    knowledge_base: str

    @property
    def fingerprint(self) -> str:
        """Knowledge base, model and program version: the same three give the same answers."""
        return f"{self.knowledge_base[:12]}-{self.model_sha256[:8]}-{self.program}"


@dataclass(frozen=True, slots=True)
class Index:
    """An open generation; it stays as it is until it is opened anew."""

    folder: Path
    manifest: Manifest
    store: stores.Store
    embedder: embedders.Embedder
    vocabulary: Vocabulary
    points: Points


def program_version() -> str:
    return metadata.version("citedesk")


def knowledge_base_hash(passages: Iterable[Passage], recorded: Sequence[Point]) -> str:
    digest = hashlib.sha256()
    for kept in [*map(records.plain, passages), *points.plain(recorded)]:
        digest.update(json.dumps(kept, sort_keys=True, ensure_ascii=False).encode())
    return digest.hexdigest()


def current(root: Path) -> Path | None:
    """Where the current generation should be, or None before the first build."""
    try:
        name = "".join((root / CURRENT).read_text("utf-8", "replace").split()[:1])
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise NoIndexError(
            f"{root / CURRENT}: cannot be read ({error.strerror}); remove it and run: {advice.index(root)}"
        ) from error
    return root / name if name else None


def pointer(generation: Path) -> str:
    """What ``CURRENT`` holds: the generation's name, and what tells its seal from every other."""
    return f"{generation.name} {folders.seal_digest(generation)}\n"


def pointed(root: Path) -> tuple[Path, Manifest]:
    """The current generation. Raises NoIndexError where it is not the one that ``CURRENT`` was written for."""
    generation = current(root)
    if generation is None:
        raise NoIndexError(advice.caution(root) or f"{root}: there is no index yet; run: {advice.index(root)}")
    manifest = read_manifest(generation)
    if (root / CURRENT).read_text("utf-8", "replace") != pointer(generation):
        raise NoIndexError(
            f"{root / CURRENT}: the index is damaged (it does not fit {generation.name}/{folders.SEAL}); "
            f"run: {advice.index(root)}"
        )
    return generation, manifest


def read_manifest(generation: Path) -> Manifest:
    """Raises NoIndexError where the generation is damaged or of another format version."""
    path, again = generation / MANIFEST, advice.index(generation.parent)
    try:
        text = path.read_text("utf-8")
        version = json.loads(text)["format"]
        if version == FORMAT:
            return TypeAdapter(Manifest).validate_json(text)
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise NoIndexError(f"{path}: the index is damaged; run: {again}") from error
    raise NoIndexError(f"{path}: index format {version}, this program reads {FORMAT}; run: {again}")


def write_manifest(generation: Path, manifest: Manifest) -> None:
    (generation / MANIFEST).write_text(json.dumps(asdict(manifest), indent=1) + "\n", "utf-8")


def open_index(root: Path, threads: int = 1, tables: PluginTables | None = None) -> Index:
    """Raises NoIndexError where there is none, or it does not fit this program or the settings in ``tables``."""
    while True:
        generation = current(root)
        try:
            return _opened(root, threads, tables)
        except NoIndexError:
            # Whoever indexes deletes a generation once another one is current.
            if current(root) == generation:
                raise


def _opened(root: Path, threads: int, tables: PluginTables | None) -> Index:
    generation, manifest = pointed(root)
    embedder = compiled.load(root / manifest.compiled, manifest.embedder, manifest.model_sha256, threads, tables)
    module, _ = store_plugin(manifest.store, tables)
    compares: Callable[[Path], Collection[str]] | None = getattr(module, "compares", None)
    later = compares(generation) if compares else ()
    with folders.sealed(generation, manifest.knowledge_base, root, later=later):
        store = _store(generation, manifest, tables)
        words = vocabulary.load(generation, embedder)
        recorded = points.load(generation, store.rarity)
    return Index(generation, manifest, store, embedder, words, recorded)


def store_plugin(name: str, tables: PluginTables | None = None) -> tuple[stores.Module, BaseModel]:
    """The store of that name, and its settings from ``tables``. Raises SettingsError where there is none."""
    module = plugins.load(stores, name)
    return cast(stores.Module, module), (tables or PluginTables()).of(stores, name)


def open_store(generation: Path, manifest: Manifest, tables: PluginTables | None = None) -> stores.Store:
    """Compares every byte first. Raises NoIndexError where a part is damaged or holds another number of passages than
    the manifest says.
    """
    with folders.sealed(generation, manifest.knowledge_base, generation.parent):
        return _store(generation, manifest, tables)


def _store(generation: Path, manifest: Manifest, tables: PluginTables | None) -> stores.Store:
    module, settings = store_plugin(manifest.store, tables)
    store = module.open(generation, settings)
    if len(store) != manifest.passages:
        again = advice.index(generation.parent)
        raise NoIndexError(f"{generation}: {len(store)} passages, the manifest says {manifest.passages}; run: {again}")
    return store
