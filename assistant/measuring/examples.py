"""Labelled questions as examples that support is fitted on: numbers, no text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from assistant.ask import Desk, ranked
from assistant.finding import features, memo
from assistant.finding.features import Features
from assistant.finding.retrieval import Candidates
from assistant.measuring.evaluation import Labelled
from assistant.reading.question import Question
from indexer.errors import QuestionError
from indexer.index import Index

FOLDS = 10


class Kind(StrEnum):
    """``TAKEN_AWAY``: an answerable question, measured without the documents that answer it."""

    ANSWERABLE = "answerable"
    UNANSWERABLE = "unanswerable"
    TAKEN_AWAY = "documents taken away"


@dataclass(frozen=True, slots=True)
class Example:
    """``row`` names the question without its text; all examples of one question are in one ``fold``.

    ``right``: the document that leads is one that answers, or the question is answerable and names none.
    """

    row: str
    kind: Kind
    right: bool
    fold: int
    features: Features


def measured(questions: Iterable[tuple[str, Labelled]], desk: Desk) -> Iterator[Example]:
    """One example a question, and for an answerable one a second. ``questions`` come with the names of their rows.

    Questions of codes alone are left out: their support is not fitted. Raises QuestionError where the index holds no
    document that a question names as relevant.
    """
    for number, (row, one) in enumerate(questions):
        asked, _ = desk.read(one.question, one.history)
        if asked.bare:
            continue
        index = memo.over(desk.index)
        found = ranked(asked, index)
        kind = Kind.ANSWERABLE if one.answerable else Kind.UNANSWERABLE
        yield _example(row, kind, number, one, asked, desk.judged(asked, found, index), index)
        if one.answerable and one.relevant:
            if not any(index.store.documents(one.relevant).values()):
                raise QuestionError(
                    f"{row}: the index has no document {one.relevant[0]}; label the questions with documents of this "
                    "index, or name another with --index DIR"
                )
            others = desk.judged(asked, found.without(one.relevant), index)
            yield _example(row, Kind.TAKEN_AWAY, number, one, asked, others, index)


def _example(
    row: str, kind: Kind, number: int, one: Labelled, asked: Question, found: Candidates, index: Index
) -> Example:
    first = leading(found)
    unnamed = kind is Kind.ANSWERABLE and not one.relevant
    right = first is not None and (unnamed or first in one.relevant)
    return Example(row, kind, right, number % FOLDS, features.measure(asked, found, index))


def leading(found: Candidates) -> str | None:
    """The document that leads: that of the first passage that is no asker's."""
    return next((one.passage.document_id for one in found if one.passage.role != "asker"), None)
