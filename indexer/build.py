"""Journey 1: files -> documents -> passages -> vectors -> a new generation of the index beside the old one."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import hashlib
import os
import re
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import numpy as np

from indexer import compiled, models, passages, plugins, reader, seal, sources, stores, vocabulary
from indexer import index as index_
from indexer.documents import Document
from indexer.embedders import Embedder, Vectors
from indexer.errors import CitedeskError, KnowledgeBaseError, NoIndexError
from indexer.index import Manifest
from indexer.models import Model
from indexer.passages import Passage
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
    with _writing(target):
        documents, problems = reader.read(*roots)
        if not documents:
            raise KnowledgeBaseError(f"no document could be read; the first problem is {problems[0]}")
        return _build(documents, problems, target, settings, progress, rebuild)


def build_documents(documents: Sequence[Document], target: Path, settings: IndexSettings, progress: Progress) -> Report:
    """Indexes documents that are no files; raises as ``build`` does."""
    with _writing(target):
        return _build(documents, [], target, settings, progress, rebuild=False)


def _build(
    documents: Sequence[Document],
    problems: Sequence[Problem],
    target: Path,
    settings: IndexSettings,
    progress: Progress,
    rebuild: bool,
) -> Report:
    rules = sources.rules(settings.sources)
    model = models.find(settings.model)
    progress("preparing the model", 0, 1)
    name, folder = compiled.prepare(model, settings.embedder, target / "models", rebuild)
    embedder = compiled.load(folder, name, model.sha256, threads=min(4, os.cpu_count() or 1))
    progress("preparing the model", 1, 1)
    cut = _cut(documents, embedder, rules, progress)
    manifest = _manifest(model, name, str(folder.relative_to(target)), settings.store, embedder, documents, cut)
    last = None if rebuild else _last(target)
    if last and last.manifest == manifest:
        return Report(manifest, tuple(problems), 0, changed=False)
    hashes = _hashes(cut)
    vectors, embedded = _embed(cut, hashes, embedder, _known(last, manifest), progress)
    _publish(target, manifest, cut, vectors, hashes, embedder)
    return Report(manifest, tuple(problems), embedded, changed=True)


@contextlib.contextmanager
def _writing(target: Path) -> Iterator[None]:
    """One indexer at a time, and every failure to write told in one line that loses nothing."""
    try:
        target.mkdir(parents=True, exist_ok=True)
        with (target / "lock").open("a") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise NoIndexError(
                    f"{target}: another indexer is at work; wait for it to end, then try again"
                ) from None
            yield
    except OSError as error:
        full = error.errno in {errno.ENOSPC, errno.EDQUOT} or "No space left" in str(error)
        advice = "free some space" if full else "make the folder writable, or name another with --index DIR"
        reason = "the disk is full" if full else f"cannot be written ({error.strerror or error})"
        raise NoIndexError(f"{target}: {reason}; the last index stands; {advice} and run: citedesk index") from error


def _cut(documents: Sequence[Document], embedder: Embedder, rules: Sequence[Rule], progress: Progress) -> list[Passage]:
    found: list[Passage] = []
    for number, document in enumerate(documents, 1):
        found += passages.split(document, embedder.count, embedder.limit, rules)
        progress("reading documents", number, len(documents))
    return found


def _manifest(
    model: Model,
    embedder_name: str,
    folder: str,
    store: str,
    embedder: Embedder,
    documents: Sequence[Document],
    cut: Sequence[Passage],
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
        documents=len(documents),
        passages=len(cut),
        newest=max(years, default=None),
        knowledge_base=index_.knowledge_base_hash(cut),
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


def _known(last: _Generation | None, manifest: Manifest) -> dict[bytes, Vectors]:
    """The last generation's vectors by the digest of their text, where the same model made them."""
    if last is None or last.manifest.compiled != manifest.compiled:
        return {}
    try:
        hashes = np.load(last.folder / _HASHES, allow_pickle=False)
    except (OSError, ValueError, EOFError):
        return {}
    vectors = last.store.vectors(range(len(last.store)))
    return {bytes(digest): vector for digest, vector in zip(hashes, vectors, strict=False)}


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
    vectors: Vectors,
    hashes: np.ndarray,
    embedder: Embedder,
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
        np.save(generation / _HASHES, hashes, allow_pickle=False)
        index_.write_manifest(generation, manifest)
        seal.write(generation, manifest.knowledge_base)
        before = index_.current(target)
        pointer = target / f"{index_.CURRENT}.new"
        pointer.write_text(generation.name + "\n", "utf-8")
        # The pointer must not reach the disk before what it points to.
        for path in (*generation.rglob("*"), generation, pointer):
            _flush(path)
        pointer.replace(target / index_.CURRENT)
    except BaseException:
        shutil.rmtree(generation, ignore_errors=True)
        raise
    _flush(target)
    for number in numbers:
        old = target / f"generation-{number}"
        if old != before:
            shutil.rmtree(old, ignore_errors=True)


def _flush(path: Path) -> None:
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
