"""Reads a lesson's file, step by step: what is wrong with one step is told with its line, and the others play."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, model_validator

from assistant.teaching import quiz_file, yaml_file
from assistant.teaching.lesson import Kind, Lesson, Session, Step
from assistant.teaching.quiz import Item, Quote
from assistant.teaching.quiz_file import Quoting
from assistant.teaching.yaml_file import Line, Node
from indexer.reader import Problem

SUFFIX = ".yaml"
_EXPECTED = "a mapping with title and steps"
# What a step of each kind cannot do without: one of these.
_NEEDED = {
    Kind.CASE: ("text", "quotes"),
    Kind.VOTE: ("options",),
    Kind.THREAD: ("thread",),
    Kind.THEN: ("quotes",),
    Kind.NOW: ("quotes", "question"),
    Kind.RULING: ("quotes", "question"),
    Kind.QUIZ: ("items", "include"),
}


class _Session(BaseModel):
    model_config = ConfigDict(extra="forbid")

    minutes: int = Field(ge=1, le=600)
    on: Line
    learnt: Line | None = None


class _Step(BaseModel):
    model_config = ConfigDict(extra="forbid")

    kind: Kind
    title: Line | None = None
    text: Line | None = None
    ask: Line | None = None
    options: list[Line] = Field(default=[], max_length=8)
    # Each is read by itself.
    quotes: list[Any] = []
    thread: Line | None = None
    posts: list[int] = []
    question: Line | None = None
    answer: Line | None = None
    items: list[Any] = []
    include: Line | None = None
    notes: str | None = None

    @model_validator(mode="after")
    def _whole(self) -> _Step:
        if not any(getattr(self, name) for name in _NEEDED[self.kind]):
            raise ValueError(f"a step of kind {self.kind} needs {' or '.join(_NEEDED[self.kind])}")
        if self.kind is Kind.VOTE and len(self.options) < 2:
            raise ValueError("a vote needs at least two options")
        if self.answer and not self.question:
            raise ValueError("answer is what the base said to question; name the question")
        return self


class _Lesson(BaseModel):
    model_config = ConfigDict(extra="forbid")

    title: Line
    goal: Line | None = None
    level: Line | None = None
    valid: Line | None = None
    fingerprint: Line | None = None
    notes: str | None = None
    # Each is read by itself.
    agenda: list[Any] = []
    steps: list[Any] = Field(min_length=1)


def read(path: Path) -> Lesson | Problem:
    """A problem is what leaves nothing to play."""
    found = yaml_file.read(path, _EXPECTED)
    return found if isinstance(found, Problem) else _lesson(found)


def parsed(text: str, path: Path, included: bool = True) -> Lesson | Problem:
    """As ``read``, of a text that ``path`` is to hold; not ``included``: quizzes of other files are left out."""
    found = yaml_file.parsed(text, path, _EXPECTED)
    return found if isinstance(found, Problem) else _lesson(found, included)


def _lesson(of: Node, included: bool = True) -> Lesson | Problem:
    read = of.read(_Lesson)
    if isinstance(read, Problem):
        return read
    sessions = [node.read(_Session) for node in of.parts("agenda")]
    steps = [part for node in of.parts("steps") for part in _step(node, included)]
    problems = [one for one in (*sessions, *steps) if isinstance(one, Problem)]
    return Lesson(
        name=of.path.stem,
        path=of.path,
        title=read.title,
        goal=read.goal,
        level=read.level,
        agenda=tuple(Session(one.minutes, one.on, one.learnt) for one in sessions if isinstance(one, _Session)),
        steps=tuple(one for one in steps if isinstance(one, Step)),
        written=len(read.steps),
        notes=_paragraphs(read.notes),
        valid=read.valid,
        fingerprint=read.fingerprint,
        problems=tuple(problems),
    )


def _step(node: Node, included: bool) -> Iterator[Step | Problem]:
    """The step, where it can be read, and what is wrong with it or with parts of it."""
    read = node.read(_Step)
    if isinstance(read, Problem):
        kinds = ", ".join(Kind)
        unknown = read.reason.startswith("kind: Input should be")
        yield replace(read, reason=f"a step's kind is one of {kinds}") if unknown else read
        return
    quotes = [_quote(part) for part in node.parts("quotes")]
    items = [*quiz_file.items(node), *_included(node, read.include if included else None)]
    yield from (one for one in (*quotes, *items) if isinstance(one, Problem))
    yield Step(
        kind=read.kind,
        title=read.title,
        text=read.text,
        ask=read.ask,
        options=tuple(read.options),
        quotes=tuple(one for one in quotes if isinstance(one, Quote)),
        thread=read.thread,
        posts=tuple(read.posts),
        question=read.question,
        answer=read.answer,
        items=tuple(one for one in items if isinstance(one, Item)),
        notes=_paragraphs(read.notes),
        line=node.line,
    )


def _quote(node: Node) -> Quote | Problem:
    read = node.read(Quoting)
    return read if isinstance(read, Problem) else Quote(read.source, read.says, node.line)


def _included(node: Node, name: str | None) -> Iterator[Item | Problem]:
    """The items of a file of the folder ``quizzes`` beside the lesson."""
    if name is None:
        return
    if Path(name).name != name or name.startswith("."):
        yield Problem(node.path, node.line, f"include: {name} is no name of a file in {quiz_file.FOLDER}/")
        return
    path = node.path.parent / quiz_file.FOLDER / f"{name.removesuffix(SUFFIX)}{SUFFIX}"
    items, problems = quiz_file.read(path)
    # A line of another file is no line of the lesson.
    yield from (replace(item, line=node.line) for item in items)
    yield from problems


def _paragraphs(text: str | None) -> str | None:
    return "\n".join(line.strip() for line in text.strip().splitlines()) if text and text.strip() else None
