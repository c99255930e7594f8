"""What is quoted where nothing settles the question: the sentences that come closest, each from another document."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.answers import Candidate, Place, Quotation
from assistant.finding import asking, memo
from assistant.finding.retrieval import Candidates
from assistant.quoting import spans
from assistant.quoting.successors import Successors
from assistant.reading.question import Question
from indexer.index import Index

# How many are quoted, how far down the order they are sought, and how long one is where no reader chose it.
QUOTATIONS, DEPTH, LENGTH = 3, 40, 300


def select(question: Question, candidates: Candidates, index: Index) -> list[Quotation]:
    """At most QUOTATIONS, numbered from 1, the closest first; an asker is never quoted."""
    chosen: dict[str, Candidate] = {}
    for one in candidates[:DEPTH]:
        if asking.may_answer(one.passage):
            chosen.setdefault(one.passage.document_id, one)
        if len(chosen) == QUOTATIONS:
            break
    return list(_quotations(question, list(chosen.values()), candidates, index))


def _quotations(
    question: Question, chosen: list[Candidate], candidates: Candidates, index: Index
) -> Iterator[Quotation]:
    successors = Successors(candidates, index)
    successors.read([one.passage for one in chosen], ())
    rarity = memo.rarity(question.meaning, index.store)
    for number, one in enumerate(chosen, 1):
        later = successors.of(one.passage)
        span = spans.best(one, question, rarity, later, LENGTH)
        start, end = one.window or (span.start, span.end)
        yield Quotation(
            citation=number,
            passage=one.passage,
            start=start,
            end=end,
            text=one.passage.text[start:end],
            score=one.score,
            replaced_by=later,
            place=Place.NEAREST,
            short=one.passage.text[start:end],
        )
