"""Which words are names, which are ordinary, and which are both.

``given_names.txt`` and ``surnames.txt`` hold the given names and the 8,000 commonest surnames of the 1990 census of the
United States (public domain), with common names of other origin, and without rare names that coding writes as words.
``ordinary_words.txt`` holds words that coding and other text writes in small letters, among them names that are also
words. ``never_names.txt``: titles, credentials, payers and what coders write with capitals. ``public_names.txt``: given
name and surname of hospitals, firms, procedures and diseases.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import pairwise

PARTICLES = frozenset(
    (
        "van",
        "der",
        "den",
        "de",
        "la",
        "del",
        "della",
        "von",
        "di",
        "da",
        "dos",
        "das",
        "du",
        "bin",
        "ibn",
        "al",
        "el",
        "st",
    )
) | frozenset(("san", "santa", "mc", "mac", "ben", "abu", "le"))
# As the first word they are a procedure, a catheter, a firm.
_EPONYMS = frozenset(("foley", "mohs", "abbott", "stryker", "zimmer", "scholl"))
# Names that are words too, and yet known as names in small letters.
_COMMON = frozenset(("brown", "white", "young", "black", "price", "stone"))
_ENDINGS = re.compile(
    r"(?:[ts]ion|ment|ness|ity|ology|ectomy|otomy|ostomy|plasty|scop[yi]c?|graphy|gram|itis|osis|emia|pathy|ical|ional"
    r"|able|ible|ative|ly)s?$"
)
_INFLECTED = re.compile(r"(?:e?s|e?d|ing|er|al)$")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All words in small letters."""

    given: frozenset[str]
    surnames: frozenset[str]
    ordinary: frozenset[str]
    never: frozenset[str]
    public: frozenset[str]

    def is_given(self, word: str) -> bool:
        return any(part in self.given for part in _parts(word))

    def is_surname(self, word: str) -> bool:
        return any(part in self.surnames for part in _parts(word))

    def is_name(self, word: str) -> bool:
        """Also where the word has another meaning."""
        return self.is_given(word) or self.is_surname(word)

    def is_only_name(self, word: str) -> bool:
        return self.is_name(word) and word.lower() not in self.ordinary

    def is_common_name(self, word: str) -> bool:
        """May be taken for a name in small letters."""
        return self.is_only_name(word) or word.lower() in _COMMON

    def is_public(self, parts: Sequence[str]) -> bool:
        """Whether a hospital, a firm, a procedure or a disease bears these names."""
        return any(f"{one} {other}".lower() in self.public for one, other in pairwise(parts))

    def is_never(self, word: str) -> bool:
        """Whether it is no part of a name, whatever stands before."""
        return any(part in self.never for part in word.lower().split("-"))

    def is_eponym(self, word: str) -> bool:
        return word.lower() in _EPONYMS

    def is_ordinary(self, word: str) -> bool:
        """Has a meaning, or the form of a word that has, and is no name."""
        lowered = word.lower()
        if self.is_name(word):
            return False
        if lowered in self.ordinary or _ENDINGS.search(lowered):
            return True
        stem = _INFLECTED.sub("", lowered)
        return stem != lowered and (stem in self.ordinary or stem + "e" in self.ordinary)


@cache
def vocabulary() -> Vocabulary:
    public = frozenset(_text("public_names").splitlines())
    return Vocabulary(
        _words("given_names"), _words("surnames"), _words("ordinary_words"), _words("never_names"), public
    )


def _words(name: str) -> frozenset[str]:
    return frozenset(_text(name).split())


def _text(name: str) -> str:
    return resources.files("indexer.privacy").joinpath(f"{name}.txt").read_text("utf-8")


def _parts(word: str) -> list[str]:
    """The word without its apostrophe, and what its hyphen joins."""
    lowered = word.lower().replace("'", "").replace("’", "")
    return [lowered, *(part for part in lowered.split("-") if len(part) > 2)] if "-" in lowered else [lowered]
