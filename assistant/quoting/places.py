"""Where in an answer a span stands: of what answers guidance before opinion, and what does not answer stands apart."""

from __future__ import annotations

from collections.abc import Container, Sequence

from assistant.answers import Candidate, Place
from assistant.finding.features import UNREAD
from assistant.quoting.spans import Span, published
from assistant.reading import service_date
from assistant.reading.question import Question
from indexer.sources import Tier

# How many logits below the passage that leads the reader may like one that authority still lifts.
AS_GOOD = 1.5
# One code is named by many texts; who asks about as many as this means the text that names them all.
_SEVERAL = 2


def answering(
    question: Question, near: Sequence[tuple[Candidate, float]], chosen: Sequence[Span], told: Container[int]
) -> Container[int]:
    """The rows that authority orders: all of them without a reader; else those that it likes nearly as much as the one
    that leads, guidance on just the codes that are asked about, what states a side of a recorded point (``told``), and
    what replaced any of these.
    """
    # A house ruling overrules nothing, so it is no measure of what answers.
    first = next((one for one, _ in near if one.passage.tier != Tier.HOUSE), None)
    lead = first.read if first else None
    if first is None or lead is None:
        return {span.candidate.row for span in chosen}
    asked = {code for code in question.codes if not code.is_modifier}
    rows = {first.row}
    rows |= {
        span.candidate.row
        for span in chosen
        if span.candidate.row in told
        or (span.candidate.read or UNREAD) >= lead - AS_GOOD
        or (published(span.candidate.passage) and len(asked) >= _SEVERAL and asked <= span.named)
    }
    later = {span.replaced_by for span in chosen if span.candidate.row in rows}
    return rows | {span.candidate.row for span in chosen if span.candidate.passage.document_id in later}


def of(
    span: Span, chosen: Sequence[Span], question: Question, close: Container[int], answering: Container[int]
) -> Place:
    """Of what answers guidance before opinion, and what stands before what it replaced, unless the date asked about is
    of that time; authority lifts nothing that does not answer.
    """
    passage = span.candidate.passage
    if span.candidate.row not in answering and passage.tier != Tier.HOUSE:
        return Place.FURTHER
    if published(passage):
        if span.replaced_by is None:
            return Place.GUIDANCE
        later = [one.candidate.passage.date for one in chosen if one.candidate.passage.document_id == span.replaced_by]
        then = service_date.in_force(passage.date, later[0] if later else None, service_date.year(question))
        return Place.IN_FORCE_THEN if then else Place.REPLACED
    if passage.tier == Tier.HOUSE:
        return Place.RULING
    return Place.FURTHER if far(span, close) else Place.OPINION


def order(span: Span, question: Question) -> tuple[bool, float, int]:
    """Within a place: the payer's own guidance first, then what answers best."""
    leads = question.medicare and span.candidate.passage.tier in {Tier.CMS, Tier.MAC}
    return (not leads, -span.candidate.score, span.candidate.row)


def far(span: Span, close: Container[int]) -> bool:
    """Whether it is a further opinion: it may help, but seldom answers."""
    passage = span.candidate.passage
    return span.candidate.row not in close and not published(passage) and passage.tier != Tier.HOUSE
