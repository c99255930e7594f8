"""Where front matter stands above a text: lines of "key: value" between marks, or bare at the very top."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_MARK = re.compile(r"-{3,}[ \t]*$")
_CLOSES = re.compile(r"(?:-{3,}|\.{3})[ \t]*$")
_KEY = re.compile(r"(?P<key>[A-Za-z_]{2,20})[ \t]?:(?:[ \t]+(?P<value>\S.*)|[ \t]*)$")
# The particulars of a publication, and how a base holds it.
KEYS = frozenset(
    [
        "source",
        "title",
        "date",
        "signed",
        "volume",
        "issue",
        "chapter",
        "section",
        "page",
        "seen_in",
        "superseded_by",
        "effective",
        "until",
        "retold",
    ]
)
# What stands bare may be anything: each of its keys must be known, and a source be more than an address.
_BARE = KEYS | {"url"}


@dataclass(frozen=True, slots=True)
class Front:
    """Lines, from 0: the keys stand from ``first`` to ``last``, excluded, the text begins at ``end``.

    ``marked`` tells whether marks stand around them. ``last`` is None where no mark closes them.
    """

    first: int
    last: int | None
    end: int
    marked: bool


def find(lines: Sequence[str]) -> Front | None:
    top = next((place for place, line in enumerate(lines) if line.strip()), None)
    if top is None:
        return None
    if lines[top].strip() == "---" or (_MARK.match(lines[top]) and _key(lines, top + 1)):
        last = next((place for place in range(top + 1, len(lines)) if _CLOSES.match(lines[place])), None)
        return Front(top + 1, last, len(lines) if last is None else last + 1, True)
    last = top
    while _key(lines, last) in _BARE:
        last += 1
    named = {key for place in range(top, last) if (key := _key(lines, place))}
    if "source" not in named or not _ends(lines, last):
        return None
    closed = last < len(lines) and _CLOSES.match(lines[last]) is not None
    return Front(top, last, last + closed, False)


def _ends(lines: Sequence[str], place: int) -> bool:
    """Whether bare keys may end before this line: something sets them off from the text."""
    line = lines[place].strip() if place < len(lines) else ""
    return not line or line.startswith("#") or _CLOSES.match(line) is not None


def _key(lines: Sequence[str], place: int) -> str | None:
    """The key that a line gives a value to, in small letters."""
    found = _KEY.match(lines[place]) if place < len(lines) and len(lines[place]) <= 2000 else None
    if found is None:
        return None
    key = found["key"].lower()
    return None if key == "source" and (found["value"] or "").lower().startswith(("http:", "https:", "www.")) else key
