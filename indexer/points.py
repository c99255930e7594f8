"""What the editors of a knowledge base know its documents to settle, and where these pull apart: ``points.yaml``.

Guessing a disagreement from words was tried and dropped: of 166 guessed over 698 questions, 56% were none.
"""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

import numpy as np
from pydantic import TypeAdapter

from indexer import advice, terms
from indexer.documents import PartialDate
from indexer.embedders import Vectors
from indexer.errors import NoIndexError
from indexer.passages import Passage

_TABLE, _VECTORS = "points.json", "points.npy"
# What format 9 and earlier ones called them.
_EARLIER = "disagreements.json", "disagreements.npy"
# Verdicts that are words of the program; any other is made of what the point's quotations hold.
YES, NO, DEPENDS, DISPUTED = "yes", "no", "depends", "disputed"


class Why(StrEnum):
    """``superseded``: one text replaced another; ``dates``: what holds depends on the date of service."""

    SUPERSEDED = "superseded"
    DATES = "dates"
    PAYERS = "payers"
    OPPOSITE = "opposite"

    @property
    def over_time(self) -> bool:
        return self in {Why.SUPERSEDED, Why.DATES}


@dataclass(frozen=True, slots=True)
class PointSide:
    """``sources`` are document ids, or postings of a thread as ``id#post-N``.

    ``says`` stands word for word in a passage of the first source and tells the side's own view. It held from ``since``
    ``until``, as far as the documents say so. A point that nobody disputes has one side, which stands for nobody.
    """

    stands_for: str | None
    says: str
    sources: tuple[str, ...]
    since: PartialDate | None = None
    until: PartialDate | None = None

    @property
    def source(self) -> str:
        """The one that has its words."""
        return self.sources[0]

    def has(self, passage: Passage) -> bool:
        """Whether ``passage`` is of one of the sources; an asker takes no side."""
        return passage.role != "asker" and not names(passage).isdisjoint(self.sources)

    def place(self, passage: Passage) -> tuple[int, int] | None:
        """Where ``says`` stands in the text of ``passage``, whatever white space parts its words."""
        return found(self.says, self.source, passage)


@dataclass(frozen=True, slots=True)
class PointCase:
    """What is reported ``when`` the case is so, and with which codes it is not; ``says`` stands in ``source``.

    ``report`` and ``not_with`` are codes and modifiers as an editor wrote them ("20610-50").
    """

    when: str
    report: tuple[str, ...]
    not_with: tuple[str, ...]
    says: str
    source: str

    @property
    def told(self) -> str:
        """The case with its codes as an answer shows them."""
        return told(self.when, self.report, self.not_with)

    def place(self, passage: Passage) -> tuple[int, int] | None:
        """As of a side."""
        return found(self.says, self.source, passage)


@dataclass(frozen=True, slots=True)
class Point:
    """A point that the documents settle, or on which they pull apart: then ``why`` says how.

    ``on`` names it in words that follow "on"; ``asked`` are ways in which coders ask about it, ``beside`` are questions
    that come near it and are not about it. Of what changed over time the older side comes first. ``verdict`` answers
    all of ``asked``: YES, NO, DEPENDS, DISPUTED, or a code, a count or words that a side's or case's ``says`` hold.
    """

    on: str
    why: Why | None
    asked: tuple[str, ...]
    beside: tuple[str, ...]
    sides: tuple[PointSide, ...]
    verdict: str | None = None
    cases: tuple[PointCase, ...] = ()

    @property
    def phrases(self) -> tuple[str, ...]:
        return (self.on, *self.asked)

    @property
    def newest_first(self) -> tuple[PointSide, ...]:
        """The sides; of what changed over time what stands comes first."""
        return self.sides[::-1] if self.why and self.why.over_time else self.sides

    @property
    def views(self) -> tuple[str, ...]:
        """What each side says, and each case under the words that tell when it is so."""
        return (*(side.says for side in self.sides), *(f"{case.when}: {case.says}" for case in self.cases))

    @property
    def stated(self) -> tuple[PointSide | PointCase, ...]:
        """Whatever it takes from the documents word for word."""
        return (*self.sides, *self.cases)


