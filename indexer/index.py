"""An index on disk, opened and verified: a folder of generations and one pointer to the current one."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
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
FORMAT = 8
MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation was made of. ``knowledge_base`` is the sha256 of every stored passage and
    recorded disagreement; ``newest`` a year.
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
        name = (root / CURRENT).read_text("utf-8", "replace").strip()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise NoIndexError(
            f"{root / CURRENT}: cannot be read ({error.strerror}); remove it and run: {advice.index(root)}"
        ) from error
    return root / name if name else None


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
        if generation is None:
            raise NoIndexError(advice.caution(root) or f"{root}: there is no index yet; run: {advice.index(root)}")
        try:
            return _opened(root, generation, threads, tables)
        except NoIndexError:
            # Whoever indexes deletes a generation once another one is current.
            if current(root) == generation:
                raise


def _opened(root: Path, generation: Path, threads: int, tables: PluginTables | None) -> Index:
    manifest = read_manifest(generation)
    store = open_store(generation, manifest, tables)
    embedder = compiled.load(root / manifest.compiled, manifest.embedder, manifest.model_sha256, threads, tables)
    words = vocabulary.load(generation, embedder)
    return Index(generation, manifest, store, embedder, words, points.load(generation, store.rarity))


def store_plugin(name: str, tables: PluginTables | None = None) -> tuple[stores.Module, BaseModel]:
    """The store of that name, and its settings from ``tables``. Raises SettingsError where there is none."""
    module = plugins.load(stores, name)
    return cast(stores.Module, module), (tables or PluginTables()).of(stores, name)


def open_store(generation: Path, manifest: Manifest, tables: PluginTables | None = None) -> stores.Store:
    """Raises NoIndexError where a part is damaged or holds another number of passages than the manifest says."""
    again = advice.index(generation.parent)
    if damage := folders.damage(generation, manifest.knowledge_base, thorough=False):
        raise NoIndexError(f"{generation}: the index is damaged ({damage}); run: {again}")
    module, settings = store_plugin(manifest.store, tables)
    store = module.open(generation, settings)
    if len(store) != manifest.passages:
        raise NoIndexError(f"{generation}: {len(store)} passages, the manifest says {manifest.passages}; run: {again}")
    return store
