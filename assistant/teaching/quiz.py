"""A quiz as values: each question has one option that a text of the base supports, and a reason for every option."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

UNNAMED = "no text here names it for this"


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of the base: ``says`` stands word for word in ``source``, a document or a posting as ``id#post-N``.

    Without ``says`` all of the source is meant. ``line`` is where a file names it, 0 where no file does.
    """

    source: str
    says: str | None = None
    line: int = 0


@dataclass(frozen=True, slots=True)
class Option:
    """``why`` it is right, or what it is for, in the program's or a trainer's words; ``quote`` is what says so."""

    text: str
    right: bool
    why: str
    quote: Quote | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """A question of a quiz. ``on`` names the recorded point that it was drafted from; ``given`` is the case before one
    fact of it was flipped.
    """

    ask: str
    options: tuple[Option, ...]
    on: str | None = None
    given: str | None = None
    line: int = 0

    @property
    def right(self) -> Option:
        return next(option for option in self.options if option.right)

    @property
    def letter(self) -> str:
        """That of the right option."""
        return letter(self.options.index(self.right))


def letter(place: int) -> str:
    """How the option at ``place`` is called: A, B, C."""
    return chr(ord("A") + place)


def lettered(options: Sequence[Option]) -> tuple[str, ...]:
    return tuple(f"{letter(place)}. {option.text}" for place, option in enumerate(options))
