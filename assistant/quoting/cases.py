"""The cases on which an answer turns, as the base's editors recorded them, and which of them a question tells of."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answers import Place, Quotation
from assistant.quoting import spans
from assistant.quoting.citations import unsupported
from assistant.reading import agreement, polarity
from assistant.reading.question import Question
from assistant.statements import Case
from indexer.points import NO, YES, Point


def of(point: Point, quotations: Sequence[Quotation]) -> tuple[Case, ...]:
    """Those whose words are quoted, in the order of the record; none of a later time than the one asked about, nor one
    that names a code which no quoted passage does.
    """
    found = []
    offered = {code for one in quotations for code in one.passage.codes}
    for case in (one for one in point.cases if not unsupported(one.told, offered)):
        for one in quotations:
            if one.place is not Place.LATER and (said := spans.recorded(one, case)):
                found.append(Case(case.when, case.report, case.not_with, said, one.citation))
                break
    return tuple(found)


def told(question: Question, point: Point, cases: Sequence[Case]) -> Case | None:
    """The case that the question itself is: the only one that agrees with what is known of it. A plain yes or no
    answers a question that wants one.

    The reader is not asked: of 116 questions that told a case in words of their own it chose the right one for .53, and
    where it was sure, for .50; what facts agree on is right for .84 of the 25 that they tell.
    """
    if question.names_only or (point.verdict in {YES, NO} and polarity.polar(question.typed)):
        return None
    known = [one for one in cases if agreement.agrees(question.facts, one.when)]
    return known[0] if len(known) == 1 else None
