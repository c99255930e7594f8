"""Where the evidence pulls apart: on a point that the base's editors recorded, or where one text replaced another.

Precision comes before recall: nothing is guessed from the words of the texts (see ``docs/benchmarks.md``).
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answers import Disagreement, Quotation, Side
from assistant.finding import memo
from assistant.finding.retrieval import Candidates
from assistant.fitted import logistic
from assistant.fitted.logistic import Logistic
from assistant.quoting.spans import published
from assistant.reading import service_date
from assistant.reading.question import Question
from indexer import codes, points, scoring
from indexer.codes import Code
from indexer.index import Index
from indexer.passages import Passage
from indexer.points import Point, PointSide, Why

# How far down the ranking a recorded side is looked for.
POOL = 40
# From this cosine on a question is one of an editor's own ways to ask about a point.
SAME = 0.95


@dataclass(frozen=True, slots=True)
class Asked:
    """How near a question comes to a recorded point, each between 0 and 1.

    Cosines of the question: ``likeness`` to the nearest way to ask about the point, ``view`` to the nearest view of a
    side. Parts of the question's rarity: ``covered`` is held by the point's phrases, ``strays`` only by the questions
    beside the point; ``back`` is the part of the nearest phrase's rarity that the question holds. ``first`` and
    ``second``: the best scores of passages of its sides, as a part of the best one's, the better side first.
    """

    likeness: float
    view: float
    covered: float
    strays: float
    back: float
    first: float
    second: float


@dataclass(frozen=True, slots=True)
class Replaced:
    """The scores of a replaced quotation and of what stands in its place, as parts of the best quotation's."""

    old: float
    new: float


def point(question: Question, candidates: Candidates, index: Index) -> Point | None:
    """The recorded point that the question is about, if it is about one."""
    calibration = shipped()["asked"]
    scored = [
        (1.0 if near.likeness >= SAME else calibration.chance(near), one)
        for one, near in nearness(question, candidates, index)
    ]
    best = max(scored, key=lambda pair: pair[0], default=None)
    return best[1] if best and best[0] >= calibration.threshold else None


def nearness(question: Question, candidates: Candidates, index: Index) -> list[tuple[Point, Asked]]:
    """For every recorded point of which a side was found."""
    head = candidates[:POOL]
    top = max((one.score for one in head), default=0.0) or 1.0
    best: dict[str, float] = {}
    for one in head:
        for source in points.names(one.passage) if one.passage.role != "asker" else ():
            best[source] = max(best.get(source, 0.0), one.score / top)
    rarity = memo.rarity(question.words, index.store)
    known = index.points
    found = []
    for point, like in zip(known.recorded, known.likeness(candidates.vector), strict=True):
        sides = sorted((max(best.get(source, 0.0) for source in side.sources) for side in point.sides), reverse=True)
        if not sides[0]:
            continue
        phrases, beside = (frozenset(points.terms_of(*texts)) for texts in (point.phrases, point.beside))
        asked = Asked(
            likeness=like.cosine,
            view=like.view,
            covered=scoring.part(rarity, phrases),
            strays=scoring.part(rarity, beside - phrases),
            back=scoring.part(known.weighed(like.nearest), rarity),
            first=sides[0],
            second=sides[1],
        )
        found.append((point, asked))
    return found


def find(quotations: Sequence[Quotation], point: Point | None, index: Index) -> Disagreement | None:
    """What the quotations show of the recorded ``point``; without one, what was replaced and what stands."""
    if point:
        known = frozenset(code for one in quotations for code in one.passage.codes)
        sides = _sides(quotations, point, known)
        if len(sides) > 1:
            return Disagreement(point.why, _named(point.on, known), tuple(sides))
    return _replaced(quotations, index)


def _sides(quotations: Sequence[Quotation], point: Point, known: frozenset[Code]) -> list[Side]:
    """What stands first; a quotation that could speak for two sides speaks for the one whose words it has."""
    found = []
    for side in reversed(point.sides) if point.why in {Why.SUPERSEDED, Why.DATES} else point.sides:
        others = [other for other in point.sides if other is not side]
        own = [
            one
            for one in quotations
            if _states(one, side) or (side.has(one.passage) and not any(other.has(one.passage) for other in others))
        ]
        if own:
            found.append(_side(_named(side.stands_for, known) or "one view", own))
    return found


def _states(one: Quotation, side: PointSide) -> bool:
    place = side.place(one.passage)
    return place is not None and one.start <= place[0] and place[1] <= one.end


def _named(words: str, known: frozenset[Code]) -> str | None:
    """An editor's ``words``, unless they name a code that no quoted passage names."""
    return words if known.issuperset(codes.values(codes.find(words))) else None


def _replaced(quotations: Sequence[Quotation], index: Index) -> Disagreement | None:
    for old, new, bearing in replacements(quotations):
        if not shipped()["replaced"].passes(bearing):
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


def _side(stands_for: str, quotations: Sequence[Quotation]) -> Side:
    """What it stands for, its tiers and its dates, and its citations."""
    tiers = dict.fromkeys(one.passage.tier.words for one in quotations)
    dates = dict.fromkeys(str(one.passage.date) if one.passage.date else "undated" for one in quotations)
    said = f"{stands_for} ({', '.join(tiers)}; {', '.join(dates)})"
    return Side(said, tuple(one.citation for one in quotations))


@functools.cache
def shipped() -> dict[str, Logistic]:
    """``asked`` over the fields of ``Asked``, ``replaced`` over those of ``Replaced``."""
    record = logistic.shipped("disagreement")
    return {name: Logistic.read(record[name]) for name in ("asked", "replaced")}
