"""What the documents of a base leave open: no date or source, a day that has passed, a successor that is not there."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from indexer.passages import Passage

# How many documents are named for each.
NAMED = 3


@dataclass(frozen=True, slots=True)
class Gap:
    """``of`` documents are looked at, ``ids`` are those that have the gap; ``do`` mends it."""

    what: str
    ids: tuple[str, ...]
    of: int
    do: str

    @property
    def told(self) -> str:
        first = ", ".join(self.ids[:NAMED])
        more = f" and {len(self.ids) - NAMED:,} more" if len(self.ids) > NAMED else ""
        return f"{len(self.ids):,} of {self.of:,} {self.what}: {first}{more}; {self.do}"


def of(stored: Sequence[Passage], today: datetime.date) -> Iterator[Gap]:
    """Those that there are."""
    by_document: dict[str, list[Passage]] = {}
    for passage in stored:
        by_document.setdefault(passage.document_id, []).append(passage)
    guidance = {id: parts for id, parts in by_document.items() if parts[0].role is None}

    def found(what: str, has: Callable[[Passage], bool], do: str, among: dict[str, list[Passage]]) -> Iterator[Gap]:
        ids = tuple(id for id, parts in among.items() if all(map(has, parts)))
        if ids:
            yield Gap(what, ids, len(among), do)

    beside = "above their texts, or in NAME.yaml beside the file"
    yield from found(
        "excerpts state no date", lambda one: one.date is None, f"write 'date: 2024-01' {beside}", guidance
    )
    yield from found(
        "documents name no source", lambda one: not one.source, f"write 'source: NAME' {beside}", by_document
    )
    yield from found(
        "documents held until a day that has passed, and name none in their place",
        lambda one: one.until is not None and one.until.days[1] < today and not one.superseded_by,
        "write 'superseded_by: ID', or take them away",
        by_document,
    )
    yield from found(
        "documents were replaced by one that is not in this base",
        lambda one: one.superseded_by is not None and one.superseded_by not in by_document,
        "add that document, or mend 'superseded_by'",
        by_document,
    )
