"""The sentences that answer, as quotations with offsets: what stands now before what it replaced, opinion last."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence

from assistant.answers import Candidate, Quotation
from assistant.finding import asking, memo
from assistant.finding.retrieval import Candidates
from assistant.judgement import Voice
from assistant.quoting import nearest, places, sentences, spans
from assistant.quoting.spans import Span, published
from assistant.quoting.successors import Successors
from assistant.reading import service_date
from assistant.reading.question import Question
from indexer.index import Index
from indexer.passages import Passage
from indexer.points import Point, PointCase, PointSide

QUOTATIONS, PER_DOCUMENT, FURTHER = 5, 2, 3
# How far down the ranking evidence is looked for, and at most how many of those passages are read.
POOL, DEPTH = 48, 14
# How much of a passage one quotation may take, in characters: where it is CLOSE or of a LEADING document, or not.
LENGTH, SHORT, LEADING = 900, 420, 2
# How near a passage is: its score, as a part of the best one's, and the cosine of the two passages together. On our own
# questions and the development ones one opinion in twelve is relevant up to CLOSE, and beyond it two in five; of
# guidance one in eight up to GUIDANCE, and beyond it two in five: it leads the answer, so it must be nearer. What came
# LATER than guidance that was replaced is of use from there on. Set by hand on these shares; no script repeats it.
ENOUGH, LATER, CLOSE, GUIDANCE = 0.95, 1.1, 1.3, 1.35
# "Well put, I agree." answers only beside what it agrees with.
_FEWEST_WORDS = 8


def quoted(
    voice: Voice, question: Question, candidates: Candidates, index: Index, point: Point | None
) -> list[Quotation]:
    """What is quoted in that voice, numbered from 1 in the order in which it is shown."""
    match voice:
        case Voice.ANSWERS:
            return select(question, candidates, index, point)
        case Voice.NEAREST:
            return nearest.select(question, candidates, index)
        case Voice.NOTHING:
            return []


def select(question: Question, candidates: Candidates, index: Index, point: Point | None = None) -> list[Quotation]:
    """At most QUOTATIONS, numbered from 1 in the order in which the answer shows them.

    An asker is never quoted, and a passage is quoted once. Where a chosen text was replaced, what replaced it is quoted
    too and stands before it; a code that is asked about and named in the evidence is named in a quotation. Each side
    and each case of ``point`` is quoted with the words that state it, beyond QUOTATIONS where it has as many.
    """
    successors = Successors(candidates, index, service_date.asked(question))
    near = _near(candidates, index, successors, _documents(point))
    close = {one.row for one, nearness in near if nearness >= CLOSE}
    read = list(_spans(near, question, index, successors))
    read.sort(key=lambda span: (places.far(span, close), -span.score, span.candidate.row))
    ranked = [span for span in read if not _empty(span)] or read[:1]
    chosen = _with_codes(_distinct(ranked, close), ranked, question)
    chosen = _with_successors(chosen, question, successors, index)
    if point:
        chosen = _with_sides(chosen, point, successors)
        told = [span.candidate for span in chosen if _stated(point, span)]
        close |= {one.row for one in told}
        answering = {span.candidate.row for span in chosen if _answers(point, span)}
    else:
        answering = places.answering(question, near, chosen, successors.standing)
    views = {span.candidate.row for span in chosen if point and _views(point, span)}
    later = places.following(chosen, close, answering)
    placed = [
        (places.of(span, successors.standing(span.candidate.passage), close, answering, later), span) for span in chosen
    ]
    placed.sort(key=lambda one: (one[0], *places.order(one[1], question, views)))
    rarity = memo.rarity(question.meaning, index.store)
    return [
        Quotation(
            citation=number,
            passage=span.candidate.passage,
            start=span.start,
            end=span.end,
            text=span.text,
            score=span.candidate.score,
            replaced_by=span.replaced_by,
            place=place,
            short=sentences.shown(span.candidate, span.start, span.end, _stated(point, span), rarity, number == 1),
        )
        for number, (place, span) in enumerate(placed, 1)
    ]


def _stated(point: Point | None, span: Span) -> list[tuple[int, int]]:
    """Where words that ``point`` quotes stand in the passage of ``span``."""
    said = point.stated if point else ()
    return [place for one in said if (place := one.place(span.candidate.passage))]


def _views(point: Point, span: Span) -> bool:
    """Whether the passage of ``span`` has the words of a side."""
    return any(side.place(span.candidate.passage) for side in point.sides)


def _answers(point: Point, span: Span) -> bool:
    """Whether the record says that the passage of ``span`` speaks to the point."""
    return bool(_stated(point, span)) or any(side.has(span.candidate.passage) for side in point.sides)


def _near(
    candidates: Sequence[Candidate], index: Index, successors: Successors, documents: Sequence[str]
) -> list[tuple[Candidate, float]]:
    """Replies and excerpts that answer or speak of what the best one speaks of, best first, and how near they are.

    ``documents`` are read along with what replaced any of these.
    """
    pool = [one for one in candidates[:POOL] if asking.may_answer(one.passage)]
    if not pool:
        successors.read((), documents)
        return []
    vectors = index.store.vectors([one.row for one in pool])
    alike = vectors @ vectors[0]
    best = pool[0].score or 1.0
    near = [(one, one.score / best + float(cosine)) for one, cosine in zip(pool, alike, strict=True)]
    near = [(one, nearness) for one, nearness in near if nearness >= ENOUGH]
    successors.read([one.passage for one, _ in near], documents)
    old = [one.passage for one, nearness in near if nearness >= GUIDANCE and successors.of(one.passage)]
    return [(one, nearness) for one, nearness in near if nearness >= _least(one.passage, old)][:DEPTH]


def _least(passage: Passage, old: Sequence[Passage]) -> float:
    """How near it must be. Beside ``old`` guidance that was replaced, what came later on its codes is of use."""
    if not published(passage):
        return ENOUGH
    return LATER if any(service_date.came_later(passage, one) for one in old) else GUIDANCE


def _spans(
    near: Sequence[tuple[Candidate, float]], question: Question, index: Index, successors: Successors
) -> Iterator[Span]:
    rarity = memo.rarity(question.meaning, index.store)
    leading = list(dict.fromkeys(one.passage.document_id for one, _ in near))[:LEADING]
    for one, nearness in near:
        longest = LENGTH if nearness >= CLOSE or one.passage.document_id in leading else SHORT
        yield spans.best(one, question, rarity, successors.of(one.passage), longest)


def _distinct(ranked: Sequence[Span], close: Container[int]) -> list[Span]:
    chosen: list[Span] = []
    for span in ranked:
        said = sum(span.candidate.passage.document_id == other.candidate.passage.document_id for other in chosen)
        room = len(chosen) < QUOTATIONS and said < PER_DOCUMENT
        if places.far(span, close):
            room = room and sum(places.far(other, close) for other in chosen) < FURTHER
        if room and not any(spans.alike(span, other) for other in chosen):
            chosen.append(span)
    return chosen


def _empty(span: Span) -> bool:
    """Whether it says nothing by itself: too few words, none of them of the question."""
    return not span.covered and len(span.text.split()) < _FEWEST_WORDS


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


def _with_successors(chosen: Sequence[Span], question: Question, successors: Successors, index: Index) -> list[Span]:
    """Makes room for what replaced a chosen text at the expense of the last one chosen."""
    kept = list(chosen)
    rarity = memo.rarity(question.meaning, index.store)
    for document in dict.fromkeys(span.replaced_by for span in chosen):
        if document is None or any(span.candidate.passage.document_id == document for span in kept):
            continue
        new = [spans.best(one, question, rarity, None, SHORT) for one in successors.passages(document)]
        found = max(new, key=lambda span: span.score, default=None)
        if found:
            spare = [span for span in kept[1:] if span.replaced_by is None]
            if len(kept) >= QUOTATIONS and spare:
                kept.remove(spare[-1])
            kept = [*kept, found][:QUOTATIONS]
    return kept


def _documents(point: Point | None) -> list[str]:
    """Those from which it quotes."""
    return [one.source.partition("#")[0] for one in point.stated] if point else []


def _with_sides(chosen: Sequence[Span], point: Point, successors: Successors) -> list[Span]:
    """Makes room for the words of each side and case, and then for what replaced one; two views in one passage stand
    apart. Of cases as many are quoted as there are, so that each has its mark.
    """
    stated: list[Span] = []
    for one, document in zip(point.stated, _documents(point), strict=True):
        for span in _stating(one, successors.passages(document), successors):
            if not any(spans.within(span, other) for other in stated):
                stated.append(span)
    kept: list[Span] = []
    for span in stated:
        shared = any(span.candidate.row == other.candidate.row for other in stated if other is not span)
        around = next((one for one in chosen if spans.within(span, one)), None) or spans.grown(span, SHORT)
        kept.append(span if shared else around)
    rest = [span for span in chosen if not any(spans.overlap(span, one) or spans.alike(span, one) for one in kept)]
    following = {span.replaced_by for span in kept}
    rest.sort(key=lambda span: span.candidate.passage.document_id not in following)
    return [*kept, *rest][: max(QUOTATIONS, len(kept))]


def _stating(said: PointSide | PointCase, passages: Sequence[Candidate], successors: Successors) -> list[Span]:
    """The sentences that hold the words of a side or a case, in the passages of the source that has them."""
    found = [
        spans.around(one, *place, successors.of(one.passage)) for one in passages if (place := said.place(one.passage))
    ]
    return found[:1]
