"""What the desk asks back before a case can be coded."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Fact(StrEnum):
    """What can be told of a case; the first five by the names under which a question may bring them along."""

    DATE = "dos"
    PAYER = "payer"
    SETTING = "setting"
    PERFORMER = "by"
    CHANGED = "changed"
    PATIENT = "patient"
    REASON = "reason"
    MINUTES = "minutes"
    CASE = "case"


@dataclass(frozen=True, slots=True)
class ToFindOut:
    """``ask`` is the question as it is shown; ``choices`` are the replies that settle it, "a date or a year" among
    them. What a responder asked of somebody else is of no ``fact`` and has no choices.
    """

    ask: str
    fact: Fact | None = None
    choices: tuple[str, ...] = ()

    @property
    def replies(self) -> tuple[str, ...]:
        """The choices that are replies as they stand; a date and a number of minutes must be typed."""
        return () if self.fact in {Fact.DATE, Fact.MINUTES} else self.choices
