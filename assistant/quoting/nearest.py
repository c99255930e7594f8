"""What is quoted where nothing settles the question: the sentences that come closest, each from another document."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from assistant.answers import Candidate, Place, Quotation
from assistant.finding import asking, memo
from assistant.finding.retrieval import Candidates
from assistant.quoting import sentences, spans
from assistant.quoting.successors import Successors
from assistant.reading import service_date
from assistant.reading.question import Question
from assistant.reading.service_date import Standing
from indexer.index import Index
from indexer.points import Point

# How many are quoted, how far down the order they are sought, and how long one is where no reader chose it.
QUOTATIONS, DEPTH, LENGTH = 3, 40, 300


def select(question: Question, candidates: Candidates, index: Index, point: Point | None = None) -> list[Quotation]:
    """At most QUOTATIONS, numbered from 1; an asker is never quoted. The words of a recorded ``point`` that is likely
    meant come first, then the closest, but what was not in force on the day asked about after what was.
    """
    successors = Successors(candidates, index, service_date.asked(question))
    rarity = memo.rarity(question.meaning, index.store)
    chosen: dict[str, Candidate] = {}
    for one in candidates[:DEPTH]:
        if asking.may_answer(one.passage):
            then = _in_force(one, question, successors, rarity)
            chosen.setdefault(then.passage.document_id, then)
        if len(chosen) == QUOTATIONS:
            break
    ordered = sorted(chosen.values(), key=lambda one: not successors.standing(one.passage).in_force)
    said = _said(point, successors) if point else None
    if said:
        others = [one for one in ordered if one.passage.document_id != said.passage.document_id]
        ordered = [said, *others][:QUOTATIONS]
    return list(_quotations(question, ordered, successors, rarity))


def _said(point: Point, successors: Successors) -> Candidate | None:
    """The passage that has the words of the point's first side, with their sentences as its window."""
    side = point.sides[0]
    for one in successors.passages(side.source.partition("#")[0]):
        if place := side.place(one.passage):
            span = spans.around(one, *place, None)
            return replace(one, window=(span.start, span.end))
    return None


def _in_force(one: Candidate, question: Question, successors: Successors, rarity: dict[str, float]) -> Candidate:
    """In place of what had ended by the day asked about what had replaced it, where the base has that."""
    later = successors.of(one.passage) if successors.standing(one.passage) is Standing.ENDED else None
    if later is None:
        return one
    new = successors.passages(later)
    return max(new, key=lambda other: spans.best(other, question, rarity, None, LENGTH).score, default=one)


def _quotations(
    question: Question, chosen: list[Candidate], successors: Successors, rarity: dict[str, float]
) -> Iterator[Quotation]:
    for number, one in enumerate(chosen, 1):
        later = successors.of(one.passage)
        span = spans.best(one, question, rarity, later, LENGTH)
        text = one.passage.text
        start, end = sentences.answering(text, *(one.window or (span.start, span.end)), len(text))
        end = sentences.followed(one, start, end) if number == 1 else end
        yield Quotation(
            citation=number,
            passage=one.passage,
            start=start,
            end=end,
            text=text[start:end],
            score=one.score,
            replaced_by=later,
            place=Place.NEAREST,
            short=text[start:end],
        )
