"""What passes between the steps of journey 2, and what it ends in: an answer as parts, each with its marks as numbers.

How a part reads in a text, on the page or in a file is the business of ``assistant/showing``.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from assistant.asking_back import ToFindOut
from assistant.judgement import Judged, Support, Voice
from assistant.naming import Named
from assistant.reading.question import Question
from assistant.refusal import Refusal
from assistant.statements import Case, Disagreement, Headline, Known, Reference
from assistant.wording import Wording
from indexer.codes import Code
from indexer.documents import PartialDate, Provenance
from indexer.passages import Passage
from indexer.sources import Tier


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage that was found. ``words``, ``meaning`` and ``code`` lie between 0 and 1; ``score`` fuses them.

    ``bm25`` and ``cosine`` are the raw scores behind words and meaning, 0 where that signal did not bring the passage.
    ``found_by`` names the signals that did: words, meaning, code. ``read`` is the reader's logit of the best of its
    windows and ``window`` that one's offsets, None where it was not read.
    """

    row: int
    passage: Passage
    score: float
    words: float
    meaning: float
    code: float
    bm25: float
    cosine: float
    found_by: tuple[str, ...]
    read: float | None = None
    window: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """What a search ends in: the question as read, the kinds of identifiers masked in it, every candidate, and the
    parts of the store that did not answer.
    """

    question: Question
    masked: tuple[str, ...]
    candidates: Sequence[Candidate]
    unsearched: tuple[str, ...] = ()


class Place(IntEnum):
    """Where in an answer a quotation stands, first to last: what was in force at the date asked about leads.

    ``REPLACED`` and ``LATER`` hold guidance and opinions of another time than that.
    """

    IN_FORCE_THEN = 1
    GUIDANCE = 2
    OPINION = 3
    RULING = 4
    REPLACED = 5
    LATER = 6
    FURTHER = 7
    NEAREST = 8
    RECORDED = 9

    @property
    def of_another_time(self) -> bool:
        return self in {Place.REPLACED, Place.LATER}

    @property
    def heading(self) -> str:
        return _HEADINGS[self]


_HEADINGS = {
    Place.IN_FORCE_THEN: "In force at the date asked about, replaced since",
    Place.GUIDANCE: "Published guidance",
    Place.OPINION: "Opinion of coders and vendors",
    Place.RULING: "House rulings",
    Place.REPLACED: "Replaced, for older dates of service only",
    Place.LATER: "Only for dates of service after the one asked about",
    Place.FURTHER: "Further, less close to the question",
    Place.NEAREST: "Nearest, without settling the question",
    Place.RECORDED: "Recorded on the same",
}


@dataclass(frozen=True, slots=True)
class Quotation:
    """``text`` is ``passage.text[start:end]``; ``citation`` is the number of the citation that it stands under.

    ``short`` is the part of it that is shown at first, whole sentences. ``score`` is its candidate's; ``replaced_by``
    the document that stands in its place today, where one does; ``replies_to`` the thread's own question, where the
    quotation says little without it.
    """

    citation: int
    passage: Passage
    start: int
    end: int
    text: str
    score: float
    replaced_by: str | None
    place: Place = Place.GUIDANCE
    replies_to: str | None = None
    short: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """The quotations of one place, in their order."""

    place: Place
    quotations: tuple[Quotation, ...]


@dataclass(frozen=True, slots=True)
class Citation:
    """A formal citation. ``formal`` is the label with whose words are cited and its address, ready to be copied.

    ``as_of`` is the date of what is cited, where one is stated.
    """

    number: int
    label: str
    tier: Tier
    as_of: PartialDate | None
    document_id: str
    url: str | None
    formal: str
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class Basis:
    """On what an answer rests: the published guidance that leads it, or opinions where there is none (``opinion``).

    ``tiers`` speak, in the order of their quotations; ``newest`` is the year of the newest of them, where one is dated.
    ``replaced``: all of it was replaced since. ``in_force``: the year asked about, where it was in force then.
    ``provenances``: whose words they are. ``since``: when the first of it came into force, where that was only after
    the date asked about. ``of_another_time``: published guidance is quoted too, but none that was in force then.
    ``silent``: the payers and states of the question, as typed, that none of it speaks of.
    """

    tiers: tuple[Tier, ...]
    newest: int | None
    in_force: int | None
    replaced: bool
    opinion: bool
    provenances: tuple[Provenance, ...]
    since: PartialDate | None = None
    of_another_time: bool = False
    silent: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """``headline``, ``basis``, ``cases``, who differs, what to find out, and quotations with their citations; where it
    does not claim to answer, a ``refusal`` that says what is missing, and in place of quotations the ``nearest``
    documents where none comes near enough to be quoted.

    ``full``: ``text`` and the terminal give every quotation whole. ``judged``: what a language model says of the
    quotations, where one was asked to judge them. ``named`` says what the codes are where the question asks that.
    ``facts``: what is known of the case, in a few words each. ``known``: what else is recorded on a code or a subject
    that is only named. ``reference``: what public files state of the codes, None where none that was loaded does.
    ``unsearched`` names parts of the store that did not answer: what they hold is not in the answer.
    ``documents`` are ranked, on refusals too. ``text`` is what ``assistant.showing.plain`` makes of the other parts, to
    be printed as it is; nothing reads it back.
    """

    question: str
    read_as: str
    codes: tuple[Code, ...]
    support: Support
    basis: Basis | None
    refusal: Refusal | None
    disagreement: Disagreement | None
    quotations: tuple[Quotation, ...]
    citations: tuple[Citation, ...]
    ask_first: tuple[ToFindOut, ...]
    wording: Wording
    documents: tuple[str, ...]
    nearest: tuple[Citation, ...]
    candidates: tuple[Candidate, ...]
    masked: tuple[str, ...]
    fingerprint: str
    judged: Judged | None = None
    named: tuple[Named, ...] = ()
    headline: Headline | None = None
    cases: tuple[Case, ...] = ()
    facts: tuple[str, ...] = ()
    known: tuple[Known, ...] = ()
    reference: Reference | None = None
    full: bool = False
    unsearched: tuple[str, ...] = ()
    text: str = ""

    @property
    def voice(self) -> Voice:
        return self.support.voice

    @property
    def supported(self) -> bool:
        return self.voice is Voice.ANSWERS

    @property
    def groups(self) -> tuple[Group, ...]:
        """The quotations by place, in the order in which they are shown."""
        placed = itertools.groupby(self.quotations, key=lambda quotation: quotation.place)
        return tuple(Group(place, tuple(quotations)) for place, quotations in placed)
