"""Which documents of a base are wanted, and in which order they are listed."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from assistant.library.holdings import Holding, Lack
from indexer.codes import Code
from indexer.documents import Provenance
from indexer.sources import Tier

T = TypeVar("T")


class Order(StrEnum):
    NEWEST = "newest first"
    OLDEST = "oldest first"
    TITLE = "title"
    SOURCE = "source"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Documents that fit every field; an empty field leaves none out, several values of one mean any of them.

    Each of ``words`` must stand in title, source, payer or id. ``codes`` are those that its text names.
    """

    words: str = ""
    sources: frozenset[str] = frozenset()
    tiers: frozenset[Tier] = frozenset()
    provenances: frozenset[Provenance] = frozenset()
    years: frozenset[int] = frozenset()
    codes: frozenset[Code] = frozenset()
    lacks: frozenset[Lack] = frozenset()

    def fits(self, one: Holding, today: datetime.date) -> bool:
        said = f"{one.title} {one.source} {one.payer or ''} {one.id}".casefold()
        return (
            all(word in said for word in self.words.casefold().split())
            and _any(self.sources, [one.source])
            and _any(self.tiers, [one.tier])
            and _any(self.provenances, one.provenances)
            and _any(self.years, [one.date.year] if one.date else [])
            and _any(self.codes, one.codes)
            and _any(self.lacks, one.lacks(today))
        )


def chosen(
    held: Sequence[Holding], wanted: Wanted, today: datetime.date, order: Order = Order.NEWEST
) -> tuple[Holding, ...]:
    """Those that fit, an undated one after all that are dated."""
    found = [one for one in held if wanted.fits(one, today)]
    if order in {Order.TITLE, Order.SOURCE}:
        key: Callable[[Holding], str] = (lambda one: one.title) if order is Order.TITLE else (lambda one: one.source)
        return tuple(sorted(found, key=lambda one: (key(one).casefold(), one.title.casefold(), one.id)))
    dated = sorted((one for one in found if one.date), key=_first_day, reverse=order is Order.NEWEST)
    return (*dated, *(one for one in found if not one.date))


def _first_day(one: Holding) -> datetime.date:
    assert one.date
    return one.date.days[0]


def _any(wanted: frozenset[T], has: Sequence[T]) -> bool:
    return not wanted or any(one in wanted for one in has)
