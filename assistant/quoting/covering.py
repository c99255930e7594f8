"""Whether what opens an answer covers the case that is asked about: who pays, in which state, and what happened."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answers import Quotation
from assistant.finding import events, whose
from assistant.quoting import spans
from assistant.reading.question import Question
from assistant.statements import Headline, HeadlineKind
from indexer import terms
from indexer.points import Point, PointCase, PointSide, Why


def covers(question: Question, one: Quotation, said: str = "") -> bool:
    """Whether ``one`` is of a payer and a state that ``question`` means, or of none alone, and speaks of what happened.

    ``said``: what else tells whose rule and which case it is, in an editor's words.
    """
    passage = one.passage
    told = "\n".join((passage.title, passage.context, passage.text, said))
    return not (whose.of_another(question.named, passage, f"{one.short}\n{said}") or events.unsaid(question.said, told))


def opens(question: Question, opening: Headline, quotations: Sequence[Quotation], point: Point | None) -> bool:
    """The same of what stands under the headline, of a recorded ``point`` with what its editors say of these words.

    Where payers pull apart, what holds for one that is on no side is left open.
    """
    if point and point.why is Why.PAYERS and whose.means_one(question.named):
        views = [(one, stated) for one in quotations for stated in point.stated if spans.recorded(one, stated)]
        if not any(names(question, point, *view) for view in views):
            return False
    # Nothing that is shown stands alone, and the title is about something else.
    if opening.kind is HeadlineKind.TITLE and not set(terms.find(opening.says)) & set(terms.find(question.words)):
        return False
    one = next(one for one in quotations if one.citation == opening.citation)
    stated = [named(point, view) for view in point.stated if spans.recorded(one, view)] if point else []
    return covers(question, one, "\n".join((opening.text, *stated)))


def names(question: Question, point: Point, one: Quotation, stated: PointSide | PointCase) -> bool:
    """Whether a side or a case of ``point``, quoted in ``one``, is named for a payer that ``question`` means."""
    return whose.speaks(question.named, f"{named(point, stated)}\n{stated.says}\n{one.passage.source}")


def named(point: Point, stated: PointSide | PointCase) -> str:
    """What an editor calls the point, and the side or the case of it."""
    return f"{point.on}\n{stated.when if isinstance(stated, PointCase) else stated.stands_for or ''}"
