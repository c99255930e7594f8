"""The headline: an editor's verdict with the words that carry it, or the sentence that answers; never composed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.answers import Place, Quotation
from assistant.finding import asking
from assistant.finding.reader import Reader
from assistant.finding.recognition import Met
from assistant.quoting import spans
from assistant.quoting.citations import unsupported
from assistant.reading import polarity, service_date
from assistant.reading.question import Question
from assistant.statements import Case, Headline, HeadlineKind
from indexer import codes, passages
from indexer.points import DEPENDS, DISPUTED, NO, YES, PointSide
from indexer.sources import Tier

# The most words that the part in a source's words may have.
LONGEST = 30
_FEWEST_OF_A_TITLE = 5


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
    leading = next((one for one in standing if one.passage.tier != Tier.HOUSE), standing[0])
    return replace(_sentence(question, leading, reader), lead=_of_another_time(leading))


def _recorded(question: Question, quotations: Sequence[Quotation], about: Met, case: Case | None) -> Headline | None:
    """None where the words that carry the verdict are not quoted."""
    point, asked = about.point, service_date.asked(question)
    if case and case.citation in {one.citation for one in quotations}:
        reported = f" {', '.join(case.report)}." if case.report else ""
        return Headline(HeadlineKind.RECORDED, f"{_opening(case.when)}:{reported}", case.says, case.citation)
    for side in point.newest_first:
        for one in quotations if asked.within(side.since, side.until) else ():
            if said := spans.recorded(one, side):
                # The verdict is today's.
                ended = side.until is not None and side.until.days[1] < asked.today
                then = f"At the date asked about ({_period(side)}):" if ended else None
                lead = then or (_lead(question, about, quotations) if one.place != Place.IN_FORCE_THEN else None)
                return Headline(HeadlineKind.RECORDED, lead, said, one.citation)
    return None


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


def _sentence(question: Question, one: Quotation, reader: Reader | None) -> Headline:
    """Of what is shown of the quotation at first, the sentence that the reader likes best of those that stand alone;
    its document's title where none does.
    """
    text, title = one.short, one.passage.title
    told = [text[start:end] for start, end in passages.sentences(text)]
    alone = [said for said in told if asking.says(said) and not spans.points_back(said)]
    if not alone and _states(one, title):
        return Headline(HeadlineKind.TITLE, None, title, one.citation)
    if len(text.split()) <= LONGEST and alone[:1] == told[:1]:
        return Headline(HeadlineKind.SENTENCE, None, text, one.citation)
    offered = alone or told
    read = reader.scores(question.meaning, [f"{title}. {said}" for said in offered]) if reader else [0.0]
    best = max(range(len(read)), key=lambda at: read[at])
    return Headline(HeadlineKind.SENTENCE, None, offered[best], one.citation)


def _states(one: Quotation, title: str) -> bool:
    """Whether a title says something: it is no question, no name, and names no code that the passage lacks."""
    asks = one.passage.role is not None or title.rstrip().endswith("?")
    long_enough = len(title.split()) >= _FEWEST_OF_A_TITLE
    return not asks and long_enough and set(codes.values(codes.find(title))) <= set(one.passage.codes)


def _opening(words: str) -> str:
    return words[:1].upper() + words[1:]
