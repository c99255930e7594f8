"""Mails below a mail: programs put the whole of what is answered under it, each below lines that say who sent it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_KEY = (
    r"(?P<key>from|sent|date|to|cc|bcc|subject|importance|attachments|reply-to|von|gesendet|an|betreff|de|enviado|para|asunto"
    r"|envoy\u00e9|\u00e0|objet)"
)
_HEAD = re.compile(rf"\W{{0,3}}{_KEY}\s?:\**\s*(?P<value>.*)$", re.IGNORECASE)
_FROM = frozenset({"from", "von", "de"})
_DATE = frozenset({"sent", "date", "gesendet", "enviado", "envoy\u00e9"})
_OTHER = frozenset({"to", "subject", "an", "betreff", "para", "asunto", "\u00e0", "objet"})
_RULE = re.compile(
    r"[_=-]{8,}\s*$|-{2,}\s?(?:original|forwarded|reply)\s(?:message|appointment).{0,20}-{2,}\s*$"
    r"|begin forwarded message:?\s*$",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"\s*(?:<[^<>]*>|\[[^\[\]]*\]|\([^()]*@[^()]*\))")
_HEAD_LINES = 10


@dataclass(frozen=True, slots=True)
class Part:
    """One mail of a chain; ``author`` and ``sent`` are None for the mail itself, whose head stands elsewhere."""

    author: str | None
    sent: str | None
    text: str


@dataclass(frozen=True, slots=True)
class _Head:
    first: int
    end: int
    author: str
    sent: str | None


def parts(text: str) -> list[Part]:
    """The mail's own words and the mails below them, newest first, as they stand."""
    lines = text.split("\n")
    heads = list[_Head]()
    place = 0
    while place < len(lines):
        found = _head(lines, place)
        heads += [found] if found else []
        place = found.end if found else place + 1
    bounds = [*(head.first for head in heads), len(lines)]
    own = [Part(None, None, "\n".join(lines[: bounds[0]]).strip())]
    return own + [
        Part(head.author, head.sent, "\n".join(lines[head.end : end]).strip())
        for head, end in zip(heads, bounds[1:], strict=True)
    ]


def quoted(part: Part) -> str:
    """A mail of a chain as a quotation."""
    lead = f"On {part.sent}, {part.author} wrote:" if part.sent else f"{part.author} wrote:"
    return "\n".join([lead, *(f"> {line}" for line in part.text.split("\n"))])


def _head(lines: Sequence[str], place: int) -> _Head | None:
    """The lines that say who sent what stands below: sender, date, and receivers or subject."""
    found = _HEAD.match(lines[place]) if len(lines[place]) < 500 else None
    if found is None or found["key"].casefold() not in _FROM or not found["value"].strip():
        return None
    values, end, last = {"from": found["value"]}, place + 1, "from"
    while end < min(len(lines), place + _HEAD_LINES):
        match = _HEAD.match(lines[end])
        if match:
            last = match["key"].casefold()
            values[last] = match["value"]
        elif not lines[end].strip() or last in _DATE | _FROM:
            break
        end += 1
    dated = next((values[key] for key in values if key in _DATE), None)
    if dated is None or not _OTHER & values.keys():
        return None
    first = place
    while first and (not lines[first - 1].strip() or _RULE.match(lines[first - 1].strip())):
        first -= 1
    author = _ADDRESS.sub("", values["from"]).strip("*\"' ") or values["from"].strip("<>[] ").partition("@")[0]
    last_name, comma, given = author.partition(", ")
    return _Head(first, end, f"{given} {last_name}" if comma else author, dated.strip("* ") or None)
