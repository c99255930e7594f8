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
class Identifier:
    """Characters ``start`` to ``end`` of a text are an identifier of this kind."""

    start: int
    end: int
    kind: str


def masked(text: str, spans: Iterable[Identifier]) -> tuple[str, set[str]]:
    """The text with placeholders for the spans, and the kinds masked. Overlapping spans become one placeholder."""
    parts, end, kinds = list[str](), 0, set[str]()
    for span in sorted(spans):
        if span.end == span.start:  # what was no name after all takes no text with it
            continue
        if span.start >= end:
            parts += [text[end : span.start], PLACEHOLDERS[span.kind]]
            kinds.add(span.kind)
        end = max(end, span.end)
    return "".join([*parts, text[end:]]), kinds


@cache
def pattern(source: str) -> re.Pattern[str]:
    """Compiled at the first use, so that importing costs nothing."""
    return re.compile(source, re.VERBOSE | re.IGNORECASE)


def unmasked(text: str) -> str:
    """``text`` without its placeholders and the label before each ("Mrs. [name]", "MRN: [MRN]"): what can be searched.

    A text of nothing else is given back as it is.
    """
    left = _PLACE.sub(" ", text)
    return " ".join(left.split()) if re.search(r"[^\W_]", left) else text


_PLACE = re.compile(
    r"(?:\b(?:mrs?|ms|miss|dr|mrn|dob|ssn|phone|tel|member|claim|acct|account|id|name|address|e-?mail|no|number)\b"
    r"[\s.:#]{0,3}){0,3}(?:" + "|".join(map(re.escape, PLACEHOLDERS.values())) + r")(?:\s?[,:;](?=\s))?",
    re.IGNORECASE,
)
