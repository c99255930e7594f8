"""How a source stands, in a word or two: current, replaced by what, an opinion, a ruling."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answers import Answer, Citation, Place, Quotation
from assistant.showing import phrases
from indexer.sources import Tier


@dataclass(frozen=True, slots=True)
class Badge:
    """``look`` names the style; the words say the same."""

    words: str
    look: str


def of(cited: Citation, quoted: Sequence[Quotation], found: Answer) -> Badge:
    """``quoted`` are the quotations that stand under the citation; none where it was only near."""
    dated = f" \u00b7 {cited.as_of}" if cited.as_of else " \u00b7 undated"
    if cited.tier is Tier.HOUSE:
        return Badge(f"Ruling{dated}", "ruling")
    later = phrases.replaced(quoted[0], found.citations, found.candidates) if quoted else ()
    if later:
        ends = quoted[0].place in {Place.IN_FORCE_THEN, Place.LATER}
        return Badge(phrases.opening(phrases.written(later)), "then" if ends else "replaced")
    if cited.tier > Tier.SOCIETY:
        return Badge(f"Opinion{dated}", "opinion")
    return Badge(f"Current{dated}", "current")
