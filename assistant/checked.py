"""A text whose claims were checked: of each claim what the base says of it, with the words that say so."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from assistant.answers import Citation
from indexer.documents import PartialDate
from indexer.passages import Passage


class Verdict(StrEnum):
    """``REPLACED``: a text of the base says so, and another one has stood in its place since."""

    SUPPORTED = "supported"
    CONTRADICTED = "contradicted"
    REPLACED = "replaced since"
    NOT_FOUND = "not found"


@dataclass(frozen=True, slots=True)
class Found:
    """``says`` stands word for word in the cited ``passage``, at ``start`` to ``end`` of its text."""

    says: str
    start: int
    end: int
    citation: Citation
    passage: Passage


@dataclass(frozen=True, slots=True)
class Replacement:
    """What stands in place of the text that a claim has, and from when on, as far as that is stated."""

    citation: Citation
    since: PartialDate | None


@dataclass(frozen=True, slots=True)
class CheckedClaim:
    """``text`` is the claim as it was pasted, masked. ``found`` is what decided; of what is not found the nearest
    words, if any came near. ``replaced`` goes with REPLACED alone.
    """

    number: int
    text: str
    verdict: Verdict
    found: Found | None
    replaced: Replacement | None = None


@dataclass(frozen=True, slots=True)
class Checked:
    """``passed_over`` counts the sentences that claim nothing: greetings, questions, facts of the case.

    ``masked`` names the kinds of identifiers that were masked before anything was searched. ``unsearched`` names parts
    of the store that did not answer.
    """

    claims: tuple[CheckedClaim, ...]
    passed_over: int
    masked: tuple[str, ...]
    fingerprint: str
    unsearched: tuple[str, ...] = ()

    def count(self, verdict: Verdict) -> int:
        return sum(one.verdict is verdict for one in self.claims)
