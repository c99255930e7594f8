"""The cases on which an answer turns, as the base's editors recorded them, and which of them a question tells of."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answers import Quotation
from assistant.finding.reader import Reader
from assistant.reading import agreement, polarity
from assistant.reading.question import Question
from assistant.statements import Case
from indexer.points import DEPENDS, NO, YES, Point

# How many logits the reader must like a case better than the next, and how well at least: below that it follows words
# that the question shares with a case, and no longer what the case is.
_CLEAR, _LEAST = 1.0, -0.5


def of(point: Point, quotations: Sequence[Quotation]) -> tuple[Case, ...]:
    """Those whose words are quoted, in the order of the record."""
    found = []
    for case in point.cases:
        for one in quotations:
            place = case.place(one.passage)
            if place and one.start <= place[0] and place[1] <= one.end:
                said = one.passage.text[slice(*place)]
                found.append(Case(case.when, case.report, case.not_with, said, one.citation))
                break
    return tuple(found)


def told(question: Question, point: Point, cases: Sequence[Case], reader: Reader | None) -> Case | None:
    """The case that the question itself is: the only one that agrees with what is known of it, or else the one about
    which the reader is clear. A plain yes or no answers a question that wants one.
    """
    if not cases or (point.verdict in {YES, NO} and polarity.polar(question.typed)):
        return None
    agreed = {one.when: agreement.agrees(question.facts, one.when) for one in cases}
    known = [one for one in cases if agreed[one.when]]
    if len(known) == 1:
        return known[0]
    left = [one for one in known or cases if agreed[one.when] is not False]
    return _read(question, point, left, reader) if reader and left else None


def _read(question: Question, point: Point, cases: Sequence[Case], reader: Reader) -> Case | None:
    """The one that the reader likes better than the others, and than what the point says of all."""
    offered = [f"{one.when}. {one.says}" for one in cases]
    if point.verdict != DEPENDS:
        offered += [f"{point.on}. {side.says}" for side in point.sides]
    scores = reader.scores(question.meaning, offered)
    first, *others = sorted(range(len(offered)), key=lambda at: -scores[at])
    clear = bool(others) and scores[first] >= _LEAST and scores[first] - scores[others[0]] >= _CLEAR
    return cases[first] if clear and first < len(cases) else None
