"""A lesson: the answers that it pins, and the words of the base that it quotes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from assistant.keeping.records import Recorded, Today
from assistant.keeping.records import quiz as quiz_
from assistant.reading.asking import Asking
from assistant.showing import phrases
from assistant.teaching import lesson_file
from assistant.teaching.lesson import Lesson, Step
from assistant.teaching.quiz import Quote
from indexer.errors import RecordError
from indexer.reader import Problem

LABEL = "lesson"
ENDINGS = (".yaml",)
_UNSETTLED = "nothing in this base settles it"


def holds(data: bytes) -> bool:
    return re.search(rb"(?m)^title:", data) is not None and re.search(rb"(?m)^steps:", data) is not None


def read(data: bytes) -> Sequence[Recorded]:
    """Quizzes that it includes are files of their own."""
    found = lesson_file.parsed(data.decode("utf-8-sig", "replace"), Path("lesson.yaml"), included=False)
    if isinstance(found, Problem):
        raise RecordError(f"line {found.line}: {found.reason}; mend the file")
    pinned = [_pinned(step) for step in found.steps if step.question and step.answer]
    quotes = list(_quotes(found))
    return [*pinned, quiz_.quoted(quotes)] if quotes else pinned


def _pinned(step: Step) -> Recorded:
    question, answer = step.question or "", step.answer or ""
    return Recorded(f"line {step.line}", question, (answer,), lambda today: _headline(question, today))


def _headline(question: str, today: Today) -> tuple[str]:
    headline = today.answer(Asking(question)).headline
    return (phrases.line(headline.text) if headline else _UNSETTLED,)


def _quotes(found: Lesson) -> Iterator[Quote]:
    for step in found.steps:
        yield from step.quotes
        if step.thread:
            yield Quote(step.thread)
        yield from (option.quote for item in step.items for option in item.options if option.quote)
