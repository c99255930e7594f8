"""The date of service that a question gives, and what was in force on it."""

from __future__ import annotations

from assistant.reading.question import Question
from indexer.documents import PartialDate
from indexer.passages import Passage


def year(question: Question) -> int | None:
    """The year in which the time of service ends that the question means; None where it means none, or one without end.

    It is 2022 for "prior to 2023", and none for "since 2023".
    """
    return question.facts.latest_year


def in_force(since: PartialDate | None, replaced: PartialDate | None, asked: int | None) -> bool:
    """Whether what was published ``since`` still stood in the year ``asked``; what has no end stated did not."""
    return (
        asked is not None and replaced is not None and asked < replaced.year and (since is None or since.year <= asked)
    )


def came_later(passage: Passage, old: Passage) -> bool:
    """Whether it was published in a later year and shares a code with ``old``."""
    dated = passage.date is not None and old.date is not None and passage.date.year > old.date.year
    return dated and bool(set(passage.codes) & set(old.codes))
