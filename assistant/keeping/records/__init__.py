"""Kinds of files that hold what the desk answered once: one module each, so that they can be asked again.

A kind is asked for files with its ``ENDINGS`` alone. What no kind ``holds`` is passed over; what one holds and cannot
read is told.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from assistant.answers import Answer
from assistant.ask import Desk
from assistant.finding import ranking
from assistant.reading.asking import Asking


@dataclass(frozen=True, slots=True)
class Today:
    """The desk of today, asked each question once however many files hold it."""

    desk: Desk
    answers: dict[Asking, Answer] = field(default_factory=dict)

    def answer(self, asking: Asking) -> Answer:
        """Raises CitedeskError where it cannot be asked any more."""
        if asking not in self.answers:
            facts, top = asking.given.read(), asking.top or ranking.DOCUMENTS
            found = self.desk.ask(asking.question, asking.after, top, full=asking.full, facts=facts)
            self.answers[asking] = found
        return self.answers[asking]


@dataclass(frozen=True, slots=True)
class Recorded:
    """One thing that a file rests on, mostly an answer to ``question``. ``place`` says where in the file it stands,
    empty where the file is all of it.

    ``lines`` are what the file holds of it; ``now`` gives the same of today, and may raise CitedeskError.
    """

    place: str
    question: str | None
    lines: tuple[str, ...]
    now: Callable[[Today], Sequence[str]]


class Module(Protocol):
    """What each file of this folder offers; ``LABEL`` names the kind in lower case."""

    LABEL: str
    ENDINGS: tuple[str, ...]

    def holds(self, data: bytes) -> bool:
        """Whether ``data`` was meant to be of this kind, in whatever state it is."""

    def read(self, data: bytes) -> Sequence[Recorded]:
        """Every answer that it rests on, in its order; raises RecordError, with what to do, where it cannot be read."""
