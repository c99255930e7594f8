"""What is quoted in a voice, and the recorded point that is told."""

from __future__ import annotations

from dataclasses import dataclass, replace

from assistant.answers import Quotation
from assistant.finding.recognition import Met
from assistant.finding.retrieval import Candidates
from assistant.judgement import Judged, Support, Voice
from assistant.quoting import evidence, replies
from assistant.reading.question import Question
from indexer.index import Index
from indexer.points import Point


@dataclass(frozen=True, slots=True)
class Shown:
    """What is quoted in the voice of ``support``, the recorded point that is asked about, and what a judge said."""

    support: Support
    about: Met | None
    quotations: tuple[Quotation, ...]
    judged: Judged | None = None

    @property
    def point(self) -> Point | None:
        """The one that is told."""
        return self.about.point if self.about and self.about.enough else None


def of(support: Support, about: Met | None, asked: Question, found: Candidates, index: Index) -> Shown:
    chosen = evidence.quoted(support.voice, asked, found, index, about)
    # Where nothing but questions was found, there is nothing to say in either voice.
    support = support if chosen else replace(support, voice=Voice.NOTHING, strength="weak")
    return Shown(support, about, tuple(replies.beside(chosen)))
