"""Where in an answer a span stands: of what answers guidance before opinion, and what does not answer stands apart."""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence

from assistant.answers import Candidate, Place
from assistant.finding.features import UNREAD
from assistant.quoting.spans import Span, published
from assistant.reading.question import Question
from assistant.reading.service_date import Standing
from indexer.passages import Passage
from indexer.sources import Tier

# How many logits below the passage that leads the reader may like one that authority still lifts.
AS_GOOD = 1.5
# One code is named by many texts; who asks about as many as this means the text that names them all.
_SEVERAL = 2


def answering(
    question: Question,
    near: Sequence[tuple[Candidate, float]],
    chosen: Sequence[Span],
    stood: Callable[[Passage], Standing],
) -> set[int]:
    """The rows that authority orders: all of them without a reader; else those that it likes nearly as much as the
    first that was in force, and guidance on just the codes that are asked about.
    """
    # A house ruling overrules nothing, so it is no measure of what answers.
    likely = [one for one, _ in near if one.passage.tier != Tier.HOUSE]
    first = next((one for one in likely if stood(one.passage).in_force), likely[0] if likely else None)
    lead = first.read if first else None
    if first is None or lead is None:
        return {span.candidate.row for span in chosen}
    asked = {code for code in question.codes if not code.is_modifier}
    rows = {first.row}
    rows |= {
        span.candidate.row
        for span in chosen
        if (span.candidate.read or UNREAD) >= lead - AS_GOOD
        or (published(span.candidate.passage) and len(asked) >= _SEVERAL and asked <= span.named)
    }
    return rows


def following(chosen: Sequence[Span], close: Container[int], answering: Container[int]) -> set[int]:
    """The rows of what replaced any of those that answer, and so answers in its place."""
    olds = [span for span in chosen if span.candidate.row in answering and not far(span, close)]
    later = {span.replaced_by for span in olds}
    return {span.candidate.row for span in chosen if span.candidate.passage.document_id in later}


def of(
    span: Span, standing: Standing, close: Container[int], answering: Container[int], following: Container[int]
) -> Place:
    """Of what answers, what was in force on the day asked about before what was not, and there guidance before opinion;
    authority lifts nothing that does not answer.
    """
    passage = span.candidate.passage
    if passage.tier == Tier.HOUSE:
        return Place.RULING
    row = span.candidate.row
    if row not in following and (row not in answering or far(span, close)):
        return Place.FURTHER
    match standing:
        case Standing.STOOD:
            return Place.IN_FORCE_THEN
        case Standing.ENDED:
            return Place.REPLACED
        case Standing.LATER:
            return Place.LATER
        case Standing.STANDS:
            return Place.GUIDANCE if published(passage) else Place.OPINION


def order(span: Span, question: Question, views: Container[int]) -> tuple[bool, bool, float, int]:
    """Within a place: the payer's own guidance first, then what has the words of a recorded view (the rows ``views``),
    then what answers best.
    """
    leads = question.medicare and span.candidate.passage.tier in {Tier.CMS, Tier.MAC}
    return (not leads, span.candidate.row not in views, -span.candidate.score, span.candidate.row)


def far(span: Span, close: Container[int]) -> bool:
    """Whether it is a further opinion: it may help, but seldom answers."""
    passage = span.candidate.passage
    return span.candidate.row not in close and not published(passage) and passage.tier != Tier.HOUSE
