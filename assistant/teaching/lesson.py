"""A lesson as values, as its file states it; whether it still stands in a base is told by ``playing.py``."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from assistant.teaching.quiz import Item, Quote
from indexer.reader import Problem


class Kind(StrEnum):
    """What a step shows: a case, a vote of the class, a thread posting by posting, guidance of then and of now, how it
    is ruled, a quiz.
    """

    CASE = "case"
    VOTE = "vote"
    THREAD = "thread"
    THEN = "guidance-then"
    NOW = "guidance-now"
    RULING = "ruling"
    QUIZ = "quiz"

    @property
    def heading(self) -> str:
        return self.value.replace("-", " ").capitalize()


@dataclass(frozen=True, slots=True)
class Session:
    """A line of the agenda: how long, on what, and what is learnt in it."""

    minutes: int
    on: str
    learnt: str | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """``text`` and ``ask`` are the trainer's own words, ``quotes`` the base's. ``question`` is asked of the base; its
    headline was ``answer`` when the lesson was written, where that is pinned. ``posts`` are numbers of postings of
    ``thread``, all where none is named. ``notes`` are for the presenter alone.
    """

    kind: Kind
    title: str | None = None
    text: str | None = None
    ask: str | None = None
    options: tuple[str, ...] = ()
    quotes: tuple[Quote, ...] = ()
    thread: str | None = None
    posts: tuple[int, ...] = ()
    question: str | None = None
    answer: str | None = None
    items: tuple[Item, ...] = ()
    notes: str | None = None
    line: int = 0

    @property
    def heading(self) -> str:
        return self.title or self.kind.heading


@dataclass(frozen=True, slots=True)
class Lesson:
    """``fingerprint`` is that of the base over which it was written, ``valid`` the year for which its packet is, both
    where they are stated. ``written`` counts the steps of the file, ``problems`` are what of it could not be read.
    """

    name: str
    path: Path
    title: str
    goal: str | None
    level: str | None
    agenda: tuple[Session, ...]
    steps: tuple[Step, ...]
    written: int
    notes: str | None = None
    valid: str | None = None
    fingerprint: str | None = None
    problems: tuple[Problem, ...] = ()

    @property
    def minutes(self) -> int:
        return sum(session.minutes for session in self.agenda)

    @property
    def items(self) -> tuple[Item, ...]:
        """The questions of all its quizzes."""
        return tuple(item for step in self.steps for item in step.items)
