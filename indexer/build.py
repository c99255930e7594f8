"""Journey 1: files -> documents -> passages -> vectors -> a new generation of the index beside the old one."""

from __future__ import annotations

import contextlib
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
    choosing,
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
    readings,
    record_files,
    recording,
    renewal,
    sources,
    vocabulary,
    workers,
)
from indexer import index as index_
from indexer import problems as problems_
from indexer.accounts import Count
from indexer.documents import Document
from indexer.drafting import Draft
from indexer.embedders import Embedder
from indexer.embedding import Embedding
from indexer.errors import CitedeskError
from indexer.index import Manifest
from indexer.models import Model
from indexer.origin import Failure
from indexer.points import Point
from indexer.problems import Account
from indexer.reader import Problem, Recall, Unchanged
from indexer.readings import Readings
from indexer.settings import IndexSettings
from indexer.spool import Spool
from indexer.workers import Prepared

# A store is given so many passages at a time.
BATCH = 1024
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Report:
    """What a build did. ``embedded`` counts texts of passages that had no vector yet, neither in the last
    generation nor from a run that was killed.

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
    WorkersError where the machines that should embed fail, NoIndexError where ``target`` cannot be written or another
    indexer works.
    """
    named = bool(roots)
    with folders.locked(target):
        before = origin.read(target)
        problems, counts = list[Problem](), Counter[str]()
        try:
            roots = roots or renewal.folders(target)
            plugins.check()
            heard = partial(progress, "reading documents")
            read = partial(reader.recalled, roots, problems, settings.plugins, heard, accounts.tally(counts))
            report = _build(read, problems, target, settings, progress, roots, rebuild)
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
        report = _build(lambda _: _counted(documents, progress), [], target, settings, progress)
        origin.succeeded(target, (), None)
        return _alone(report, target, settings)


def _counted(documents: Sequence[Document], progress: Progress) -> Iterator[Document]:
    for number, document in enumerate(documents, 1):
        yield document
        progress("reading documents", number, len(documents))


def _build(
    read: Callable[[Recall], Iterable[Document | Unchanged]],
    problems: Sequence[Problem],
    target: Path,
    settings: IndexSettings,
    progress: Progress,
    roots: Sequence[Path] = (),
    rebuild: bool = False,
) -> Report:
    rules = sources.rules(settings.sources)
    store, store_settings = index_.store_plugin(settings.store, settings.plugins)
    crew, crew_settings = plugins.load(workers, settings.workers), settings.plugins.of(workers, settings.workers)
    model = models.find(settings.model)
    progress("preparing the model", 0, 1)
    name, folder = compiled.prepare(model, settings.embedder, target / "models", rebuild, settings.plugins)
    embedder = compiled.load(folder, name, model.sha256, min(4, os.cpu_count() or 1), settings.plugins)
    progress("preparing the model", 1, 1)
    made_by = folder.relative_to(target).as_posix()
    known = earlier.NOTHING if rebuild else earlier.known(target, made_by, settings.plugins)
    record = record_files.read(roots)
    formats = choosing.usable(settings.plugins)[0]
    basis = readings.basis(formats, rules, made_by, index_.FORMAT)
    heard = partial(progress, "embedding passages")
    team = crew.start(Prepared(embedder, name, folder, model, settings.plugins), crew_settings)
    with (
        contextlib.closing(Draft(target, record_files.sources(record))) as draft,
        Spool(target, folder.name, embedder.dimension, rebuild) as spool,
        contextlib.closing(Readings(target, formats, basis, known.pointer)) as recall,
        Embedding(team, known, spool, heard) as embedding,
    ):
        for document in read(recall):
            if isinstance(document, Unchanged):
                parts = known.passages(range(document.row, document.row + document.passages))
            else:
                parts = passages.split(document, embedder.count, embedder.limit, rules)
            recall.placed(document.id, len(draft), len(parts))
            embedding.passages(draft.add(parts, recall.path or Path(document.id)))
        recorded, misfits = recording.fit(record, draft.named)
        told = (*problems, *misfits, *_alike(draft))
        manifest = _manifest(model, name, made_by, settings.store, embedder, draft, recorded)
        if not rebuild and earlier.unchanged(target, manifest, settings.plugins):
            spool.done()
            recall.keep(index_.pointer(index_.pointed(target)[0]))
            return Report(manifest, told, 0, changed=False)
        embedding.finish(points.texts(recorded))

        def fill(generation: Path) -> None:
            batches = ((part, embedding.of(digests)) for part, digests in draft.batches(BATCH))
            store.write(generation, embedder.dimension, batches, store_settings)
            vocabulary.write(generation, draft.words, embedder)
            points.write(generation, recorded, embedding.questions(points.texts(recorded)))
            np.save(generation / earlier.HASHES, np.array(draft.digests, dtype="V16"), allow_pickle=False)

        generations.publish(target, manifest, fill, settings.plugins)
        spool.done()
        recall.keep(index_.pointer(index_.pointed(target)[0]))
        return Report(manifest, told, embedding.count, changed=True)


def _alike(draft: Draft) -> Iterator[Problem]:
    """A note for each two documents that are nearly the same: both are indexed, and both would be quoted."""
    for one in draft.likenesses.pairs():
        what = f"“{one.id}” is nearly the same as “{one.other}” ({one.share:.0%}); keep one of them, or leave both"
        yield Problem(one.path, None, what, left_out=False)


def _alone(report: Report, target: Path, settings: IndexSettings) -> Report:
    """Deletes the older generations, once nothing reads the vectors of the last one."""
    left = generations.sweep(target, settings.plugins)
    what = f"an older generation that cannot be deleted yet; end what reads it, then run: {advice.index(target)}"
    return replace(report, problems=(*report.problems, *(Problem(one, None, what, left_out=False) for one in left)))


def _manifest(
    model: Model,
    embedder_name: str,
    folder: str,
    store: str,
    embedder: Embedder,
    draft: Draft,
    recorded: Sequence[Point],
) -> Manifest:
    return Manifest(
        format=index_.FORMAT,
        program=index_.program_version(),
        model=model.name,
        model_sha256=model.sha256,
        embedder=embedder_name,
        compiled=folder,
        store=store,
        dimension=embedder.dimension,
        documents=draft.documents,
        passages=len(draft),
        newest=draft.newest,
        knowledge_base=draft.knowledge_base(recorded),
    )
