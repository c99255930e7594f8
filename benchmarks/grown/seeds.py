"""The real text that a base is grown from: documents as sentences, and which sentences are near each other."""

from __future__ import annotations

import itertools
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import faiss
import numpy as np

from benchmarks import embedded
from benchmarks.grown import words
from benchmarks.grown.words import Growth, Sentence
from indexer import cutting, reader, sources
from indexer import passages as passages_
from indexer.embedders import Embedder, Vectors
from indexer.index import Index
from indexer.passages import Passage
from training import bases

# Another sentence is drawn from among so many that are nearest to the real one.
NEAREST = 16


@dataclass(frozen=True, slots=True, eq=False)
class Pool:
    """Sentences with their vectors, shape (sentences, dimension), and the numbers of the nearest others of each."""

    sentences: Sequence[Sentence]
    vectors: Vectors
    nearest: Sequence[Sequence[int]]


@dataclass(frozen=True, slots=True)
class Part:
    """A real passage and the numbers of the sentences of its context, without the title, and of its text."""

    passage: Passage
    asked: tuple[int, ...]
    said: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Seeds:
    """``own`` are the passages of the index with their vectors; ``documents`` real ones, each with the number of its
    title in ``titles``, or None without one, and its parts, whose sentences stand in ``pool``.
    """

    own: tuple[Sequence[Passage], Vectors]
    documents: Sequence[tuple[int | None, Sequence[Part]]]
    titles: Pool
    pool: Pool
    growth: Growth


def seeds(index: Index, of: Iterable[Passage] | None = None, cache: Path = embedded.CACHE) -> Seeds:
    """Of the passages ``of``, or those of ``index`` and of the training bases; a document's stand together.

    All of these are about coding: texts about other things would leave a question fewer passages to tell apart. A
    passage of one sentence is no running text and is left out.
    """
    own = index.store.passages(range(len(index.store)))
    real = itertools.groupby(of or itertools.chain(own, _training(index.embedder)), lambda one: one.document_id)
    running = ([one for one in found if len(_cut(one.text)) > 1] for _, found in real)
    documents = list(filter(None, running))
    titles = _numbered(_title(one[0]) for one in documents if _title(one[0]))
    cut = _numbered(
        text for one in documents for passage in one for text in (*_cut(_asked(passage)), *_cut(passage.text))
    )
    vectors = embedded.of(index.embedder, [*titles, *cut], cache)
    return Seeds(
        (own, index.store.vectors(range(len(own)))),
        [(titles.get(_title(one[0])), [_part(passage, cut) for passage in one]) for one in documents],
        _pool(list(titles), vectors),
        _pool(list(cut), vectors),
        Growth.of([_whole(one) for one in documents]),
    )


def _training(embedder: Embedder) -> Iterator[Passage]:
    rules = sources.rules(None)
    with tempfile.TemporaryDirectory() as folder:
        for base in bases.read():
            for path, text in base.documents.items():
                (Path(folder, base.name, path).parent).mkdir(parents=True, exist_ok=True)
                Path(folder, base.name, path).write_text(text, "utf-8")
        for document in reader.documents([Path(folder)], []):
            yield from passages_.split(document, embedder.count, embedder.limit, rules)


def _title(passage: Passage) -> str:
    return passage.context.partition("\n")[0]


def _asked(passage: Passage) -> str:
    return passage.context.partition("\n")[2]


def _whole(document: Sequence[Passage]) -> str:
    """Its words, those that its passages share once."""
    return "\n".join(dict.fromkeys(text for one in document for text in (one.context, one.text)))


def _cut(text: str) -> list[str]:
    return [text[start:end] for start, end in cutting.sentences(text)]


def _numbered(texts: Iterator[str]) -> dict[str, int]:
    return {text: number for number, text in enumerate(dict.fromkeys(texts))}


def _part(passage: Passage, cut: dict[str, int]) -> Part:
    asked, said = (tuple(cut[text] for text in _cut(whole)) for whole in (_asked(passage), passage.text))
    return Part(passage, asked, said)


def _pool(texts: Sequence[str], vectors: dict[str, Vectors]) -> Pool:
    rows = np.stack([vectors[text] for text in texts])
    exact = faiss.IndexFlatIP(rows.shape[1])
    exact.add(rows)
    # The first is the sentence itself.
    _, nearest = exact.search(rows, min(NEAREST + 1, len(rows)))
    return Pool(words.sentences(texts), rows, nearest[:, 1:].tolist())
