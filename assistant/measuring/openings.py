"""What the text of an answer says at its beginning: its verdict, its answering sentence, its headline."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answers import Answer
from assistant.showing import phrases

# In characters: what a coder reads before he decides whether to read on.
FIRST = 400
_POLAR = re.compile(r"(?:yes|no)\b")


def says_verdict(text: str, verdict: str, says: Sequence[str]) -> bool:
    """Whether one of ``says`` stands in the first FIRST characters, or ``verdict`` opens ``text``: as a whole, or with
    the yes or no that it begins with.
    """
    head, wanted = _plain(text)[:FIRST], _plain(verdict)
    polar = _POLAR.match(wanted)
    return _opens(head, polar[0] if polar else wanted) or any(_plain(one) in head for one in says)


def begins(text: str, sentence: str) -> bool:
    """Whether ``sentence`` stands in ``text`` and begins in its first FIRST characters."""
    return 0 <= _plain(text).find(_plain(sentence)) < FIRST


def headline_at(answer: Answer) -> int | None:
    """Where in the text its headline begins, in characters; None where it has none, or the text lacks it."""
    if answer.headline is None:
        return None
    at = answer.text.find(phrases.line(answer.headline.lead or answer.headline.says))
    return at if at >= 0 else None


def _opens(head: str, words: str) -> bool:
    """A code is not opened by its first digits."""
    return re.match(rf"\W*{re.escape(words)}(?!\w)", head) is not None


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold().replace("\u2019", "'")
