"""Which recorded point a question is about, if it is about one."""

from __future__ import annotations

import functools
from dataclasses import dataclass

from assistant.finding import memo
from assistant.finding.retrieval import Candidates
from assistant.fitted import logistic
from assistant.fitted.logistic import Logistic
from assistant.reading.question import Question
from indexer import points, scoring
from indexer.index import Index
from indexer.points import Point

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
    ``second``: the best scores of passages of its sides, as a part of the best one's, the better side first; 0 for the
    second of a point that nobody disputes.
    """

    likeness: float
    view: float
    covered: float
    strays: float
    back: float
    first: float
    second: float


@dataclass(frozen=True, slots=True)
class Met:
    """A recorded point that a question comes near: the phrase of it that lies ``nearest``, and the ``chance`` that the
    question is about it.
    """

    point: Point
    nearest: str
    asked: Asked
    chance: float


def of(question: Question, candidates: Candidates, index: Index) -> Met | None:
    """The recorded point that the question is about, if it is about one."""
    best = max(met(question, candidates, index), key=lambda one: one.chance, default=None)
    return best if best and best.chance >= shipped().threshold else None


def met(question: Question, candidates: Candidates, index: Index) -> list[Met]:
    """Every recorded point of which a side was found."""
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
            second=sides[1] if len(sides) > 1 else 0.0,
        )
        chance = 1.0 if asked.likeness >= SAME else shipped().chance(asked)
        found.append(Met(point, like.nearest, asked, chance))
    return found


@functools.cache
def shipped() -> Logistic:
    """Over the fields of ``Asked``."""
    return Logistic.read(logistic.shipped("disagreement")["asked"])
