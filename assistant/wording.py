"""What a language model's sentences in an answer are: parts of an answer like any other."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reworded:
    """A sentence of a language model: its ``words`` without the closing sign, its marks, and that sign."""

    words: str
    marks: tuple[int, ...]
    end: str

    @property
    def text(self) -> str:
        """The marks stand before the closing sign: "Report 62367 [1]."."""
        marks = "".join(f"[{mark}]" for mark in self.marks)
        return f"{self.words} {marks}{self.end}" if marks else f"{self.words}{self.end}"


@dataclass(frozen=True, slots=True)
class Dropped:
    """``count`` generated sentences that were not shown, and what was wrong with them."""

    why: str
    count: int


@dataclass(frozen=True, slots=True)
class Wording:
    """Who worded the answer. ``generator`` is extractive or a model's name.

    ``sentences`` of it stand in the answer, each with marks and checked. ``instead`` says why a generator that was
    asked has none there, so that the quotations stand alone.
    """

    generator: str
    sentences: tuple[Reworded, ...]
    dropped: tuple[Dropped, ...]
    instead: str | None
