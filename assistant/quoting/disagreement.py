"""Where the evidence pulls apart: on a point that the base's editors recorded, or where one text replaced another.

Precision comes before recall: nothing is guessed from the words of the texts (see ``docs/benchmarks.md``).
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answers import Quotation
from assistant.fitted import logistic
from assistant.fitted.logistic import Logistic
from assistant.quoting import spans
from assistant.quoting.spans import published
from assistant.reading import service_date
from assistant.statements import Disagreement, Side
from indexer import codes
from indexer.codes import Code
from indexer.index import Index
from indexer.passages import Passage
from indexer.points import Point, PointSide, Why


@dataclass(frozen=True, slots=True)
class Replaced:
    """The scores of a replaced quotation and of what stands in its place, as parts of the best quotation's."""

    old: float
    new: float


def find(quotations: Sequence[Quotation], point: Point | None, index: Index) -> Disagreement | None:
    """What the quotations show of the recorded ``point``; without one, what was replaced and what stands."""
    if point and point.why:
        known = frozenset(code for one in quotations for code in one.passage.codes)
        sides = _sides(quotations, point, known)
        if len(sides) > 1:
            return Disagreement(point.why, _named(point.on, known), tuple(sides))
    return _replaced(quotations, index)


def _sides(quotations: Sequence[Quotation], point: Point, known: frozenset[Code]) -> list[Side]:
    """What stands first; a quotation that could speak for two sides speaks for the one whose words it has."""
    found = []
    for side in point.newest_first:
        others = [other for other in point.sides if other is not side]
        own = [
            one
            for one in quotations
            if spans.recorded(one, side)
            or (side.has(one.passage) and not any(other.has(one.passage) for other in others))
        ]
        if own:
            found.append(_side(_named(side.stands_for or "", known) or "one view", own, side))
    return found


def _named(words: str, known: frozenset[Code]) -> str | None:
    """An editor's ``words``, unless they name a code that no quoted passage names."""
    return words if known.issuperset(codes.values(codes.find(words))) else None


def _replaced(quotations: Sequence[Quotation], index: Index) -> Disagreement | None:
    for old, new, bearing in replacements(quotations):
        if not shipped().passes(bearing):
            continue
        # Where an editor recorded what the two disagree on, the question is not about that.
        if not any(_between(point, old.passage, new.passage) for point in index.points.recorded):
            olds = [one for one in quotations if one is old or one.replaced_by == old.replaced_by]
            later = [one for one in quotations if one not in olds and (one is new or _took_its_place(one, old))]
            sides = (_side("what stands", later), _side("what it replaced", olds))
            return Disagreement(Why.SUPERSEDED, None, sides)
    return None


def _between(point: Point, old: Passage, new: Passage) -> bool:
    return all(any(side.has(passage) for side in point.sides) for passage in (old, new))


def replacements(quotations: Sequence[Quotation]) -> list[tuple[Quotation, Quotation, Replaced]]:
    """Old and new, where the base itself names what took the place of a quoted text, in the order of the old ones."""
    top = max((one.score for one in quotations), default=0.0) or 1.0
    return [
        (old, new, Replaced(old.score / top, new.score / top))
        for old in quotations
        for new in quotations
        if new.passage.document_id == (old.replaced_by or "")
    ]


def _took_its_place(one: Quotation, old: Quotation) -> bool:
    later = service_date.came_later(one.passage, old.passage)
    return published(one.passage) and one.replaced_by is None and later


def _side(stands_for: str, quotations: Sequence[Quotation], recorded: PointSide | None = None) -> Side:
    """What it stands for, its tiers and dates, and its citations; what it says in the words of the record where one of
    the quotations has these, or else in the first one's.
    """
    tiers = dict.fromkeys(one.passage.tier.words for one in quotations)
    dates = dict.fromkeys(str(one.passage.date) if one.passage.date else "undated" for one in quotations)
    said = f"{stands_for} ({', '.join(tiers)}; {', '.join(dates)})"
    stating = next((one for one in quotations if recorded and spans.recorded(one, recorded)), None)
    return Side(
        stands_for=said,
        citations=tuple(one.citation for one in quotations),
        says=recorded.says if recorded and stating else quotations[0].short,
        stated=(stating or quotations[0]).citation,
        since=recorded.since if recorded else None,
        until=recorded.until if recorded else None,
    )


@functools.cache
def shipped() -> Logistic:
    """Over the fields of ``Replaced``."""
    return Logistic.read(logistic.shipped("disagreement")["replaced"])
