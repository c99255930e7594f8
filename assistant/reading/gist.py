"""A question without what only tells: no greeting is searched for, and of a long story what is asked is read."""

from __future__ import annotations

import functools
import re
from collections.abc import Container, Iterator
from importlib import resources

import yaml

# What is typed in haste opens sentences with small letters, which part none of a text (``indexer.cutting``).
_SENTENCE = re.compile(r"(?<=[.?!])\s+")
_EDGES = re.compile(r"^[^\w(]+|[^\w)]+$")
_FUNCTION = "function"


def shorter(question: str) -> Iterator[str]:
    """Of ``question`` first what is left without words that tell, greet or feel, then that without function words.

    A sentence of which nothing else is left goes whole. Nothing is given that would be empty.
    """
    telling, function = _lists()
    kept = [" ".join(_without(sentence, telling)) for sentence in _SENTENCE.split(question)]
    asked = [sentence for sentence in kept if any(_without(sentence, function))]
    if asked:
        yield " ".join(asked)
        yield " ".join(word for sentence in asked for word in _without(sentence, function))


def untold(text: str) -> str:
    """``text`` without words that tell, greet or feel, to be searched by words; as it is where nothing else is left."""
    telling, _ = _lists()
    return " ".join(_without(text, telling)) or text


def own(text: str) -> list[str]:
    """Its words that neither tell nor are function words."""
    telling, function = _lists()
    return _without(text, telling | function)


def _without(text: str, words: Container[str]) -> list[str]:
    """The words of ``text`` that are none of ``words``; what holds no letter and no digit is none."""
    plain = ((word, _EDGES.sub("", word).lower().replace("’", "'")) for word in text.split())
    return [word for word, low in plain if low and low not in words]


@functools.cache
def _lists() -> tuple[frozenset[str], frozenset[str]]:
    """Words that tell, and function words, as ``narration.yaml`` has them."""
    text = resources.files("assistant.reading").joinpath("narration.yaml").read_text("utf-8")
    groups = {name: frozenset(words.split()) for name, words in yaml.safe_load(text).items()}
    function = groups.pop(_FUNCTION)
    return frozenset().union(*groups.values()), function
