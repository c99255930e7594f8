"""Whether words stand already in an earlier posting of the thread, whatever the white space between them."""

from __future__ import annotations

import re
from collections.abc import Sequence

_RUN = 4  # words that stand together in one place only, for all practical purposes
_WORD = re.compile(r"\w+")


def words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


class Earlier:
    """The postings before a given one. Each is cut into runs of words once, and only if something is quoted.

    Runs stand as hashes: the time and room grow with the length of the thread.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        self._texts = texts
        self._runs = dict[int, set[int]]()
        self._known = dict[int, int]()

    def holds(self, text: str, before: int) -> bool:
        """Whether every run of ``text`` stands in some of the first ``before`` postings. False for no words."""
        spoken = words(text)
        if not spoken:
            return False
        length = min(_RUN, len(spoken))
        runs = self._up_to(before, length)
        return all(hash(tuple(spoken[place : place + length])) in runs for place in range(len(spoken) - length + 1))

    def _up_to(self, before: int, length: int) -> set[int]:
        runs = self._runs.setdefault(length, set())
        for place in range(self._known.get(length, 0), before):
            spoken = words(self._texts[place])
            runs.update(hash(tuple(spoken[start : start + length])) for start in range(len(spoken) - length + 1))
        self._known[length] = max(before, self._known.get(length, 0))
        return runs
