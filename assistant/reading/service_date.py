"""The date of service that a question gives, and what was in force on it."""

from __future__ import annotations

import re

from assistant.reading.question import Question
from indexer.documents import PartialDate
from indexer.passages import Passage

_YEAR = re.compile(r"\b((?:19|20)\d\d)\b|\b\d{1,2}[/-]\d{1,2}[/-](\d\d)\b")


def year(question: Question) -> int | None:
    """The year that the question speaks of; None where it names none, or several."""
    found = {int(match[1] or f"20{match[2]}") for match in _YEAR.finditer(question.said)}
    return found.pop() if len(found) == 1 else None


def in_force(since: PartialDate | None, replaced: PartialDate | None, asked: int | None) -> bool:
    """Whether what was published ``since`` still stood in the year ``asked``; what has no end stated did not."""
    return (
        asked is not None and replaced is not None and asked < replaced.year and (since is None or since.year <= asked)
    )


def came_later(passage: Passage, old: Passage) -> bool:
    """Whether it was published in a later year and shares a code with ``old``."""
    dated = passage.date is not None and old.date is not None and passage.date.year > old.date.year
    return dated and bool(set(passage.codes) & set(old.codes))
