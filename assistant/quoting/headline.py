"""The headline: an editor's verdict with the words that carry it, or the sentence that answers; never composed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.answers import Place, Quotation
from assistant.finding import asking, events
from assistant.finding.reader import Reader
from assistant.finding.recognition import Met
from assistant.quoting import covering, sentences, spans
from assistant.quoting.citations import unsupported
from assistant.reading import polarity, service_date
from assistant.reading.question import Question
from assistant.statements import Case, Headline, HeadlineKind
from indexer import codes, passages
from indexer.points import DEPENDS, DISPUTED, NO, YES, Point, PointSide
from indexer.sources import Tier

# The most words that the part in a source's words may have.
LONGEST = 30
_FEWEST_OF_A_TITLE = 5
# How many logits a sentence is worth more that speaks of what happened in the case.
_TOLD = 1.5


def of(
    question: Question,
    quotations: Sequence[Quotation],
    about: Met | None,
    case: Case | None,
    reader: Reader | None,
) -> Headline:
    """``quotations`` are those of an answer, at least one. ``case`` is the one of a recorded point that the question
    tells of, where it tells of one.
    """
    # What held at another time than the one asked about opens an answer only where nothing else is quoted.
    standing = [one for one in quotations if not one.place.of_another_time] or quotations
    if about and (found := (_recorded if about.enough else _likely)(question, standing, about, case)):
        return found
    leading = _leading(question, standing)
    whole = leading is not standing[0]
    return replace(_sentence(question, leading, reader, whole), lead=_of_another_time(leading))


def _leading(question: Question, standing: Sequence[Quotation]) -> Quotation:
    """The first that answers the case that is asked about, or else the first; no ruling beside a source."""
    sources = [one for one in standing if one.passage.tier != Tier.HOUSE] or standing
    near = [one for one in sources if one.place != Place.FURTHER]
    return next((one for one in near if covering.covers(question, one)), sources[0])


def _recorded(question: Question, quotations: Sequence[Quotation], about: Met, case: Case | None) -> Headline | None:
    """None where the words that carry the verdict are not quoted."""
    point, asked = about.point, service_date.asked(question)
    if case and case.citation in {one.citation for one in quotations}:
        reported = f" {', '.join(case.report)}." if case.report else ""
        return Headline(HeadlineKind.RECORDED, f"{_opening(case.when)}:{reported}", _told(case.says), case.citation)
    stated = [
        (side, one, said)
        for side in point.newest_first
        for one in (quotations if asked.within(side.since, side.until) else ())
        if (said := spans.recorded(one, side))
    ]
    if not stated:
        return None
    side, one, said = max(stated, key=lambda found: _own(question, point, found[0], found[1]))
    # The verdict is today's.
    ended = side.until is not None and side.until.days[1] < asked.today
    then = f"At the date asked about ({_period(side)}):" if ended else None
    lead = then or (_lead(question, about, quotations) if one.place != Place.IN_FORCE_THEN else None)
    return Headline(HeadlineKind.RECORDED, lead, _told(said), one.citation)


def _own(question: Question, point: Point, side: PointSide, one: Quotation) -> tuple[bool, bool]:
    """Whether a side covers the case that is asked about, and is named for the payer that is meant."""
    return covering.covers(question, one, covering.named(point, side)), covering.names(question, point, one, side)


def _told(said: str) -> str:
    """Without the question before it: "How are they sequenced? Z12.11 first"."""
    start, end = sentences.answering(said, 0, len(said), len(said))
    return said[start:end]


def _likely(question: Question, quotations: Sequence[Quotation], about: Met, case: Case | None) -> Headline | None:
    """The words of a point that is likely meant, without its verdict."""
    found = _recorded(question, quotations, about, case)
    return replace(found, kind=HeadlineKind.SENTENCE, lead=None) if found else None


def _lead(question: Question, about: Met, quotations: Sequence[Quotation]) -> str | None:
    """A bare verdict where it answers the question as it is asked; beside the point's name where it may not."""
    point, verdict = about.point, about.point.verdict
    if verdict is None:
        return None
    offered = {code for one in quotations for code in one.passage.codes}
    named = not unsupported(point.on, offered)
    if verdict == DISPUTED:
        return f"Sources differ on {point.on}:" if named else "Sources differ:"
    if verdict == DEPENDS:
        return f"It depends ({point.on}):" if named else "It depends:"
    if unsupported(verdict, offered):
        return None
    polar = polarity.polar(question.typed)
    if verdict in {YES, NO}:
        # Editors take care that the verdict answers every way to ask; the point's name is none of these.
        asked = about.nearest != point.on and polarity.polar(about.nearest)
        bare = polar and asked and polarity.same_way(question.typed, about.nearest)
    else:
        bare = not polar
    if bare and not question.names_only:
        return f"{_opening(verdict)}."
    return f"On {point.on}: {verdict}." if named else None


def _period(side: PointSide) -> str:
    since = f"from {side.since} " if side.since else ""
    return f"{since}until {side.until}"


def _of_another_time(one: Quotation) -> str | None:
    if one.place == Place.LATER:
        began = one.passage.effective
        return f"In force only from {began}:" if began else "In force only after the date asked about:"
    return "No longer in force:" if one.place == Place.REPLACED else None


def _sentence(question: Question, one: Quotation, reader: Reader | None, whole: bool) -> Headline:
    """Of what is shown of the quotation at first, the sentence that the reader likes best of those that stand alone;
    its document's title where none does, or where the title alone speaks of what happened in the case.

    ``whole``: the quotation was not chosen to lead, so all of it is offered, as where the rest tells what happened.
    """
    title = one.passage.title
    whole = whole or events.unsaid(question.said, one.short) != events.unsaid(question.said, one.text)
    text = one.text if whole else one.short
    told = [text[start:end] for start, end in passages.sentences(text)]
    alone = [said for said in told if asking.says(said) and not spans.points_back(said)]
    if len(text.split()) <= LONGEST and alone[:1] == told[:1]:
        best = text
    else:
        best = _best(question, title, alone or told, reader)
    titled = len(events.unsaid(question.said, title)) < len(events.unsaid(question.said, best))
    if (titled or not alone) and _states(one, title):
        return Headline(HeadlineKind.TITLE, None, title, one.citation)
    return Headline(HeadlineKind.SENTENCE, None, best, one.citation)


def _best(question: Question, title: str, offered: Sequence[str], reader: Reader | None) -> str:
    read = reader.scores(question.meaning, [f"{title}. {said}" for said in offered]) if reader else [0.0] * len(offered)
    fits = [_TOLD * (not events.unsaid(question.said, said)) for said in offered]
    return offered[max(range(len(offered)), key=lambda at: read[at] + fits[at])]


def _states(one: Quotation, title: str) -> bool:
    """Whether a title says something: it is no question, no name, and names no code that the passage lacks."""
    asks = one.passage.role is not None or title.rstrip().endswith("?")
    long_enough = len(title.split()) >= _FEWEST_OF_A_TITLE
    return not asks and long_enough and set(codes.values(codes.find(title))) <= set(one.passage.codes)


def _opening(words: str) -> str:
    return words[:1].upper() + words[1:]
