"""Generators: one module each, with ``write`` that words an answer with marks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from assistant.answers import Disagreement, Quotation, Support
from assistant.question import Question


class Module(Protocol):
    """What each file of this folder offers."""

    def write(
        self,
        question: Question,
        support: Support,
        quotations: Sequence[Quotation],
        disagreement: Disagreement | None,
    ) -> str: ...
