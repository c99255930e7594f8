"""A base of any size, grown from real text without repeats that make it easy: for measures of time and memory.

A document follows a real one: its title and each of its sentences is one of the NEAREST to the real one, so that what
stands together in a passage is about one thing, as it is there, and no two documents are copies. Procedure codes move
by a distance of the document's own. Words that are rare in the real text are drawn anew, and new ones come as often as
Heaps' law says, fitted on the real text (``words``). A passage's vector is the mean of its sentences' real vectors by
their length, as a model that averages its tokens nearly has it, with a little noise, at length one. ``python -m
benchmarks.grown`` compares all that with real text and with really embedded vectors. The sizes nest: a smaller base is
the beginning of a larger one. Nothing is held but the seeds and the rare words.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from benchmarks.grown import words
from benchmarks.grown.seeds import Part, Pool, Seeds
from benchmarks.grown.seeds import seeds as seeds
from benchmarks.grown.words import Tail
from indexer.codes import Code
from indexer.embedders import Vectors
from indexer.passages import Passage, about
from indexer.stores import Batch

BATCH = 1024
# The length of the noise beside a unit vector: with it a sample has the scores for questions, and the nearness to each
# other, that its texts have when they are embedded.
NOISE = 0.4


@dataclass(frozen=True, slots=True)
class Grown:
    """A passage, and the sentences that it is of: a title, or none, and the others, by their numbers in the seeds."""

    passage: Passage
    title: int | None
    sentences: tuple[int, ...]


def documents(seeds: Seeds) -> Iterator[list[Grown]]:
    """Documents without end, always the same for the same seeds."""
    drawn = random.Random(0)
    tail = Tail(seeds.growth, drawn)
    while True:
        for number in drawn.sample(range(len(seeds.documents)), len(seeds.documents)):
            title, parts = seeds.documents[number]
            yield _document(seeds, title, parts, tail, drawn)


def some(seeds: Seeds, count: int) -> list[Grown]:
    """The first grown passages."""
    return list(itertools.islice(itertools.chain.from_iterable(documents(seeds)), count))


def batches(seeds: Seeds, count: int) -> Iterator[Batch]:
    """So many passages with their vectors, BATCH at a time: those of the index, as they are, then grown ones."""
    own, vectors = seeds.own
    for start in range(0, min(count, len(own)), BATCH):
        yield own[start : min(count, start + BATCH)], vectors[start : min(count, start + BATCH)]
    left = max(0, count - len(own))
    grown = itertools.islice(itertools.chain.from_iterable(documents(seeds)), left)
    chance = np.random.default_rng(0)
    while part := list(itertools.islice(grown, BATCH)):
        yield [one.passage for one in part], meant(seeds, part, chance)


def meant(seeds: Seeds, part: Sequence[Grown], chance: np.random.Generator, noise: float = NOISE) -> Vectors:
    """The vectors of grown passages, shape (passages, dimension)."""
    found = np.zeros((len(part), seeds.pool.vectors.shape[1]), dtype=np.float32)
    _add(found, seeds.titles, [() if one.title is None else (one.title,) for one in part])
    _add(found, seeds.pool, [one.sentences for one in part])
    found /= np.linalg.norm(found, axis=1, keepdims=True)
    found += chance.standard_normal(found.shape, dtype=np.float32) * np.float32(noise / np.sqrt(found.shape[1]))
    unit: Vectors = found / np.linalg.norm(found, axis=1, keepdims=True)
    return unit


def _add(found: Vectors, pool: Pool, numbers: Sequence[Sequence[int]]) -> None:
    """To each row the vectors of its sentences, by their lengths."""
    for place in itertools.count():
        rows = [row for row, chosen in enumerate(numbers) if len(chosen) > place]
        if not rows:
            return
        chosen = [numbers[row][place] for row in rows]
        lengths = np.array([pool.sentences[number].length for number in chosen], dtype=np.float32)
        found[rows] += pool.vectors[chosen] * lengths[:, None]


def files(seeds: Seeds, target: Path, passages: int) -> list[Path]:
    """Writes grown documents of that many passages, or a few more, as Markdown files; gives these in their order."""
    found, written = list[Path](), 0
    for document in documents(seeds):
        if written >= passages:
            break
        path = target / f"{len(found) // 1000}" / f"{document[0].passage.document_id}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(_markdown([one.passage for one in document]), "utf-8")
        found.append(path)
        written += len(document)
    return found


def _document(seeds: Seeds, title: int | None, parts: Sequence[Part], tail: Tail, drawn: random.Random) -> list[Grown]:
    # The number of words so far is the document's alone.
    id, step, other = f"grown-{tail.words}", words.step(drawn), _nearby(seeds.titles, title, drawn)
    named = "" if other is None else tail.told(seeds.titles.sentences[other], step)
    asked: dict[tuple[int, ...], tuple[tuple[int, ...], str]] = {}
    found = list[Grown]()
    for number, part in enumerate(parts):
        if part.asked not in asked:
            asked[part.asked] = _told(seeds, part.asked, tail, step, drawn)
        before, question = asked[part.asked]
        said, text = _told(seeds, part.said, tail, step, drawn)
        context = f"{named}\n{question}" if question else named
        kept = replace(
            part.passage,
            id=f"{id}#{number}",
            document_id=id,
            title=named,
            context=context,
            text=text,
            codes=_codes(seeds, said, step),
            about=about(named, context),
            superseded_by=None,
        )
        found.append(Grown(kept, other, (*before, *said)))
    return found


def _nearby(pool: Pool, number: int | None, drawn: random.Random) -> int | None:
    return None if number is None else drawn.choice(pool.nearest[number])


def _told(
    seeds: Seeds, numbers: Sequence[int], tail: Tail, step: int, drawn: random.Random
) -> tuple[tuple[int, ...], str]:
    """Other sentences in the place of those of ``numbers``, and as a text."""
    chosen = tuple(drawn.choice(seeds.pool.nearest[number]) for number in numbers)
    return chosen, " ".join(tail.told(seeds.pool.sentences[number], step) for number in chosen)


def _codes(seeds: Seeds, numbers: Sequence[int], step: int) -> tuple[Code, ...]:
    named = (code for number in numbers for code in seeds.pool.sentences[number].codes)
    return tuple(dict.fromkeys(Code(code.system, words.moved(code.value, step)) for code in named))


def _markdown(parts: Sequence[Passage]) -> str:
    first = parts[0]
    head = f"---\nsource: {first.source or 'Notes of a practice'}\nretold: true\n---\n# {first.title or 'Notes'}\n\n"
    if first.role is None:
        return head + "\n\n".join(one.text for one in parts) + "\n"
    question = first.context.partition("\n")[2]
    posts = [("asker", question), *((one.role, one.text) for one in parts if one.role != "asker")]
    return head + "\n".join(f"## {role} (2020)\n\n{text}\n\n----------\n" for role, text in posts if text)
