"""Labelled questions as examples that support is fitted on: numbers, no text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from assistant.ask import Desk
from assistant.finding import features, memo, ranking, retrieval
from assistant.finding.features import Features
from assistant.measuring.evaluation import Labelled
from assistant.reading import question
from indexer import privacy
from indexer.errors import QuestionError

FOLDS = 10


class Kind(StrEnum):
    """``TAKEN_AWAY``: an answerable question, measured without the documents that answer it."""

    ANSWERABLE = "answerable"
    UNANSWERABLE = "unanswerable"
    TAKEN_AWAY = "documents taken away"


@dataclass(frozen=True, slots=True)
class Example:
    """``row`` names the question without its text; all examples of one question are in one ``fold``."""

    row: str
    kind: Kind
    hard: bool
    fold: int
    features: Features


def measured(questions: Iterable[tuple[str, Labelled]], desk: Desk, hard: bool = False) -> Iterator[Example]:
    """One example a question, and for an answerable one a second. ``questions`` come with the names of their rows.

    Questions of codes alone are left out: their support is not fitted. Raises QuestionError where the index holds no
    document that a question names as relevant.
    """
    for number, (row, one) in enumerate(questions):
        screened = [privacy.screen(turn).text for turn in (one.question, *one.history)]
        asked = question.parse(screened[0], screened[1:], desk.settings.abbreviations)
        if asked.bare:
            continue
        index = memo.over(desk.index)
        found = ranking.rank(asked, retrieval.candidates(asked, index))
        kind = Kind.ANSWERABLE if one.answerable else Kind.UNANSWERABLE
        yield Example(row, kind, hard, number % FOLDS, features.measure(asked, found, index))
        if one.answerable and one.relevant:
            if not any(index.store.documents(one.relevant).values()):
                raise QuestionError(
                    f"{row}: the index has no document {one.relevant[0]}; label the questions with documents of this "
                    "index, or name another with --index DIR"
                )
            others = [other for other in found if other.passage.document_id not in one.relevant]
            yield Example(row, Kind.TAKEN_AWAY, hard, number % FOLDS, features.measure(asked, others, index))
