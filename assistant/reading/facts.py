"""What is known of a case: who pays, when and where it was, who did it, and what was changed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from indexer import lexicon
from indexer.lexicon import Change, Entry, Facet, Kind, Mention, Period

_MEDICARE = frozenset({Kind.MEDICARE, Kind.CONTRACTOR})
_WHO = r"(?:physicians?|doctors?|docs?|drs?|mds?|surgeons?|attendings?)"
_DID = r"(?:did|does|performs?|performed|gave|gives|refill(?:s|ed)|program(?:s|med)|reprogram(?:s|med)|changed|placed)"
# A physician is named for much else: whom to ask, who wants to know.
_HIMSELF = re.compile(
    rf"\b(?:performed|done|given|refilled|programmed|reprogrammed)\sby\s(?:the\s|our\s|a\s)?{_WHO}\b"
    rf"|\b{_WHO}\s{_DID}\s(?:it|this|that|them)\b|\b(?:{_WHO}|he|she)\b[^.?!]{{0,60}}\b(?:himself|herself|personally)\b",
    re.IGNORECASE,
)

_CHANGED = {Change.DOSE: "dose changed", Change.RATE: "rate changed", Change.NOTHING: "nothing changed"}


@dataclass(frozen=True, slots=True)
class Facts:
    """Nothing stands where nothing is said.

    ``payers`` are named as meant, ``excluded`` as not meant ("not Medicare"); ``contrasted`` are those of ``payers``
    between which it is left open ("Medicare or commercial?"). ``years`` are all that are named, ``service`` is the one
    time of service that is meant. ``performed``: the ``performers`` are told as those who did it, not named in passing.
    ``changed``: what of a running therapy was changed.
    """

    payers: tuple[Entry, ...] = ()
    excluded: tuple[Entry, ...] = ()
    contrasted: tuple[Entry, ...] = ()
    states: tuple[Entry, ...] = ()
    years: tuple[int, ...] = ()
    service: Period | None = None
    settings: tuple[Entry, ...] = ()
    performers: tuple[Entry, ...] = ()
    performed: bool = False
    changed: tuple[Change, ...] = ()

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

    @property
    def of_any_subject(self) -> Facts:
        """What stays when the subject changes: who pays, and when."""
        return Facts(self.payers, self.excluded, self.contrasted, self.states, self.years, self.service)

    def over(self, earlier: Facts) -> Facts:
        """These, and of ``earlier`` ones what these leave unsaid; a payer that these exclude is gone."""
        dated = self if self.years else earlier
        performing = self if self.performers or self.performed else earlier
        return Facts(
            payers=self.payers or tuple(entry for entry in earlier.payers if not _one_of(entry, self.excluded)),
            excluded=self.excluded or tuple(entry for entry in earlier.excluded if not _one_of(entry, self.payers)),
            contrasted=self.contrasted if self.payers else earlier.contrasted,
            states=self.states or earlier.states,
            years=dated.years,
            service=dated.service,
            settings=self.settings or earlier.settings,
            performers=performing.performers,
            performed=performing.performed,
            changed=self.changed or earlier.changed,
        )


NOTHING = Facts()


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
        performed=bool(_HIMSELF.search(text)),
        changed=lexicon.find_changes(text),
    )


def words(facts: Facts, said: Facts) -> tuple[str, ...]:
    """What of ``facts`` stands besides those that are ``said``, in a few words each."""
    payers = [entry.name for entry in facts.payers if entry not in said.payers]
    excluded = [f"not {entry.name}" for entry in facts.excluded if entry not in said.excluded]
    service = str(facts.service) if facts.service and facts.service != said.service else ""
    places = [entry.name for entry in facts.settings if entry not in said.settings]
    performers = [entry.name for entry in facts.performers if entry not in said.performers]
    changed = [_CHANGED[one] for one in facts.changed if one not in said.changed]
    return tuple(one for one in (*payers, *excluded, service, *places, *performers, *changed) if one)


def without(text: str, newer: Facts) -> str:
    """``text`` without the payers, dates, settings and performers that it names and ``newer`` facts put others for."""
    return _cut(text, _outdated(text, newer))


def untold(text: str) -> str:
    """``text`` without any payer, date, setting and performer."""
    places = [(one.start, one.end) for one in lexicon.find(text) if one.entry.facet is not Facet.STATE]
    places += [(one.start, one.end) for one in lexicon.find_dates(text)]
    return _cut(text, places)


def _cut(text: str, places: Iterable[tuple[int, int]]) -> str:
    """``text`` without the characters at these offsets."""
    for start, end in sorted(places, reverse=True):
        text = f"{text[:start]} {text[end:]}"
    return " ".join(text.split())


def _outdated(text: str, newer: Facts) -> Iterator[tuple[int, int]]:
    told = {Facet.PAYER: newer.payers, Facet.SETTING: newer.settings, Facet.PERFORMER: newer.performers}
    for one in lexicon.find(text):
        others = told.get(one.entry.facet, ())
        if one.entry in newer.excluded if not others else one.entry not in others:
            yield one.start, one.end
    if newer.years:
        yield from ((one.start, one.end) for one in lexicon.find_dates(text) if not set(one.years) & set(newer.years))


def _entries(found: Sequence[Mention], facet: Facet, negated: bool = False) -> tuple[Entry, ...]:
    named = (one.entry for one in found if one.entry.facet is facet and one.negated is negated)
    return tuple(dict.fromkeys(named))


def _one_of(entry: Entry, others: Sequence[Entry]) -> bool:
    """Whether ``others`` hold it; Medicare holds its contractors."""
    contractor = entry.kind is Kind.CONTRACTOR
    return any(other.covers(entry) or (contractor and other.kind is Kind.MEDICARE) for other in others)
