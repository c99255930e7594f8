"""The part of an answer that says how far it goes: whether it claims to answer, or only shows what is nearest."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Voice(StrEnum):
    """``ANSWERS``: what is quoted settles the question. ``NEAREST``: it bears on the question and does not settle it.
    ``NOTHING``: no text comes near enough to be quoted.
    """

    ANSWERS = "answers"
    NEAREST = "nearest"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Support:
    """How good the best evidence is: ``value`` is a probability between 0 and 1 that the text which leads answers.

    ``calibrated``: its numbers were fitted on vectors such as the index has. ``caveat``: what a reader must know of
    them, with the command that mends it.
    """

    value: float
    voice: Voice
    strength: str
    calibrated: bool = True
    caveat: str | None = None

    @property
    def enough(self) -> bool:
        return self.voice is Voice.ANSWERS


@dataclass(frozen=True, slots=True)
class Judged:
    """What a language model said when it was asked which quotation answers. ``pick`` is its number, None for none.

    ``ignored``: why what it said counts for nothing.
    """

    model: str
    pick: int | None
    ignored: str | None = None
