"""The cases on which an answer turns, as the base's editors recorded them, and which of them a question tells of."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answers import Quotation
from assistant.finding.reader import Reader
from assistant.reading.question import Question
from assistant.statements import Case
from indexer.points import DEPENDS, Point

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
    """The case that the question itself is, where the answer turns on cases and the reader is clear about it."""
    if point.verdict != DEPENDS or len(cases) < 2 or reader is None:
        return None
    scores = reader.scores(question.meaning, [f"{one.when}. {one.says}" for one in cases])
    first, second = sorted(range(len(cases)), key=lambda at: -scores[at])[:2]
    return cases[first] if scores[first] - scores[second] >= _CLEAR else None
