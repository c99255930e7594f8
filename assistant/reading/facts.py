"""What is known of a case: who pays, when and where it was, and who did it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from indexer import lexicon
from indexer.lexicon import Entry, Facet, Kind, Mention, Period

_MEDICARE = frozenset({Kind.MEDICARE, Kind.CONTRACTOR})


@dataclass(frozen=True, slots=True)
class Facts:
    """Nothing stands where nothing is said.

    ``payers`` are named as meant, ``excluded`` as not meant ("not Medicare"); ``contrasted`` are those of ``payers``
    between which it is left open ("Medicare or commercial?"). ``years`` are all that are named, ``service`` is the one
    time of service that is meant.
    """

    payers: tuple[Entry, ...] = ()
    excluded: tuple[Entry, ...] = ()
    contrasted: tuple[Entry, ...] = ()
    states: tuple[Entry, ...] = ()
    years: tuple[int, ...] = ()
    service: Period | None = None
    settings: tuple[Entry, ...] = ()
    performers: tuple[Entry, ...] = ()

    @property
    def medicare(self) -> bool:
        """Whether Medicare itself pays, so that CMS and its contractors speak for the payer."""
        kinds = {entry.kind for entry in self.payers} - {Kind.ANY}
        return bool(kinds) and kinds <= _MEDICARE

    @property
    def settles_medicare(self) -> bool:
        """Whether it is settled that Medicare pays or that another does, or payers at large are meant."""
        kinds = [entry.kind for entry in self.payers]
        if Kind.ANY in kinds or any(entry.kind is Kind.MEDICARE for entry in self.excluded):
            return True
        sides = {kind in _MEDICARE for kind in kinds}
        return bool(sides) and (len(sides) == 1 or not self.contrasted)

    @property
    def latest_year(self) -> int | None:
        """The year in which the time of service ends; None where it has no end or none is meant."""
        return self.service.last.year if self.service and self.service.last else None

    def over(self, earlier: Facts) -> Facts:
        """These, and of ``earlier`` ones what these leave unsaid; a payer that these exclude is gone."""
        dated = self if self.years else earlier
        return Facts(
            payers=self.payers or tuple(entry for entry in earlier.payers if not _one_of(entry, self.excluded)),
            excluded=self.excluded or tuple(entry for entry in earlier.excluded if not _one_of(entry, self.payers)),
            contrasted=self.contrasted if self.payers else earlier.contrasted,
            states=self.states or earlier.states,
            years=dated.years,
            service=dated.service,
            settings=self.settings or earlier.settings,
            performers=self.performers or earlier.performers,
        )


def read(text: str) -> Facts:
    """What ``text`` alone says."""
    found, dates = lexicon.find(text), lexicon.find_dates(text)
    return Facts(
        payers=_entries(found, Facet.PAYER),
        excluded=_entries(found, Facet.PAYER, negated=True),
        contrasted=_entries([one for one in found if one.contrasted], Facet.PAYER),
        states=_entries(found, Facet.STATE),
        years=tuple(dict.fromkeys(year for one in dates for year in one.years)),
        service=lexicon.service(dates),
        settings=_entries(found, Facet.SETTING),
        performers=_entries(found, Facet.PERFORMER),
    )


def _entries(found: Sequence[Mention], facet: Facet, negated: bool = False) -> tuple[Entry, ...]:
    named = (one.entry for one in found if one.entry.facet is facet and one.negated is negated)
    return tuple(dict.fromkeys(named))


def _one_of(entry: Entry, others: Sequence[Entry]) -> bool:
    """Whether ``others`` hold it; Medicare holds its contractors."""
    contractor = entry.kind is Kind.CONTRACTOR
    return any(other.covers(entry) or (contractor and other.kind is Kind.MEDICARE) for other in others)
