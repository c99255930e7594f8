"""A lesson: its quotations still stand, and its questions are answered as it says. Its quizzes are files apart."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from assistant.keeping.records import Recorded, Today
from assistant.reading.asking import Asking
from assistant.showing import outline, phrases
from assistant.teaching import holding, lesson_file
from assistant.teaching.lesson import Kind, Step
from assistant.teaching.quiz import Quote
from indexer.errors import RecordError
from indexer.reader import Problem

LABEL = "lesson"
ENDINGS = (".yaml", ".yml")
_STEPS = re.compile(rb"^steps\s*:", re.MULTILINE)
# Beside it nothing lies: a quiz that a lesson includes is a file of its own.
_NOWHERE = Path(os.devnull, "lesson.yaml")


def holds(data: bytes) -> bool:
    return _STEPS.search(data) is not None


def read(data: bytes) -> Sequence[Recorded]:
    found = lesson_file.parsed(data.decode("utf-8", "replace"), _NOWHERE)
    if isinstance(found, Problem):
        raise RecordError(told(found))
    wrong = [problem(one) for one in found.problems if one.path == _NOWHERE]
    return [*(one for step in found.steps for one in _step(step)), *wrong]


def quoted(quote: Quote, newest: bool = False) -> Recorded:
    """Its words, or its source where all of that is meant; ``newest``: nothing may have replaced it."""
    line = quote.says or quote.source

    def now(today: Today) -> Sequence[str]:
        said = holding.held([quote.source], today.desk.index.store).said(quote)
        if isinstance(said, str):
            raise RecordError(said)
        later = said.passage.superseded_by if newest else None
        words = phrases.line(said.words) if quote.says else line
        return [words, f"replaced by {later}"] if later else [words]

    return Recorded(f"line {quote.line}", None, (phrases.line(line),), now)


def problem(found: Problem) -> Recorded:
    """A part of the file that is none."""

    def now(today: Today) -> Sequence[str]:
        raise RecordError(told(found))

    return Recorded(f"line {found.line}", None, (), now)


def told(found: Problem) -> str:
    return f"line {found.line}: {found.reason}; mend the file"


def _step(step: Step) -> Iterator[Recorded]:
    yield from (quoted(one, step.kind is Kind.NOW) for one in step.quotes)
    if step.thread:
        yield quoted(Quote(step.thread, None, step.line))
    if step.question:
        yield _answered(step, step.question)


def _answered(step: Step, question: str) -> Recorded:
    """By the headline that it pins; where it pins none, that the base still answers."""

    def now(today: Today) -> Sequence[str]:
        answer = today.answer(Asking(question))
        if not answer.supported or answer.headline is None:
            return [phrases.written(one) for one in outline.opening(answer)]
        return [phrases.line(answer.headline.text)] if step.answer else []

    return Recorded(f"line {step.line}", question, (step.answer,) if step.answer else (), now)
