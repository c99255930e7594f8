"""Journey 1: files -> documents -> passages -> vectors -> a new generation of the index beside the old one."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import cast

import numpy as np

from indexer import compiled, folders, models, passages, plugins, points, reader, sources, stores, vocabulary
from indexer import index as index_
from indexer.documents import Document
from indexer.embedders import Embedder, Vectors
from indexer.errors import CitedeskError, NoIndexError
from indexer.index import Manifest
from indexer.models import Model
from indexer.passages import Passage
from indexer.points import Point
from indexer.reader import Problem
from indexer.settings import IndexSettings
from indexer.sources import Rule

# Progress is told after each slice of this many passages.
SLICE = 64
_HASHES = "texts.npy"
_GENERATION = re.compile(r"generation-[1-9][0-9]*")
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class _Generation:
    folder: Path
    manifest: Manifest
    store: stores.Store


@dataclass(frozen=True, slots=True)
class _Known:
    """Vectors at hand: of passages by the digest of their text, of phrases of the record by their text."""

    passages: dict[bytes, Vectors]
    phrases: dict[str, Vectors]


@dataclass(frozen=True, slots=True)
class Report:
    """What a build did. ``embedded`` counts passages whose vector was not at hand from the last generation."""

    manifest: Manifest
    problems: tuple[Problem, ...]
    embedded: int
    changed: bool


def build(
    roots: Sequence[Path], target: Path, settings: IndexSettings, progress: Progress, rebuild: bool = False
) -> Report:
    """Indexes the knowledge bases ``roots`` into the folder ``target``; ``progress`` hears stage, done and total.

    The old generation answers until the new one is complete. Raises KnowledgeBaseError where nothing can be read,
    ModelError where the model does not fit, SettingsError for a setting that names what is not there,
    NoIndexError where ``target`` cannot be written or another indexer works.
    """
    with folders.locked(target):
        plugins.check()
        found = reader.read(*roots, tables=settings.plugins, progress=partial(progress, "reading documents"))
        problems: list[Problem] = []
        return _build(reader.documents(found, problems), problems, target, settings, progress, roots, rebuild)


def build_documents(documents: Sequence[Document], target: Path, settings: IndexSettings, progress: Progress) -> Report:
    """Indexes documents that are no files; raises as ``build`` does."""
    with folders.locked(target):
        return _build(_counted(documents, progress), [], target, settings, progress)


def _counted(documents: Sequence[Document], progress: Progress) -> Iterator[Document]:
    for number, document in enumerate(documents, 1):
        yield document
        progress("reading documents", number, len(documents))


def _build(
    documents: Iterable[Document],
    problems: Sequence[Problem],
    target: Path,
    settings: IndexSettings,
    progress: Progress,
    roots: Sequence[Path] = (),
    rebuild: bool = False,
) -> Report:
    rules = sources.rules(settings.sources)
    model = models.find(settings.model)
    progress("preparing the model", 0, 1)
    name, folder = compiled.prepare(model, settings.embedder, target / "models", rebuild, settings.plugins)
    embedder = compiled.load(folder, name, model.sha256, min(4, os.cpu_count() or 1), settings.plugins)
    progress("preparing the model", 1, 1)
    cut = _cut(documents, embedder, rules)
    recorded, misfits = points.read(roots, cut)
    told = (*problems, *misfits)
    manifest = _manifest(model, name, str(folder.relative_to(target)), settings.store, embedder, cut, recorded)
    last = None if rebuild else _last(target)
    if last and last.manifest == manifest:
        return Report(manifest, told, 0, changed=False)
    hashes = _hashes(cut)
    known = _known(last, manifest)
    vectors, embedded = _embed(cut, hashes, embedder, known.passages, progress)
    _publish(target, manifest, cut, recorded, vectors, hashes, embedder, known.phrases)
    return Report(manifest, told, embedded, changed=True)


def _cut(documents: Iterable[Document], embedder: Embedder, rules: Sequence[Rule]) -> list[Passage]:
    found: list[Passage] = []
    for document in documents:
        found += passages.split(document, embedder.count, embedder.limit, rules)
    return found


def _manifest(
    model: Model,
    embedder_name: str,
    folder: str,
    store: str,
    embedder: Embedder,
    cut: Sequence[Passage],
    recorded: Sequence[Point],
) -> Manifest:
    years = [passage.date.year for passage in cut if passage.date]
    return Manifest(
        format=index_.FORMAT,
        program=index_.program_version(),
        model=model.name,
        model_sha256=model.sha256,
        embedder=embedder_name,
        compiled=folder,
        store=store,
        dimension=embedder.dimension,
        documents=len({passage.document_id for passage in cut}),
        passages=len(cut),
        newest=max(years, default=None),
        knowledge_base=index_.knowledge_base_hash(cut, recorded),
    )


def _last(target: Path) -> _Generation | None:
    """The current generation; one that is damaged only costs its reuse."""
    try:
        folder = index_.current(target)
        if folder is None:
            return None
        manifest = index_.read_manifest(folder)
        return _Generation(folder, manifest, index_.open_store(folder, manifest))
    except CitedeskError:
        return None


def _known(last: _Generation | None, manifest: Manifest) -> _Known:
    """The last generation's vectors, where the same model made them."""
    if last is None or last.manifest.compiled != manifest.compiled:
        return _Known({}, {})
    try:
        hashes = np.load(last.folder / _HASHES, allow_pickle=False)
        phrases = points.embedded(last.folder)
    except (OSError, ValueError, EOFError, NoIndexError):
        return _Known({}, {})
    vectors = last.store.vectors(range(len(last.store)))
    return _Known({bytes(digest): vector for digest, vector in zip(hashes, vectors, strict=False)}, phrases)


