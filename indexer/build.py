"""Journey 1: files -> documents -> passages -> vectors -> a new generation of the index beside the old one."""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import numpy as np

from indexer import (
    accounts,
    advice,
    compiled,
    earlier,
    folders,
    generations,
    models,
    origin,
    passages,
    plugins,
    points,
    reader,
    recording,
    renewal,
    sources,
    vocabulary,
)
from indexer import index as index_
from indexer import problems as problems_
from indexer.accounts import Count
from indexer.documents import Document
from indexer.earlier import Known
from indexer.embedders import Embedder
from indexer.errors import CitedeskError
from indexer.index import Manifest
from indexer.models import Model
from indexer.origin import Failure
from indexer.passages import Passage
from indexer.points import Point
from indexer.problems import Account
from indexer.reader import Problem
from indexer.settings import IndexSettings
from indexer.sources import Rule
from indexer.stores import Batch

# Progress is told after each slice of this many passages.
SLICE = 64
# A store is given so many passages at a time.
BATCH = 1024
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Report:
    """What a build did. ``embedded`` counts passages whose vector was not at hand from the last generation.

    ``counts`` tell what was masked, mended and the like in all files, by kind ("masked: name"), and how often.
    """

    manifest: Manifest
    problems: tuple[Problem, ...]
    embedded: int
    changed: bool
    counts: tuple[Count, ...] = ()


def build(
    roots: Sequence[Path], target: Path, settings: IndexSettings, progress: Progress, rebuild: bool = False
) -> Report:
    """Indexes the knowledge bases ``roots`` into the folder ``target``; ``progress`` hears stage, done and total.

    Without ``roots`` those are read that the index was made of. The old generation answers until the new one is
    complete; an indexing that failed is remembered beside it. Raises KnowledgeBaseError where nothing can be read,
    ModelError where the model does not fit, SettingsError for a setting that names what is not there,
    NoIndexError where ``target`` cannot be written or another indexer works.
    """
    named = bool(roots)
    with folders.locked(target):
        before = origin.read(target)
        try:
            roots = roots or renewal.folders(target)
            plugins.check()
            problems, counts = list[Problem](), Counter[str]()
            heard = partial(progress, "reading documents")
            found = reader.documents(roots, problems, settings.plugins, heard, accounts.tally(counts))
            report = _build(found, problems, target, settings, progress, roots, rebuild)
        except CitedeskError as error:
            # A name that was never there is a slip of the pen, and nobody expects an answer from it.
            if not named or all(map(Path.exists, roots)):
                origin.failed(target, roots or list(map(Path, before.folders)), str(error).partition("; ")[0])
                problems_.keep(target, Account(tuple(problems), accounts.told(counts), complete=False))
            raise
        origin.succeeded(target, roots, _standing(before.failure, roots, named))
        report = _alone(replace(report, counts=accounts.told(counts)), target, settings)
        problems_.keep(target, Account(report.problems, report.counts))
        return report


def _standing(failure: Failure | None, roots: Sequence[Path], named: bool) -> Failure | None:
    """A failure is over when its folders were read, or when somebody named the folders anew."""
    over = named or not failure or set(failure.folders) <= set(map(origin.absolute, roots))
    return None if over else failure


def build_documents(documents: Sequence[Document], target: Path, settings: IndexSettings, progress: Progress) -> Report:
    """Indexes documents that are no files; raises as ``build`` does."""
    with folders.locked(target):
        report = _build(_counted(documents, progress), [], target, settings, progress)
        origin.succeeded(target, (), None)
        return _alone(report, target, settings)


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
    store, store_settings = index_.store_plugin(settings.store, settings.plugins)
    model = models.find(settings.model)
    progress("preparing the model", 0, 1)
    name, folder = compiled.prepare(model, settings.embedder, target / "models", rebuild, settings.plugins)
    embedder = compiled.load(folder, name, model.sha256, min(4, os.cpu_count() or 1), settings.plugins)
    progress("preparing the model", 1, 1)
    cut = _cut(documents, embedder, rules)
    recorded, misfits = recording.read(roots, cut)
    told = (*problems, *misfits)
    manifest = _manifest(model, name, folder.relative_to(target).as_posix(), settings.store, embedder, cut, recorded)
    if not rebuild and earlier.unchanged(target, manifest, settings.plugins):
        return Report(manifest, told, 0, changed=False)
    hashes = _hashes(cut)
    known = earlier.NOTHING if rebuild else earlier.known(target, manifest.compiled, settings.plugins)

    def fill(generation: Path) -> None:
        batches = _batches(cut, hashes, embedder, known, progress)
        store.write(generation, embedder.dimension, batches, store_settings)
        vocabulary.write(generation, cut, embedder)
        points.write(generation, recorded, embedder, known.phrases)
        np.save(generation / earlier.HASHES, np.array(hashes, dtype="V16"), allow_pickle=False)

    generations.publish(target, manifest, fill, settings.plugins)
    return Report(manifest, told, _new(hashes, known), changed=True)


def _alone(report: Report, target: Path, settings: IndexSettings) -> Report:
    """Deletes the older generations, once nothing reads the vectors of the last one."""
    left = generations.sweep(target, settings.plugins)
    what = f"an older generation that cannot be deleted yet; end what reads it, then run: {advice.index(target)}"
    return replace(report, problems=(*report.problems, *(Problem(one, None, what, left_out=False) for one in left)))


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


def _hashes(cut: Sequence[Passage]) -> list[bytes]:
    """A 16-byte digest of the text that is embedded, for each passage."""
    return [hashlib.sha256(passage.searched.encode()).digest()[:16] for passage in cut]


def _batches(
    cut: Sequence[Passage], hashes: Sequence[bytes], embedder: Embedder, known: Known, progress: Progress
) -> Iterator[Batch]:
    """The passages with their vectors, BATCH at a time; those whose text is new are embedded."""
    new, done = _new(hashes, known), 0
    for start in range(0, len(cut), BATCH):
        passages, digests = cut[start : start + BATCH], hashes[start : start + BATCH]
        held = known.of(digests)
        vectors = np.zeros((len(passages), embedder.dimension), dtype=np.float32)
        for row, digest in enumerate(digests):
            if digest in held:
                vectors[row] = held[digest]
        wanted = [row for row, digest in enumerate(digests) if digest not in held]
        for at in range(0, len(wanted), SLICE):
            rows = wanted[at : at + SLICE]
            vectors[rows] = embedder.passages([passages[row].searched for row in rows])
            done += len(rows)
            progress("embedding passages", done, new)
        yield passages, vectors


def _new(hashes: Sequence[bytes], known: Known) -> int:
    return sum(digest not in known.rows for digest in hashes)
