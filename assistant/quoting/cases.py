"""The cases on which an answer turns, as the base's editors recorded them, and which of them a question tells of."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answers import Quotation
from assistant.finding.reader import Reader
from assistant.reading import polarity
from assistant.reading.question import Question
from assistant.statements import Case
from indexer.points import DEPENDS, NO, YES, Point

# How many logits the reader must like a case better than the next.
_CLEAR = 1.0


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
    """The case that the question itself is, where the reader is clear about it: it likes that one better than the
    others and than what the point says of all. A plain yes or no answers a question that wants one.
    """
    answered = point.verdict in {YES, NO} and polarity.polar(question.typed)
    if reader is None or not cases or answered or question.names_only:
        return None
    offered = [f"{one.when}. {one.says}" for one in cases]
    if point.verdict != DEPENDS:
        offered += [f"{point.on}. {side.says}" for side in point.sides]
    scores = reader.scores(question.meaning, offered)
    first, *others = sorted(range(len(offered)), key=lambda at: -scores[at])
    clear = bool(others) and scores[first] - scores[others[0]] >= _CLEAR
    return cases[first] if clear and first < len(cases) else None
