"""Where words that stand without marks end: at the poster's own voice, a signature, or the end of the paragraph."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from indexer.authority import cues


def until(text: str, start: int, end: int, names: Sequence[int]) -> int:
    """How far from ``start``, at most to ``end``, whole sentences are the publication's: ``start`` where none is.

    A sentence with a name at one of the sorted offsets ``names`` tells of another publication and is the poster's.
    """
    at = start
    while at < end:
        stop = _sentence_end(text, at, end, names)
        if stop is None:
            return at
        line = next((line for line in _LINE.finditer(text, at, stop) if _turns(text, line.end(), stop)), None)
        last = line.start() if line else stop
        if _poster(text[at:last]) or (at > start and (_turns(text, at, stop) or _practice(text, start, at, last))):
            return at
        if line:
            return last
        at = last
    return end


def first_person(said: str) -> bool:
    """Whether somebody speaks of himself as no publication does; "Part I" is a numeral."""
    return _I.search(said) is not None


def _sentence_end(text: str, at: int, end: int, names: Sequence[int]) -> int | None:
    """Where the sentence at ``at`` ends; None where a name stands in it."""
    number = bisect_left(names, at)
    limit = min(end, names[number]) if number < len(names) else end
    for stop in _STOP.finditer(text, at, limit):
        if not _SHORT.search(text, max(at, stop.start() - 6), stop.start()):
            return stop.end()
    return end if limit == end else None


def _turns(text: str, at: int, end: int) -> bool:
    """Whether the poster's voice, or a signature, begins at ``at``."""
    word = _FIRST.match(text, at, end)
    if word and word[0].lower().replace("’", "'") not in cues.openings("turn"):
        return text[at].isupper() and _SIGNED.match(text, at) is not None
    return cues.opens("turn", cues.spoken(text[at : min(end, at + _START)])) or _SIGNED.match(text, at) is not None


def _practice(text: str, start: int, at: int, end: int) -> bool:
    """Whether the later sentence at ``at`` tells what payers and doctors do, or lacks the capital of the first."""
    uneven = text[at].islower() and not text[start].islower()
    return uneven or cues.heard("later", cues.spoken(text[at:end]))


def _poster(sentence: str) -> bool:
    said = sentence.rstrip(' \t\n*_"”)')
    asked = said.endswith("?") and not _QUESTION.match(said)
    return asked or said.endswith("!") or first_person(said) or cues.heard("poster", cues.spoken(said))


_STOP = re.compile(r"[.!?][\"”)\]*_]{0,3}(?:\s+|\Z)")
_SHORT = re.compile(r"\b(?:dr|vs|vol|no|pg|pp?|ch|sec|e\.g|i\.e|etc|ie|eg|st|approx)$", re.IGNORECASE)
_START = 60
# Behind these "I" is a numeral.
_NUMBERED = (
    *("chapter", "part", "section", "appendix", "table"),
    *("type", "class", "category", "group", "level", "grade", "stage", "phase"),
)
_FIRST = re.compile(r"\w[\w'’]*")
_LINE = re.compile(r"\n[ \t]*")
_QUESTION = re.compile(r"\s*(?:question|q)\b", re.IGNORECASE)
_I = re.compile(
    "".join(rf"(?<!\b(?i:{word}) )" for word in _NUMBERED) + r"\b(?:I(?:['’](?:m|d|ll|ve))?|[Mm]y|[Mm]e)\b(?![-.]\w)"
)
_SIGNED = re.compile(
    r"[ \t]*(?:-{2,}|_{3,})[ \t]*(?:\n|\Z)"
    r"|[ \t]*[–—~-]{1,2}[ \t]?[A-Z][\w.]{0,20}(?:,? [A-Z][\w.-]{0,20}){0,4}[ \t]*(?:\n|\Z)"
    r"|[A-Z][\w.]{1,20}(?: [A-Z][\w.]{0,20}){0,2},? (?:CPC|CCS|RHIT|RHIA|COC|CPMA|CPB|CIC|MD|RN)\b"
)