def told(when: str, report: Sequence[str], not_with: Sequence[str]) -> str:
    """A case with its codes on one line: "Refilled: 95990 or 95991; not with 62367"."""
    codes = "; ".join([", ".join(report)] * bool(report) + [f"not with {', '.join(not_with)}"] * bool(not_with))
    line = " ".join(f"{when}: {codes}".split())
    return f"{line[:1].upper()}{line[1:]}"


def found(says: str, source: str, passage: Passage) -> tuple[int, int] | None:
    """Where ``says`` stands in ``passage``, whatever white space parts its words; None in any other source."""
    if source not in names(passage):
        return None
    place = re.search(r"\s+".join(map(re.escape, says.split())), passage.text)
    return place.span() if place else None


@dataclass(frozen=True, slots=True)
class Points:
    """``vectors``: of the phrases of each point and then of its views, shape (texts, dimension).

    ``rarity``: of every search term of the phrases, as the store told it when the index was opened.
    """

    recorded: tuple[Point, ...]
    vectors: Vectors
    rarity: Mapping[str, float]

    def weighed(self, phrase: str) -> dict[str, float]:
        """The rarity of each search term of a recorded phrase."""
        return {term: self.rarity[term] for term in terms_of(phrase)}


@functools.lru_cache(4096)
def terms_of(*texts: str) -> tuple[str, ...]:
    """The different search terms of an editor's texts; there is a fixed number of these."""
    return tuple(dict.fromkeys(term for text in texts for term in terms.find(text)))


def names(passage: Passage) -> set[str]:
    """The sources that ``passage`` is of: its document, and its whole posting."""
    return {passage.document_id, f"{passage.document_id}#{passage.part.partition('.')[0]}"}


def plain_names(passage: Passage) -> set[str]:
    """As ``names``, without the label that sets a document apart from one of the same name."""
    return {name.rpartition("//")[2] for name in names(passage)}


def write(folder: Path, recorded: Sequence[Point], vectors: Vectors) -> None:
    """``vectors`` are those of ``texts``, shape (texts, dimension)."""
    (folder / _TABLE).write_text(json.dumps(plain(recorded), indent=1, ensure_ascii=False) + "\n", "utf-8")
    np.save(folder / _VECTORS, vectors, allow_pickle=False)


def embedded(folder: Path) -> dict[str, Vectors]:
    """The vector of every text in the index folder's record, of an earlier form too. Raises as ``load`` does."""
    recorded, vectors = _read(folder, _EARLIER if (folder / _EARLIER[0]).exists() else (_TABLE, _VECTORS))
    return dict(zip(texts(recorded), vectors, strict=True))


def texts(recorded: Sequence[Point]) -> list[str]:
    """All that is embedded of the record, as questions are."""
    return [text for one in recorded for text in (*one.phrases, *one.views)]


def load(folder: Path, rarity: Callable[[Sequence[str]], Mapping[str, float]]) -> Points:
    """``rarity`` is the store's, asked once. Raises NoIndexError where a file is missing or damaged."""
    recorded, vectors = _read(folder)
    phrases = terms_of(*dict.fromkeys(phrase for one in recorded for phrase in one.phrases))
    return Points(recorded, vectors, rarity(phrases) if phrases else {})


def _read(folder: Path, files: tuple[str, str] = (_TABLE, _VECTORS)) -> tuple[tuple[Point, ...], Vectors]:
    table, rows = files
    again = advice.index(folder.parent, (), "--rebuild")
    try:
        recorded = TypeAdapter(tuple[Point, ...]).validate_json((folder / table).read_bytes())
        vectors: Vectors = np.load(folder / rows, allow_pickle=False)
    except (OSError, ValueError, EOFError) as error:
        raise NoIndexError(f"{folder}: the index is damaged ({table}); run: {again}") from error
    if len(vectors) != len(texts(recorded)):
        raise NoIndexError(f"{folder}: the index is damaged ({rows}); run: {again}")
    return recorded, vectors


def plain(recorded: Sequence[Point]) -> list[dict[str, Any]]:
    return [asdict(one) for one in recorded]
