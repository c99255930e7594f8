"""On what an answer rests: which of its quotations lead, who speaks there, and as of when."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answers import Basis, Place, Quotation
from assistant.reading import service_date
from assistant.reading.question import Question

# The places of published guidance, the one that leads first.
_GUIDANCE = (Place.IN_FORCE_THEN, Place.GUIDANCE, Place.REPLACED)


def of(question: Question, quotations: Sequence[Quotation]) -> Basis:
    """Of ``quotations`` in the order of their numbers, at least one. What is further off speaks for nobody."""
    leads = next((place for place in _GUIDANCE if any(one.place == place for one in quotations)), None)
    speaking = [one.passage for one in quotations if (one.place == leads if leads else one.place != Place.FURTHER)]
    return Basis(
        tiers=tuple(dict.fromkeys(passage.tier for passage in speaking)),
        newest=max((passage.date.year for passage in speaking if passage.date), default=None),
        in_force=service_date.year(question) if leads == Place.IN_FORCE_THEN else None,
        replaced=leads in {Place.IN_FORCE_THEN, Place.REPLACED},
        opinion=leads is None,
        provenances=tuple(dict.fromkeys(passage.provenance for passage in speaking)),
    )
