"""The lists of ``cues.yaml``: what leads to a publication's words, denies them, or ends them."""

from __future__ import annotations

import re
from functools import cache
from importlib import resources

import yaml


@cache
def words(kind: str) -> frozenset[str]:
    """The entries of the list ``kind``, in small letters."""
    return frozenset(_lists()[kind])


@cache
def pattern(kind: str) -> str:
    """Any entry of the list as whole words, longest first, for a pattern that ignores capitals."""
    entries = sorted(words(kind), key=lambda entry: (-len(entry), entry))
    either = "|".join(re.escape(entry).replace(r"\ ", r"\s{1,2}").replace("'", "['’]") for entry in entries)
    return rf"(?<![\w'’])(?:{either})(?![\w'’])"


def spoken(text: str) -> list[str]:
    """The words of ``text`` in small letters, with straight apostrophes."""
    return _WORD.findall(text.lower().replace("’", "'"))


def heard(kind: str, said: list[str]) -> bool:
    """Whether an entry of the list stands among the words ``said``."""
    line = f" {' '.join(said)} "
    return not words(kind).isdisjoint(said) or any(phrase in line for phrase in _phrases(kind))


def opens(kind: str, said: list[str]) -> bool:
    """Whether the words ``said`` begin with an entry of the list."""
    return any(" ".join(said[:count]) in words(kind) for count in range(1, min(_LONGEST, len(said)) + 1))


@cache
def openings(kind: str) -> frozenset[str]:
    """The first word of each entry of the list."""
    return frozenset(entry.split()[0] for entry in words(kind))


@cache
def _phrases(kind: str) -> tuple[str, ...]:
    return tuple(f" {entry} " for entry in sorted(words(kind)) if " " in entry)


@cache
def _lists() -> dict[str, list[str]]:
    # The base loader keeps "yes", "no" and "on" words.
    listed = resources.files("indexer.authority").joinpath("cues.yaml").read_text("utf-8")
    lists: dict[str, list[str]] = yaml.load(listed, Loader=yaml.BaseLoader)
    return lists


_WORD = re.compile(r"\w[\w']*")
_LONGEST = 4
