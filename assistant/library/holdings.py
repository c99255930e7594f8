"""The documents of a base as its index holds them: whose, when, in whose words, on which codes, and what they lack."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from indexer.codes import Code
from indexer.documents import PartialDate, Provenance
from indexer.errors import QuestionError
from indexer.passages import Passage
from indexer.sources import Tier
from indexer.stores import Store

_BATCH = 1_000


class Lack(StrEnum):
    """What a librarian looks after."""

    UNDATED = "undated"
    SOURCELESS = "without a source"
    UNTRACEABLE = "without date and address"
    ENDED = "past its date"
    REPLACED = "replaced"
    PENDING = "not yet in force"


@dataclass(frozen=True, slots=True)
class Holding:
    """A document. ``tier`` is its own, though a posting of it may quote another's; ``date`` is that of its beginning.

    ``postings`` counts those that are kept, none of an excerpt; ``codes`` are those that its text names.
    """

    id: str
    title: str
    source: str
    thread: bool
    tier: Tier
    provenances: tuple[Provenance, ...]
    date: PartialDate | None
    effective: PartialDate | None
    until: PartialDate | None
    superseded_by: str | None
    payer: str | None
    url: str | None
    citation: str
    codes: tuple[Code, ...]
    postings: int
    passages: int

    @property
    def kind(self) -> str:
        return "thread" if self.thread else "excerpt"

    def lacks(self, today: datetime.date) -> tuple[Lack, ...]:
        """What it lacks, or why it no longer stands or does not stand yet on the day ``today``."""
        found = {
            Lack.UNDATED: self.date is None,
            Lack.SOURCELESS: not self.source.strip(),
            Lack.UNTRACEABLE: self.date is None and self.url is None,
            Lack.ENDED: self.until is not None and self.until.days[1] < today,
            Lack.REPLACED: self.superseded_by is not None,
            Lack.PENDING: self.effective is not None and self.effective.days[0] > today,
        }
        return tuple(lack for lack, true in found.items() if true)


@dataclass(frozen=True, slots=True)
class Part:
    """A posting, or the text of an excerpt, in its passages. ``name`` is as in "post-2"."""

    name: str
    role: str | None
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Whole:
    """A document from its first passage to its last. ``successor`` took its place, where this base has that.

    ``unheard`` are the numbers of postings between these that say nothing of their own and are not kept.
    """

    holding: Holding
    parts: tuple[Part, ...]
    unheard: tuple[int, ...]
    successor: Holding | None


def read(store: Store) -> tuple[Holding, ...]:
    """Every document in the order of the index; reads each passage once, a batch at a time."""
    return tuple(holding(parts) for parts in _documents(store))


def whole(store: Store, id: str) -> Whole:
    """Raises QuestionError where the base has no such document."""
    stored = [one.passage for one in store.documents([id]).get(id, [])]
    if not stored:
        raise QuestionError(
            f"{id!r} is no document of this base: it was renamed or taken away, or the link is of another base; "
            "look for it in the Library, or with: citedesk documents"
        )
    parts = _parts(stored)
    own = holding(stored)
    later = store.documents([own.superseded_by])[own.superseded_by] if own.superseded_by else []
    return Whole(own, parts, _unheard(parts), holding([one.passage for one in later]) if later else None)


def holding(parts: Sequence[Passage]) -> Holding:
    """The document whose passages, at least one, these are."""
    first = parts[0]
    said = {passage.provenance for passage in parts}
    codes = {code for passage in parts for code in passage.codes}
    thread = first.role is not None
    return Holding(
        id=first.document_id,
        title=first.title,
        source=first.source,
        thread=thread,
        tier=_tier(parts),
        provenances=tuple(one for one in Provenance if one in said),
        date=next((passage.date for passage in parts if passage.date), None),
        effective=first.effective,
        until=first.until,
        superseded_by=first.superseded_by,
        payer=first.payer,
        url=first.url,
        citation=first.citation,
        codes=tuple(sorted(codes)),
        postings=len({_posting(passage) for passage in parts}) if thread else 0,
        passages=len(parts),
    )


def _tier(parts: Sequence[Passage]) -> Tier:
    """Who asks quotes nobody; else what most of it is."""
    asked = [passage.tier for passage in parts if passage.role == "asker"]
    return asked[0] if asked else Counter(passage.tier for passage in parts).most_common(1)[0][0]


def _documents(store: Store) -> Iterator[list[Passage]]:
    """The passages of a document stand together."""
    held: list[Passage] = []
    for start in range(0, len(store), _BATCH):
        for passage in store.passages(range(start, min(start + _BATCH, len(store)))):
            if held and held[0].document_id != passage.document_id:
                yield held
                held = []
            held.append(passage)
    if held:
        yield held


def _parts(stored: Sequence[Passage]) -> tuple[Part, ...]:
    found: dict[str, list[Passage]] = {}
    for passage in stored:
        found.setdefault(_posting(passage), []).append(passage)
    return tuple(Part(name, held[0].role, tuple(held)) for name, held in found.items())


def _posting(passage: Passage) -> str:
    """The posting "post-2" is cut into "post-2.1" and "post-2.2"."""
    return passage.part.partition(".")[0]


def _unheard(parts: Sequence[Part]) -> tuple[int, ...]:
    kept = [int(part.name.partition("-")[2]) for part in parts if part.role]
    return tuple(number for number in range(1, max(kept, default=0)) if number not in kept)
