"""Where the cited passages pull apart: what was replaced, what payers do differently, who says the opposite.

Precision comes before recall: only what a text itself says counts, never that two texts merely differ.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answers import Disagreement, Quotation, Side
from indexer.passages import Passage

# A quotation this far below the best one is not what the answer stands on.
_CENTRAL = 0.75
_PAYERS = re.compile(
    r"\bunlike\b"
    r"|\b(?:depend|var[yi]|differ)\w*\b[^.]{0,60}\b(?:payer|carrier|plan|insurer)s?\b"
    r"|\b(?:payer|carrier|plan|insurer)s?\b[^.]{0,40}\b(?:vary|varies|differ)\b"
    r"|\b(?:cpt|ama)\b[^.]{0,60}\b(?:medicare|cms)\b|\b(?:medicare|cms)\b[^.]{0,60}\b(?:cpt|ama)\b"
    r"|\b(?:private|commercial)\s+(?:payer|insur|plan|carrier)",
    re.IGNORECASE,
)
_OPPOSITE = re.compile(
    r"\bdisagree|\bopinions? differ|\btwo schools|\bsee it differently|\bdisput|\bin spite of\b"
    r"|\banother (?:view|version)\b|\bcoders? split\b|\bsplit on\b|\bmyth\b",
    re.IGNORECASE,
)
_MEDICARE = re.compile(r"\b(?:medicare|cms|mac|lcd|carrier)\b", re.IGNORECASE)


def find(quotations: Sequence[Quotation]) -> Disagreement | None:
    """The first that holds: replaced guidance, payers that differ, opposite views; or None."""
    best = max((quotation.score for quotation in quotations), default=0.0)
    central = [quotation for quotation in quotations if quotation.score >= _CENTRAL * best]
    return _replaced(central, quotations) or _payers(central) or _opposite(central)


def _replaced(central: Sequence[Quotation], quotations: Sequence[Quotation]) -> Disagreement | None:
    for old in central:
        new = [one for one in quotations if one.passage.document_id == old.replaced_by]
        if new:
            olds = [one.citation for one in quotations if one.replaced_by == old.replaced_by]
            return Disagreement(
                "Guidance changed.",
                (
                    Side(f"what stands{_dated(new[0].passage)}", tuple(one.citation for one in new)),
                    Side(f"what it replaced{_dated(old.passage)}", tuple(olds)),
                ),
            )
    return None


def _payers(central: Sequence[Quotation]) -> Disagreement | None:
    telling = [one for one in central if _PAYERS.search(f"{one.passage.title}. {one.text}")]
    if not telling:
        return None
    numbers = tuple(one.citation for one in telling)
    medicare = tuple(one.citation for one in central if _MEDICARE.search(one.text)) or numbers
    others = tuple(one.citation for one in central if one.citation not in medicare) or numbers
    return Disagreement("Payers differ.", (Side("Medicare", medicare), Side("CPT or other payers", others)))


def _opposite(central: Sequence[Quotation]) -> Disagreement | None:
    for one in central:
        if _OPPOSITE.search(f"{one.passage.title}. {one.text}"):
            others = [other.citation for other in central if other.citation != one.citation]
            sides = [Side(_speaker(one.passage), (one.citation,))]
            sides += [Side("another view", tuple(others))] if others else []
            return Disagreement("Sources say the opposite.", tuple(sides))
    return None


def _speaker(passage: Passage) -> str:
    return f"{passage.role or passage.source}{_dated(passage)}"


def _dated(passage: Passage) -> str:
    return f", {passage.date}" if passage.date else ", undated"
