"""What is wrong with a model, an index, or the fit between an index and its knowledge base, finding by finding.

Each check is one function of ``CHECKS``, in the order in which they are told.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from indexer import advice, freshness, models, plugins, terms
from indexer import index as index_
from indexer.errors import CitedeskError
from indexer.findings import Check, Commands, Examined
from indexer.findings import Finding as Finding
from indexer.index import Index
from indexer.passages import Passage
from indexer.settings import IndexSettings
from indexer.stores import Filter, Query

# How well the vectors of passages that are embedded again must agree with the stored ones. On the machine that built
# the index they are equal; another processor rounds eight-bit sums otherwise.
AGREEMENT = 0.98


def examine(roots: Sequence[Path], folder: Path, settings: IndexSettings) -> Iterator[Finding]:
    """Looks at the model, the index in ``folder`` and the knowledge bases ``roots``; an error is a bad finding.

    Without ``roots`` those are read that the index was made of.
    """
    run = Commands(advice.index(folder, roots), advice.index(folder, roots, "--rebuild"))
    index, unopened = _opened(folder, settings)
    examined = Examined(tuple(roots), folder, settings, run, index, unopened)
    for check in CHECKS:
        yield from _told(check(examined))


def _opened(folder: Path, settings: IndexSettings) -> tuple[Index | None, str | None]:
    try:
        return index_.open_index(folder, tables=settings.plugins), None
    except CitedeskError as error:
        return None, str(error)


def _told(findings: Iterator[Finding]) -> Iterator[Finding]:
    try:
        yield from findings
    except CitedeskError as error:
        yield Finding(False, str(error))


def _plugins(_: Examined) -> Iterator[Finding]:
    """Formats are left to the reading of the knowledge base, which tells of broken ones too."""
    plugins.check()
    count = 0
    for kind in plugins.KINDS:
        for _name, found in plugins.each(plugins.folder(kind)):
            count += 1
            if isinstance(found, plugins.Broken) and kind != "formats":
                yield Finding(False, str(found))
    yield Finding(True, f"{count} plug-ins, each with a name of its own")


def _model(examined: Examined) -> Iterator[Finding]:
    model = models.find(examined.settings.model)
    published = "published" if examined.settings.model is None else "your own model, nothing to compare with"
    yield Finding(True, f"model {model.folder}: sha256 {model.sha256} ({published})")


def _index(examined: Examined) -> Iterator[Finding]:
    if examined.index is None:
        yield Finding(False, examined.unopened or "")
        return
    if caution := advice.caution(examined.folder):
        yield Finding(False, caution)
    manifest = examined.index.manifest
    size = f"{manifest.documents:,} documents, {manifest.passages:,} passages, as many vectors"
    yield Finding(True, f"index {examined.index.folder}: {size}; fingerprint {manifest.fingerprint}")
    # Opening it has read every file and compared it with its seal.
    yield Finding(True, "every file of the index and of the compiled model is as it was written")


def _stored(examined: Examined) -> Iterator[Finding]:
    if (index := examined.index) is None:
        return
    if index_.knowledge_base_hash(examined.stored, index.points.recorded) == index.manifest.knowledge_base:
        yield Finding(True, "every stored passage is one that the manifest counts")
    else:
        what = f"{index.folder}: stored passages are not those of the manifest"
        yield Finding(False, f"{what}; run: {examined.run.anew}")


def _counts(examined: Examined) -> Iterator[Finding]:
    """A store that counts its parts otherwise than one another does not open; here they are looked up in each other."""
    if (index := examined.index) is None:
        return
    documents = len({passage.document_id for passage in examined.stored})
    vectors = index.store.vectors(examined.sample)
    if (documents, vectors.shape) != (index.manifest.documents, (len(examined.sample), index.manifest.dimension)):
        counted = f"{documents:,} documents and vectors of {vectors.shape[1]} dimensions"
        meant = f"the manifest says {index.manifest.documents:,} and {index.manifest.dimension}"
        yield Finding(False, f"{index.folder}: {counted}, {meant}; run: {examined.run.anew}")
    lost = [examined.stored[row] for row in examined.sample if not _is_found(index, row, examined.stored[row])]
    if lost:
        yield Finding(False, f"{lost[0].id}: its own words do not find it; run: {examined.run.anew}")
    else:
        yield Finding(
            True, f"manifest, words, vectors and texts count alike; {len(examined.sample)} found by their words"
        )


def _is_found(index: Index, row: int, passage: Passage) -> bool:
    words = tuple(dict.fromkeys(terms.find(passage.text)))
    if not words:
        return True
    rarest = max(index.store.rarity(words).items(), key=lambda one: one[1])[0]
    within = Filter(documents=frozenset({passage.document_id}))
    hits = index.store.search(Query(words=(rarest,), where=within, top=index.manifest.passages))
    return any(match.row == row for match in hits.words)


def _limit(examined: Examined) -> Iterator[Finding]:
    if (index := examined.index) is None:
        return
    count, limit = index.embedder.count, index.embedder.limit
    longest = max(examined.stored, key=lambda passage: count(passage.searched))
    tokens = count(longest.searched)
    if tokens <= limit:
        yield Finding(True, f"the longest passage has {tokens} tokens, the model reads {limit}")
    else:
        what = f"{longest.id} has {tokens} tokens, the model reads only {limit}"
        yield Finding(False, f"{what}; run: {examined.run.anew}")


def _vectors(examined: Examined) -> Iterator[Finding]:
    if (index := examined.index) is None:
        return
    rows, stored = examined.sample, examined.stored
    fresh = index.embedder.passages([stored[row].searched for row in rows])
    agreement = (fresh * index.store.vectors(rows)).sum(axis=1)
    worst = int(agreement.argmin())
    if agreement[worst] >= AGREEMENT:
        least = f"cosine {agreement[worst]:.3f} or more, {AGREEMENT} is enough"
        yield Finding(True, f"{len(rows)} passages embedded again give the stored vectors ({least})")
    else:
        what = (
            f"{stored[rows[worst]].id}: embedded again it agrees only to {agreement[worst]:.3f} with its stored vector"
        )
        yield Finding(False, f"{what}; run: {examined.run.anew}")


def _chosen(examined: Examined) -> Iterator[Finding]:
    if (index := examined.index) is None:
        return
    settings = examined.settings
    model, made_by = models.find(settings.model), index.manifest
    if (made_by.model_sha256, made_by.store) == (model.sha256, settings.store):
        yield Finding(True, f"model {made_by.model} and store {made_by.store} are those of the settings")
    else:
        made = f"the index was made with model {made_by.model} and store {made_by.store}"
        named = f"the settings name {model.name} and {settings.store}"
        yield Finding(False, f"{made}, {named}; run: {examined.run.again}")


# A further check of an index is one more function.
CHECKS: tuple[Check, ...] = (
    _plugins,
    _model,
    _index,
    _counts,
    _stored,
    _limit,
    _vectors,
    _chosen,
    freshness.gaps,
    freshness.public_files,
    freshness.kept,
    freshness.knowledge_base,
)
