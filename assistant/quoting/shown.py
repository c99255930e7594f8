"""What is quoted in a voice, with what it opens, and the recorded point that is told."""

from __future__ import annotations

from dataclasses import dataclass, replace

from assistant.answers import Quotation
from assistant.finding import support as support_
from assistant.finding.reader import Reader
from assistant.finding.recognition import Met
from assistant.finding.retrieval import Candidates
from assistant.judgement import Judged, Support, Voice
from assistant.quoting import cases, covering, evidence, headline, replies
from assistant.reading.question import Question
from assistant.statements import Case, Headline
from indexer.index import Index
from indexer.points import Point


@dataclass(frozen=True, slots=True)
class Shown:
    """What is quoted in the voice of ``support``, the recorded point that is asked about, and what a judge said.

    Where it answers: the headline, the cases of the point, and the one of them that the question tells of.
    """

    support: Support
    about: Met | None
    quotations: tuple[Quotation, ...]
    judged: Judged | None = None
    headline: Headline | None = None
    cases: tuple[Case, ...] = ()
    case: Case | None = None

    @property
    def point(self) -> Point | None:
        """The one that is told."""
        return self.about.point if self.about and self.about.enough else None

    @property
    def answering(self) -> tuple[Quotation, ...]:
        return self.quotations if self.support.enough else ()


def of(
    support: Support, about: Met | None, asked: Question, found: Candidates, index: Index, reader: Reader | None
) -> Shown:
    """In the voice of ``support``, or only what is nearest where that which would open the answer does not cover the
    case that is asked about.
    """
    shown = _quoted(support, about, asked, found, index)
    if not shown.answering:
        return shown
    turning = cases.of(shown.point, shown.quotations) if shown.point else ()
    case = cases.told(asked, shown.point, turning) if shown.point else None
    opening = headline.of(asked, shown.quotations, about, case, reader)
    if covering.opens(asked, opening, shown.quotations, about.point if about else None):
        return replace(shown, headline=opening, cases=turning, case=case)
    return _quoted(support_.uncovered(support), about, asked, found, index)


def _quoted(support: Support, about: Met | None, asked: Question, found: Candidates, index: Index) -> Shown:
    chosen = evidence.quoted(support.voice, asked, found, index, about)
    # Where nothing but questions was found, there is nothing to say in either voice.
    support = support if chosen else replace(support, voice=Voice.NOTHING, strength="weak")
    return Shown(support, about, tuple(replies.beside(chosen)))
