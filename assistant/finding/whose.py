"""Whose rule a text is: of the payer, contractor or state that a question means, of another one, or of nobody's alone.

What the code sets say holds for every payer. What one payer says of its own claims holds for no other, however near it
comes to the question.
"""

from __future__ import annotations

from collections.abc import Collection

from assistant.reading.facts import Facts
from indexer import lexicon
from indexer.lexicon import Entry, Facet, Kind
from indexer.passages import Passage

# Who speaks where CMS or a contractor does.
_CMS = Entry(Facet.PAYER, "Medicare", Kind.MEDICARE)
# They have no rules of their own.
_NOBODY = frozenset({Kind.ANY, Kind.SELF_PAY})


def of_another(named: Facts, passage: Passage, said: str = "") -> bool:
    """Whether ``passage`` tells the rule of a payer or a state, and of none that ``named`` facts mean.

    ``said``: what else tells whose rule it is, an editor's words for a side or a case.
    """
    if not named.payers and not named.states:
        return False
    told = f"{passage.source}\n{passage.title}\n{said}"
    rule, spoken = _spoken(told), _spoken(f"{told}\n{passage.text}")
    if passage.payer == _CMS.name:
        rule, spoken = rule | {_CMS}, spoken | {_CMS}
    return any(
        _another(asked, _of(rule, facet), _of(spoken, facet))
        for facet, asked in ((Facet.PAYER, named.payers), (Facet.STATE, named.states))
    )


def speaks(named: Facts, text: str) -> bool:
    """Whether ``text`` names a payer that ``named`` facts mean, or its kind as a whole; False where none is meant."""
    spoken = _of(_spoken(text), Facet.PAYER)
    return any(one.covers(other) or _holds(one, other, spoken) for one in _meant(named.payers) for other in spoken)


def means_one(named: Facts) -> bool:
    """Whether a payer is meant that may have rules of its own."""
    return bool(_meant(named.payers))


def _another(asked: Collection[Entry], rule: Collection[Entry], spoken: Collection[Entry]) -> bool:
    meant = _meant(asked)
    own = any(one.covers(other) for one in meant for other in spoken)
    holds = own or any(_holds(one, other, rule) for one in meant for other in rule)
    return bool(meant) and bool(rule) and not holds


def _holds(asked: Entry, other: Entry, rule: Collection[Entry]) -> bool:
    """Whether a rule of ``other`` holds for ``asked``. A contractor follows Medicare, but not another contractor."""
    if other.covers(asked):
        return True
    if asked.kind is Kind.CONTRACTOR and other.kind is Kind.MEDICARE:
        return not any(one.kind is Kind.CONTRACTOR and not one.whole for one in rule)
    return asked.kind is Kind.MEDICARE and other.kind is Kind.CONTRACTOR


def _meant(asked: Collection[Entry]) -> list[Entry]:
    return [one for one in asked if one.kind not in _NOBODY]


def _spoken(text: str) -> set[Entry]:
    return {one.entry for one in lexicon.find(text) if not one.negated and one.entry.kind not in _NOBODY}


def _of(entries: Collection[Entry], facet: Facet) -> list[Entry]:
    return [one for one in entries if one.facet is facet]