def _hashes(cut: Sequence[Passage]) -> np.ndarray:
    """One 16-byte digest a passage of the text that is embedded."""
    return np.array([hashlib.sha256(passage.searched.encode()).digest()[:16] for passage in cut], dtype="V16")


def _embed(
    cut: Sequence[Passage],
    hashes: np.ndarray,
    embedder: Embedder,
    known: dict[bytes, Vectors],
    progress: Progress,
) -> tuple[Vectors, int]:
    vectors = np.zeros((len(cut), embedder.dimension), dtype=np.float32)
    wanted = []
    for row, digest in enumerate(hashes):
        vector = known.get(bytes(digest))
        if vector is None:
            wanted.append(row)
        else:
            vectors[row] = vector
    for start in range(0, len(wanted), SLICE):
        rows = wanted[start : start + SLICE]
        vectors[rows] = embedder.passages([cut[row].searched for row in rows])
        progress("embedding passages", start + len(rows), len(wanted))
    return vectors, len(wanted)


def _publish(
    target: Path,
    manifest: Manifest,
    cut: Sequence[Passage],
    recorded: Sequence[Point],
    vectors: Vectors,
    hashes: np.ndarray,
    embedder: Embedder,
    phrases: dict[str, Vectors],
) -> None:
    """Writes the next generation beside the current one, moves the pointer, keeps one old generation."""
    numbers = [
        int(path.name.partition("-")[2]) for path in target.glob("generation-*") if _GENERATION.fullmatch(path.name)
    ]
    generation = target / f"generation-{max(numbers, default=0) + 1}"
    generation.mkdir()
    try:
        cast(stores.Module, plugins.load(stores, manifest.store)).write(generation, cut, vectors)
        vocabulary.write(generation, cut, embedder)
        points.write(generation, recorded, embedder, phrases)
        np.save(generation / _HASHES, hashes, allow_pickle=False)
        index_.write_manifest(generation, manifest)
        folders.seal(generation, manifest.knowledge_base)
        before = index_.current(target)
        pointer = target / f"{index_.CURRENT}.new"
        pointer.write_text(generation.name + "\n", "utf-8")
        # The pointer must not reach the disk before what it points to.
        for path in (*generation.rglob("*"), generation, pointer):
            folders.flush(path)
        pointer.replace(target / index_.CURRENT)
    except BaseException:
        shutil.rmtree(generation, ignore_errors=True)
        raise
    folders.flush(target)
    for number in numbers:
        old = target / f"generation-{number}"
        if old != before:
            shutil.rmtree(old, ignore_errors=True)
