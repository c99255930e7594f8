"""On what an answer rests: which of its quotations lead, who speaks there, and as of when."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answers import Basis, Place, Quotation
from assistant.finding import demands
from assistant.quoting.spans import published
from assistant.reading import service_date
from assistant.reading.question import Question

# The places whose quotations speak alone where they lead, the first one first.
_LEADING = (Place.IN_FORCE_THEN, Place.GUIDANCE, Place.OPINION, Place.REPLACED, Place.LATER)


def of(question: Question, quotations: Sequence[Quotation]) -> Basis:
    """Of ``quotations`` in the order of their numbers, at least one. What is further off speaks for nobody."""
    leads = next((place for place in _LEADING if any(one.place == place for one in quotations)), None)
    with_it = {leads, Place.RULING} if leads == Place.OPINION else {leads}
    speaking = [one.passage for one in quotations if (one.place in with_it if leads else one.place != Place.FURTHER)]
    opinion = not any(map(published, speaking))
    guidance = [one for one in quotations if published(one.passage) and one.place != Place.FURTHER]
    began = [passage.effective for passage in speaking if passage.effective]
    return Basis(
        tiers=tuple(dict.fromkeys(passage.tier for passage in speaking)),
        newest=max((passage.date.year for passage in speaking if passage.date), default=None),
        in_force=service_date.year(question) if leads == Place.IN_FORCE_THEN else None,
        replaced=leads in {Place.IN_FORCE_THEN, Place.REPLACED},
        opinion=opinion,
        provenances=tuple(dict.fromkeys(passage.provenance for passage in speaking)),
        since=min(began, key=lambda date: date.days[0], default=None) if leads == Place.LATER else None,
        of_another_time=bool(guidance) and all(one.place.of_another_time for one in guidance),
        silent=tuple(demands.unnamed(question.typed, demands.held_by(speaking))),
    )
