"""The sentences that answer, as quotations with offsets: what stands now before what it replaced, opinion last."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.answers import Candidate, Quotation
from assistant.question import Question
from indexer import codes, passages
from indexer.codes import Code
from indexer.index import Index
from indexer.passages import Passage
from indexer.sources import Tier

QUOTATIONS, PER_DOCUMENT = 5, 2
# How far down the ranking evidence is looked for, and how much of a passage one quotation may take, in characters.
DEPTH, LENGTH = 8, 600
# A passage this far below the best one is about something else, however it shares words with the question; guidance is
# sought further down than opinion.
NEAR, NEAR_GUIDANCE = 0.55, 0.4
# A quotation that shares this part of its words with one that is already chosen says nothing new.
_SAME = 0.7
_POINTS_BACK = re.compile(
    r"^(?:yes|no|correct|right|agreed|that|this|these|those|it|they|he|she|however|but|so|also|and|then|otherwise"
    r"|instead|both)\b",
    re.IGNORECASE,
)
# Nobody needs more steps from an old text to the one that stands; it also ends a circle of references.
_STEPS = 5


@dataclass(frozen=True, slots=True)
class _Span:
    candidate: Candidate
    start: int
    end: int
    score: float
    replaced_by: str | None


def select(question: Question, candidates: Sequence[Candidate], index: Index) -> list[Quotation]:
    """At most QUOTATIONS, numbered from 1 in the order in which the answer shows them.

    An asker is never quoted, and a passage is quoted once. Where a chosen text was replaced, what replaced it is quoted
    too and stands before it.
    """
    rarity = index.store.rarity(f"{question.before} {question.search_text}")
    spans = [_best_span(one, question, rarity, _successor(one.passage, candidates, index)) for one in _near(candidates)]
    chosen: list[_Span] = []
    for span in sorted((span for span in spans if span), key=lambda span: (-span.score, span.candidate.row)):
        said = sum(span.candidate.passage.document_id == other.candidate.passage.document_id for other in chosen)
        if len(chosen) < QUOTATIONS and said < PER_DOCUMENT and not any(_alike(span, other) for other in chosen):
            chosen.append(span)
    chosen = _with_successors(chosen, question, candidates, index, rarity)
    chosen.sort(key=lambda span: _place(span, question))
    return [
        Quotation(
            citation=number,
            passage=span.candidate.passage,
            start=span.start,
            end=span.end,
            text=span.candidate.passage.text[span.start : span.end],
            score=span.candidate.score,
            replaced_by=span.replaced_by,
        )
        for number, span in enumerate(chosen, 1)
    ]


def published(passage: Passage) -> bool:
    """Published guidance binds or advises by an office; vendors and posters give opinions."""
    return passage.tier <= Tier.SOCIETY


def _near(candidates: Sequence[Candidate]) -> list[Candidate]:
    best = candidates[0].score if candidates else 0.0
    first = candidates[0].passage.document_id if candidates else ""
    kept = [one for one in candidates if one.passage.role != "asker" and one.score >= best * _floor(one.passage, first)]
    documents = list(dict.fromkeys(candidate.passage.document_id for candidate in kept))[:DEPTH]
    return [candidate for candidate in kept if candidate.passage.document_id in documents][: 2 * DEPTH]


def _floor(passage: Passage, first: str) -> float:
    """Guidance in the document that leads always counts: a thread's authority is often its last, short reply."""
    if not published(passage):
        return NEAR
    return 0.0 if passage.document_id == first else NEAR_GUIDANCE


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
    chosen: Sequence[_Span],
    question: Question,
    candidates: Sequence[Candidate],
    index: Index,
    rarity: dict[str, float],
) -> list[_Span]:
    """Makes room for what replaced a chosen text at the expense of the last one chosen."""
    kept = list(chosen)
    best = max((span.candidate.score for span in chosen), default=0.0)
    for document in dict.fromkeys(span.replaced_by for span in chosen if span.candidate.score >= NEAR * best):
        if document is None or any(span.candidate.passage.document_id == document for span in kept):
            continue
        spans = [_best_span(one, question, rarity, None) for one in _of_document(document, candidates, index)]
        found = max((span for span in spans if span), key=lambda span: span.score, default=None)
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


def _best_span(
    candidate: Candidate, question: Question, rarity: dict[str, float], replaced_by: str | None
) -> _Span | None:
    """The run of whole sentences, at most LENGTH characters, that covers most of the question."""
    text = candidate.passage.text
    mentions = codes.find(text) if question.codes else ()
    best: _Span | None = None
    for start, end in _windows(text, passages.sentences(text)):
        named = {code for one in mentions if start <= one.start and one.end <= end for code in one.codes}
        covered = _coverage(text[start:end], named, question, rarity)
        score = candidate.score + 0.5 * covered + 0.0001 * (end - start)
        if best is None or score > best.score:
            best = _Span(candidate, start, end, score, replaced_by)
    return best


def _windows(text: str, sentences: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """A window never opens with a sentence that points back to the one before it, unless nothing else fits."""
    for first, (start, end) in enumerate(sentences):
        if first and _POINTS_BACK.match(text[start : start + 20]) and end - sentences[first - 1][0] <= LENGTH:
            continue
        last = first
        while last + 1 < len(sentences) and sentences[last + 1][1] - start <= LENGTH:
            last += 1
        yield start, sentences[last][1]


def _coverage(text: str, named: set[Code], question: Question, rarity: dict[str, float]) -> float:
    """The part of the question's words, weighted by rarity, that ``text`` has, and of its codes among ``named``."""
    lower = text.lower()
    words = sum(weight for word, weight in rarity.items() if word in lower) / (sum(rarity.values()) or 1.0)
    if not question.codes:
        return words
    return (words + sum(code in named for code in question.codes) / len(question.codes)) / 2


def _alike(one: _Span, other: _Span) -> bool:
    first, second = _words(one), _words(other)
    return len(first & second) >= _SAME * min(len(first), len(second))


def _words(span: _Span) -> set[str]:
    return set(re.findall(r"\w+", span.candidate.passage.text[span.start : span.end].lower()))


def _place(span: _Span, question: Question) -> tuple[bool, bool, bool, bool, float, int]:
    """Guidance before opinion, house rulings last; what stands before what it replaced; the payer's own first."""
    passage = span.candidate.passage
    leads = question.medicare and passage.tier in {Tier.CMS, Tier.MAC}
    house, replaced = passage.tier == Tier.HOUSE, span.replaced_by is not None
    return (not published(passage), house, replaced, not leads, -span.score, span.candidate.row)
