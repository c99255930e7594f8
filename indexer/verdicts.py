"""What an editor may write as the verdict of a point: a word of the program, or what the point's quotations hold."""

from __future__ import annotations

import re
from collections.abc import Sequence

from indexer.points import DEPENDS, DISPUTED, NO, YES

_OF_THE_PROGRAM = frozenset({YES, NO, DEPENDS, DISPUTED})
# In words.
_LONGEST = 10
# Words that may join what the quotations hold.
_JOINING = re.compile(
    r"an?|and|at|be|by|each|for|from|if|in|is|it|not|of|on|only|or|per|plus|than|the|then|times?|to|units?|with|without|x"
)
_NUMBERS = (
    "zero,one,two,three,four,five,six,seven,eight,nine,ten,eleven,twelve,thirteen,fourteen,fifteen,sixteen,seventeen,"
    "eighteen,nineteen,twenty"
)
_FIGURES = {word: str(figure) for figure, word in enumerate(_NUMBERS.split(","))} | {
    "once": "1",
    "twice": "2",
    "single": "1",
}
_WORD = re.compile(r"[a-z0-9]+(?:\.[0-9]+)?")
_COUNT = re.compile(r"x(\d+)")


def misfit(verdict: str, said: Sequence[str]) -> str | None:
    """What is wrong with ``verdict`` beside what the point's sides and cases say; None where nothing is."""
    if verdict in _OF_THE_PROGRAM:
        return None
    if len(verdict.split()) > _LONGEST:
        return f"verdict: at most {_LONGEST} words; yes, no, depends, disputed, or the code or count"
    held = {word for text in said for word in _words(text)}
    lacking = [word for word in _words(verdict) if not _JOINING.fullmatch(word) and not _holds(held, word)]
    if lacking:
        return (
            f"verdict: no quotation of the point says \u201c{lacking[0]}\u201d; write yes, no, depends, disputed, "
            "or the code or count as it stands there"
        )
    return None


def _words(text: str) -> list[str]:
    """The words of ``text`` in small letters, a number as its figure."""
    words = (_COUNT.sub(r"\1", word) for word in _WORD.findall(text.lower()))
    return [_FIGURES.get(word, word) for word in words]


def _holds(held: set[str], word: str) -> bool:
    return word in held or f"{word}s" in held or word.removesuffix("s") in held
