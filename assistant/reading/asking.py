"""All that decides what a question is answered, so that it can be asked again."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.reading.given import NOT_GIVEN, Given


@dataclass(frozen=True, slots=True)
class Asking:
    """``question`` and the earlier turns ``after`` which it came are masked; ``given`` facts came beside it.

    ``top`` documents were listed, None for as many as are listed by default; ``full``: every quotation stood whole.
    """

    question: str
    after: tuple[str, ...] = ()
    given: Given = NOT_GIVEN
    top: int | None = None
    full: bool = False
