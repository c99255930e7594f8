"""Search terms: the words of a text as the word search counts them. Every store is given terms, and splits nothing."""

from __future__ import annotations

import functools
import re
import unicodedata
from typing import Any

# A full stop never belongs to a word, so that "62368." at the end of a sentence is found.
_WORD = re.compile("[a-z0-9_\\x80-\U0010ffff]+")
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
# English words that stand in every text.
_EVERYWHERE = (
    "a an and are as at be but by for if in into is it no not of on or such that the their then there these they this "
    "to was will with"
)
_STOP = frozenset(_EVERYWHERE.split())
# Latin letters that are no letter with an accent.
_LETTERS = {"æ": "ae", "ð": "d", "đ": "d", "ħ": "h", "ı": "i", "ł": "l", "ŋ": "n", "ø": "o", "œ": "oe"}
_LETTERS |= {"ß": "ss", "þ": "th", "ŧ": "t", "ƒ": "f", "ə": "a"}
# Distinct words kept stemmed; the shipped base has some 6,000.
_KEPT = 65_536


def find(text: str) -> list[str]:
    """The terms of ``text`` in their order: lower case, no accents, no English stop words, stemmed."""
    plain = text.lower()
    if not plain.isascii():
        plain = _BEYOND_ASCII.sub(lambda match: _folded(match[0]), plain)
    return [_stem(word) for word in _WORD.findall(plain) if word not in _STOP]


@functools.lru_cache(4096)
def _folded(letter: str) -> str:
    """``letter`` in ASCII where it comes down to that, as it is in another script, a space where it parts words.

    A Latin accent that stands by itself is dropped. Of numbers only digits belong to a word: "cm²" is "cm".
    """
    if "\u0300" <= letter <= "\u036f":
        return ""
    category = unicodedata.category(letter)
    if category[0] not in "LM" and category not in {"Nd", "Nl", "Pc"}:
        return " "
    plain = "".join(_LETTERS.get(one, one) for one in unicodedata.normalize("NFKD", letter))
    plain = "".join(one for one in plain if not unicodedata.combining(one)).lower()
    return plain if plain.isascii() and plain.isalnum() else letter


@functools.lru_cache(_KEPT)
def _stem(word: str) -> str:
    stemmed: str = _stemmer().stemWord(word)
    return stemmed


@functools.cache
def _stemmer() -> Any:  # noqa: ANN401  PyStemmer has no types
    """Its own cache is off, so that threads may share it."""
    import Stemmer

    return Stemmer.Stemmer("english", 0)
