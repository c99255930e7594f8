"""A base in figures: how much of it there is by source, tier, provenance, year and code, and what it lacks."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from assistant.library.holdings import Holding, Lack
from indexer.codes import Code
from indexer.documents import Provenance
from indexer.sources import Tier

K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Amount:
    documents: int
    passages: int


@dataclass(frozen=True, slots=True)
class Figures:
    """Each table has the most first, but for tiers and provenances, which keep their order, and years, newest first.

    A thread in several provenances counts in each; a year None is that of the undated.
    """

    whole: Amount
    threads: int
    tiers: Mapping[Tier, Amount]
    provenances: Mapping[Provenance, Amount]
    sources: Mapping[str, Amount]
    years: Mapping[int | None, Amount]
    codes: Mapping[Code, Amount]
    lacks: Mapping[Lack, Amount]


def of(held: Sequence[Holding], today: datetime.date) -> Figures:
    tiers = _counted(held, lambda one: [one.tier])
    provenances = _counted(held, lambda one: one.provenances)
    years = _counted(held, lambda one: [one.date.year if one.date else None])
    lacks = _counted(held, lambda one: one.lacks(today))
    return Figures(
        whole=_amount(held),
        threads=sum(one.thread for one in held),
        tiers={tier: tiers[tier] for tier in Tier if tier in tiers},
        provenances={one: provenances[one] for one in Provenance if one in provenances},
        sources=_most_first(_counted(held, lambda one: [one.source])),
        years={year: years[year] for year in sorted(years, key=lambda year: -(year or 0))},
        codes=_most_first(_counted(held, lambda one: one.codes)),
        lacks={lack: lacks.get(lack, Amount(0, 0)) for lack in Lack},
    )


def _counted(held: Sequence[Holding], keys: Callable[[Holding], Iterable[K]]) -> dict[K, Amount]:
    found: dict[K, list[Holding]] = {}
    for one in held:
        for key in keys(one):
            found.setdefault(key, []).append(one)
    return {key: _amount(those) for key, those in found.items()}


def _amount(held: Sequence[Holding]) -> Amount:
    return Amount(len(held), sum(one.passages for one in held))


def _most_first(found: Mapping[K, Amount]) -> dict[K, Amount]:
    """Equal ones by their names."""
    return dict(sorted(found.items(), key=lambda one: (-one[1].documents, str(one[0]))))
