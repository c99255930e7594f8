"""The kinds of identifiers, and how spans of them give way to placeholders."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

KINDS = (
    "name",
    "MRN",
    "DOB",
    "SSN",
    "phone",
    "e-mail",
    "address",
    "member number",
    "claim number",
    "account number",
    "number",
)
PLACEHOLDERS = {kind: f"[{kind}]" for kind in KINDS} | {"DOB": "[date of birth]"}


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Characters ``start`` to ``end`` of a text are an identifier of this kind."""

    start: int
    end: int
    kind: str


def masked(text: str, spans: Iterable[Span]) -> tuple[str, set[str]]:
    """The text with placeholders for the spans, and the kinds masked. Overlapping spans become one placeholder."""
    parts, end, kinds = list[str](), 0, set[str]()
    for span in sorted(spans):
        if span.end > span.start >= end:
            parts += [text[end : span.start], PLACEHOLDERS[span.kind]]
            kinds.add(span.kind)
        end = max(end, span.end)
    return "".join([*parts, text[end:]]), kinds


@cache
def pattern(source: str) -> re.Pattern[str]:
    """Compiled at the first use, so that importing costs nothing."""
    return re.compile(source, re.VERBOSE | re.IGNORECASE)
