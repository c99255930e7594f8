"""The sentences that answer, as quotations with offsets: what stands now before what it replaced, opinion last."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant import spans
from assistant.answers import Candidate, Quotation
from assistant.question import Question
from assistant.spans import Span, published
from indexer.index import Index
from indexer.passages import Passage
from indexer.sources import Tier

QUOTATIONS, PER_DOCUMENT = 5, 2
# How far down the ranking evidence is looked for, and at most how many of those passages are read.
POOL, DEPTH = 48, 14
# How much of a passage one quotation may take, in characters: of the LEADING documents, and of any other.
LENGTH, SHORT, LEADING = 900, 420, 2
# A passage counts as evidence where its score, as a part of the best one's, and the cosine of the two passages together
# reach this: it answers the question, or speaks of what the best one speaks of. Guidance is sought further down.
ENOUGH, ENOUGH_GUIDANCE = 1.1, 1.03
# "Well put, I agree." answers only beside what it agrees with.
_FEWEST_WORDS = 8
# Nobody needs more steps from an old text to the one that stands; it also ends a circle of references.
_STEPS = 5


def select(question: Question, candidates: Sequence[Candidate], index: Index) -> list[Quotation]:
    """At most QUOTATIONS, numbered from 1 in the order in which the answer shows them.

    An asker is never quoted, and a passage is quoted once. Where a chosen text was replaced, what replaced it is quoted
    too and stands before it; a code that is asked about and named in the evidence is named in a quotation.
    """
    near = _near(candidates, index)
    ranked = sorted(_spans(near, question, candidates, index), key=lambda span: (-span.score, span.candidate.row))
    chosen = _with_codes(_distinct(ranked), ranked, question)
    chosen = _with_successors(chosen, question, candidates, index)
    chosen.sort(key=lambda span: _place(span, question))
    return [
        Quotation(
            citation=number,
            passage=span.candidate.passage,
            start=span.start,
            end=span.end,
            text=span.text,
            score=span.candidate.score,
            replaced_by=span.replaced_by,
        )
        for number, span in enumerate(chosen, 1)
    ]


def _near(candidates: Sequence[Candidate], index: Index) -> list[Candidate]:
    """Replies and excerpts that answer or speak of what the best one speaks of, best first."""
    pool = [one for one in candidates[:POOL] if one.passage.role != "asker"]
    if not pool:
        return []
    vectors = index.store.vectors([one.row for one in pool])
    alike = vectors @ vectors[0]
    best = pool[0].score or 1.0
    near = [
        one
        for one, cosine in zip(pool, alike, strict=True)
        if one.score / best + float(cosine) >= (ENOUGH_GUIDANCE if published(one.passage) else ENOUGH)
        and not spans.asks_back(one.passage.text)
    ]
    return near[:DEPTH]


def _spans(
    near: Sequence[Candidate], question: Question, candidates: Sequence[Candidate], index: Index
) -> Iterator[Span]:
    rarity = index.store.rarity(f"{question.before} {question.search_text}")
    leading = list(dict.fromkeys(one.passage.document_id for one in near))[:LEADING]
    for one in near:
        longest = LENGTH if one.passage.document_id in leading else SHORT
        yield spans.best(one, question, rarity, _successor(one.passage, candidates, index), longest)


def _distinct(ranked: Sequence[Span]) -> list[Span]:
    chosen: list[Span] = []
    for span in ranked:
        said = sum(span.candidate.passage.document_id == other.candidate.passage.document_id for other in chosen)
        room = len(chosen) < QUOTATIONS and said < PER_DOCUMENT
        if room and not _empty(span, bool(said)) and not any(spans.alike(span, other) for other in chosen):
            chosen.append(span)
    return chosen


def _empty(span: Span, said: bool) -> bool:
    """Whether it says nothing by itself: too few words, none of them of the question, beside another of its thread."""
    return said and not span.covered and len(span.text.split()) < _FEWEST_WORDS


def _with_codes(chosen: list[Span], ranked: Sequence[Span], question: Question) -> list[Span]:
    """Of two codes that a question sets against each other, both are shown where the evidence names both."""
    kept = list(chosen)
    for code in question.codes:
        if any(code in span.named for span in kept):
            continue
        found = next((span for span in ranked if code in span.named and span not in kept), None)
        if found is None or any(spans.alike(found, other) for other in kept):
            continue
        if len(kept) >= QUOTATIONS:
            kept.pop()
        kept.append(found)
    return kept


def _successor(passage: Passage, candidates: Sequence[Candidate], index: Index) -> str | None:
    """The document that stands in place of ``passage``, at the end of the chain.

    A reply that quotes a publication shares the fate of that publication's own excerpt.
    """
    last = passage.superseded_by
    if last is None and passage.role and passage.tier == Tier.CPT and passage.date:
        same = [one.passage for one in candidates if (one.passage.tier, one.passage.date) == (Tier.CPT, passage.date)]
        last = next((one.superseded_by for one in same if one.superseded_by), None)
    for _ in range(_STEPS):
        rows = index.store.rows(last) if last else []
        following = index.store.passages(rows[:1])[0].superseded_by if rows else None
        if following is None:
            return last if rows else None
        last = following
    return last


def _with_successors(
    chosen: Sequence[Span], question: Question, candidates: Sequence[Candidate], index: Index
) -> list[Span]:
    """Makes room for what replaced a chosen text at the expense of the last one chosen."""
    kept = list(chosen)
    rarity = index.store.rarity(f"{question.before} {question.search_text}")
    for document in dict.fromkeys(span.replaced_by for span in chosen):
        if document is None or any(span.candidate.passage.document_id == document for span in kept):
            continue
        new = [spans.best(one, question, rarity, None, SHORT) for one in _of_document(document, candidates, index)]
        found = max(new, key=lambda span: span.score, default=None)
        if found:
            spare = [span for span in kept[1:] if span.replaced_by is None]
            if len(kept) >= QUOTATIONS and spare:
                kept.remove(spare[-1])
            kept = [*kept, found][:QUOTATIONS]
    return kept


def _of_document(document: str, candidates: Sequence[Candidate], index: Index) -> list[Candidate]:
    known = {one.row: one for one in candidates}
    rows = index.store.rows(document)
    unfound = replace(candidates[0], score=0.0, words=0.0, meaning=0.0, code=0.0, bm25=0.0, cosine=0.0, found_by=())
    return [
        known.get(row, replace(unfound, row=row, passage=passage))
        for row, passage in zip(rows, index.store.passages(rows), strict=True)
        if passage.role != "asker"
    ]


def _place(span: Span, question: Question) -> tuple[bool, bool, bool, bool, float, int]:
    """Guidance before opinion, house rulings last; what stands before what it replaced; the payer's own first."""
    passage = span.candidate.passage
    leads = question.medicare and passage.tier in {Tier.CMS, Tier.MAC}
    house, replaced = passage.tier == Tier.HOUSE, span.replaced_by is not None
    return (not published(passage), house, replaced, not leads, -span.score, span.candidate.row)
