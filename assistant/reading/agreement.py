"""Whether what is known of a case agrees with the words that tell one: "Medicare pays", "refilled, dose unchanged"."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from assistant.reading import facts
from assistant.reading.facts import Facts
from indexer.lexicon import Change, Entry, Kind

# Payers at large, and those that go by one rule.
_AT_LARGE = frozenset({Kind.MEDICARE, Kind.CONTRACTOR, Kind.SELF_PAY, Kind.ANY})


def agrees(known: Facts, when: str) -> bool | None:
    """False where ``known`` settles something otherwise than ``when`` has it, True where something is as it has it,
    None where neither speaks of what the other does.
    """
    found = list(_compared(known, facts.read(when)))
    return all(found) if found else None


def _compared(known: Facts, case: Facts) -> Iterator[bool]:
    """Of each fact that both settle, whether they are at one."""
    if known.settles_medicare and case.settles_medicare:
        yield known.medicare == case.medicare
    if not known.contrasted and (some := _insurers(known)) and (others := _insurers(case)):
        yield _overlap(some, others)
    if known.states and case.states:
        yield _meet(known.states, case.states)
    if known.service and case.service:
        yield case.service.holds(known.service)
    if known.changed and case.changed:
        yield (Change.NOTHING in known.changed) == (Change.NOTHING in case.changed)
    if known.settings and case.settings:
        yield _meet(known.settings, case.settings)
    if known.performed and case.performers:
        yield _meet(known.performers, case.performers)


def _insurers(facts: Facts) -> list[Entry]:
    return [entry for entry in facts.payers if entry.kind not in _AT_LARGE]


def _overlap(some: Collection[Entry], others: Collection[Entry]) -> bool:
    return any(one.covers(other) or other.covers(one) for one in some for other in others)


def _meet(some: Collection[object], others: Collection[object]) -> bool:
    return any(one in others for one in some)
