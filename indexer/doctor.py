"""What is wrong with a model, an index, or the fit between an index and its knowledge base, finding by finding."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from indexer import advice, models, passages, plugins, reader, recording, renewal, sources
from indexer import index as index_
from indexer.errors import CitedeskError
from indexer.index import Index
from indexer.passages import Passage
from indexer.reader import Problem
from indexer.settings import IndexSettings

# How many stored passages are embedded again, and how well the vectors must agree. On the machine that built the index
# they are equal; another processor rounds eight-bit sums otherwise.
SAMPLE, AGREEMENT = 8, 0.98


@dataclass(frozen=True, slots=True)
class Finding:
    """One check's outcome; a bad one names the next command."""

    good: bool
    what: str


@dataclass(frozen=True, slots=True)
class _Commands:
    """What to type: to index the knowledge base again, or everything anew."""

    again: str
    anew: str


def examine(roots: Sequence[Path], folder: Path, settings: IndexSettings) -> Iterator[Finding]:
    """Looks at the model, the index in ``folder`` and the knowledge bases ``roots``; an error is a bad finding.

    Without ``roots`` those are read that the index was made of.
    """
    yield from _told(_plugins())
    yield from _told(_model(settings))
    run = _Commands(advice.index(folder, roots), advice.index(folder, roots, "--rebuild"))
    index: Index | None = None
    try:
        index = index_.open_index(folder, tables=settings.plugins)
        if caution := advice.caution(folder):
            yield Finding(False, caution)
        yield from _index(index, settings, run)
    except CitedeskError as error:
        yield Finding(False, str(error))
    yield from _told(_knowledge_base(roots, folder, index, settings, run))


def _told(findings: Iterator[Finding]) -> Iterator[Finding]:
    try:
        yield from findings
    except CitedeskError as error:
        yield Finding(False, str(error))


def _plugins() -> Iterator[Finding]:
    """Formats are left to the reading of the knowledge base, which tells of broken ones too."""
    plugins.check()
    count = 0
    for kind in plugins.KINDS:
        for _, found in plugins.each(plugins.folder(kind)):
            count += 1
            if isinstance(found, plugins.Broken) and kind != "formats":
                yield Finding(False, str(found))
    yield Finding(True, f"{count} plug-ins, each with a name of its own")


def _model(settings: IndexSettings) -> Iterator[Finding]:
    model = models.find(settings.model)
    published = "published" if settings.model is None else "your own model, nothing to compare with"
    yield Finding(True, f"model {model.folder}: sha256 {model.sha256} ({published})")


def _index(index: Index, settings: IndexSettings, run: _Commands) -> Iterator[Finding]:
    manifest = index.manifest
    size = f"{manifest.documents:,} documents, {manifest.passages:,} passages, as many vectors"
    yield Finding(True, f"index {index.folder}: {size}; fingerprint {manifest.fingerprint}")
    # Opening it has read every file and compared it with its seal.
    yield Finding(True, "every file of the index and of the compiled model is as it was written")
    stored = index.store.passages(range(len(index.store)))
    yield _stored(stored, index, run)
    yield _limit(stored, index, run)
    yield _vectors(stored, index, run)
    yield _chosen(index, settings, run)


def _chosen(index: Index, settings: IndexSettings, run: _Commands) -> Finding:
    model, made_by = models.find(settings.model), index.manifest
    if (made_by.model_sha256, made_by.store) == (model.sha256, settings.store):
        return Finding(True, f"model {made_by.model} and store {made_by.store} are those of the settings")
    return Finding(
        False,
        f"the index was made with model {made_by.model} and store {made_by.store}, "
        f"the settings name {model.name} and {settings.store}; run: {run.again}",
    )


def _stored(stored: Sequence[Passage], index: Index, run: _Commands) -> Finding:
    if index_.knowledge_base_hash(stored, index.points.recorded) == index.manifest.knowledge_base:
        return Finding(True, "every stored passage is one that the manifest counts")
    return Finding(False, f"{index.folder}: stored passages are not those of the manifest; run: {run.anew}")


def _limit(stored: Sequence[Passage], index: Index, run: _Commands) -> Finding:
    count, limit = index.embedder.count, index.embedder.limit
    longest = max(stored, key=lambda passage: count(passage.searched))
    tokens = count(longest.searched)
    if tokens <= limit:
        return Finding(True, f"the longest passage has {tokens} tokens, the model reads {limit}")
    return Finding(False, f"{longest.id} has {tokens} tokens, the model reads only {limit}; run: {run.anew}")


def _vectors(stored: Sequence[Passage], index: Index, run: _Commands) -> Finding:
    rows = sorted({int(row) for row in np.linspace(0, len(stored) - 1, SAMPLE)})
    fresh = index.embedder.passages([stored[row].searched for row in rows])
    agreement = (fresh * index.store.vectors(rows)).sum(axis=1)
    worst = int(agreement.argmin())
    if agreement[worst] >= AGREEMENT:
        return Finding(True, f"{len(rows)} passages embedded again give the stored vectors")
    return Finding(
        False,
        f"{stored[rows[worst]].id}: embedded again it agrees only to {agreement[worst]:.3f} with its stored vector; "
        f"run: {run.anew}",
    )


def _knowledge_base(
    roots: Sequence[Path], folder: Path, index: Index | None, settings: IndexSettings, run: _Commands
) -> Iterator[Finding]:
    roots = roots or renewal.folders(folder)
    rules = sources.rules(settings.sources)
    found: list[Passage] = []
    for one in reader.read(*roots, tables=settings.plugins):
        if isinstance(one, Problem):
            said = f"left out: {one}; mend the file and run: {run.again}" if one.left_out else f"note: {one}"
            yield Finding(not one.left_out, said)
        elif index:
            found += passages.split(one, index.embedder.count, index.embedder.limit, rules)
    if index:
        recorded, misfits = recording.read(roots, found)
        for problem in misfits:
            yield Finding(False, f"left out: {problem}; mend the entry and run: {run.again}")
        names = ", ".join(map(str, roots))
        if index_.knowledge_base_hash(found, recorded) == index.manifest.knowledge_base:
            yield Finding(True, f"knowledge base {names}: still what was indexed")
        else:
            yield Finding(False, f"knowledge base {names}: the index is stale; run: {run.again}")
