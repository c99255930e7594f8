"""Postings that say nothing about coding: thanks, bumps, "same question", "moved". They are read and never quoted."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib import resources

import yaml

from indexer.privacy.vocabulary import vocabulary

LONGEST = 400  # characters; what is longer says something
LONGEST_CLAUSE = 24  # words
_LINK = re.compile(r"(?:https?://|www\.)\S+|\[profile\]", re.IGNORECASE)
_FACE = re.compile(
    r"[:;=8][-~^']?[()DPp|/\\*]+(?!\w)|<3|\^_\^|[\u2600-\u27bf\U0001f000-\U0001faff\ufe0f]+|:[a-z_]{3,20}:"
)
_CLAUSE = re.compile(r"[.!?;\n…]+|\s[-–—]+\s|,\s|\bbut\b|(?<=\w):(?=\s|$)|[()\"“”]")
_WORDS = re.compile(r"\w|\+1|\^")
_OPENING = re.compile(r"(?:and|so|or|also|well|ok|okay|oh|then|yes|hi|hello|sorry|please)\s(?=\w)", re.IGNORECASE)
_MIDDLE = re.compile(r"\s(?:and\s|so\s|because\s|for\s)?")
_WEIGHT = (
    "bare link",
    "private message",
    "moved",
    "notice",
    "edited",
    "following",
    "same question",
    "does not know",
    "answer to come",
    "bump",
    "praise",
    "agreement",
    "thanks",
    "courtesy",
    "greeting",
)


@dataclass(frozen=True, slots=True)
class _Empty:
    """``whole``: any clause that says nothing, by its form; ``forms``: the same by reason.

    ``markers``: words, and words joined by strokes, that tell a reason where all others are ``words``; those that are
    ``answering`` may be the answer where no marker stands.
    """

    whole: re.Pattern[str]
    forms: tuple[tuple[str, re.Pattern[str]], ...]
    words: frozenset[str]
    answering: frozenset[str]
    markers: dict[str, str]


@cache
def _empty() -> _Empty:
    written = yaml.safe_load(resources.files("indexer.threads").joinpath("empty_clauses.yaml").read_text("utf-8"))
    parts = {f"{{{name}}}": _joined(source) for name, source in written["parts"].items()}
    sources = [
        (reason, _filled(_joined(source), parts)) for reason, listed in written["reasons"].items() for source in listed
    ]
    return _Empty(
        whole=re.compile("|".join(f"(?:{source})" for _, source in sources), re.IGNORECASE),
        forms=tuple((reason, re.compile(source, re.IGNORECASE)) for reason, source in sources),
        words=frozenset(written["empty_words"].split()),
        answering=frozenset(written["answering_words"].split()),
        markers={word: reason for reason, words in reversed(written["markers"].items()) for word in words.split()},
    )


def _joined(source: str) -> str:
    return source.replace("\n", "")


def _filled(source: str, parts: dict[str, str]) -> str:
    for name, part in parts.items():
        source = source.replace(name, part)
    return source


def says_nothing(text: str) -> str | None:
    """Why a posting says nothing that could be quoted; None where it says something.

    Every clause must be empty, by its form or by all its words: a code, a figure, a payer or a word of the trade beside
    the thanks is an answer.
    """
    if len(text) > LONGEST:
        return None
    without, linked = _LINK.subn(" . ", text.replace("’", "'").replace("‘", "'"))
    reasons, bare = set[str](), False
    for clause in _CLAUSE.split(_FACE.sub(" ", without)):
        words = " ".join(clause.strip(" \t,:*_~'-–—|/&").split())
        if not _WORDS.search(words) and not words.startswith("^"):
            continue
        reason = _reason(words)
        if reason is None and not _is_filler(words):
            return None
        reasons |= {reason} if reason else set()
        bare = bare or reason is None
    if bare and not reasons:
        return None
    if linked:
        return "bare link"
    return next((reason for reason in _WEIGHT if reason in reasons), "no words")


def _reason(clause: str) -> str | None:
    """By its form, also of two empty clauses in a row, with or without a word between them; else by its words."""
    if clause.count(" ") > LONGEST_CLAUSE:
        return None
    empty, words = _empty(), _OPENING.sub("", clause, count=1)
    for whole in dict.fromkeys((clause, words)):
        if empty.whole.fullmatch(whole):
            return _first(whole)
    for middle in _MIDDLE.finditer(words):
        first, second = words[: middle.start()], words[middle.end() :]
        if empty.whole.fullmatch(first) and empty.whole.fullmatch(second):
            return min(_first(first), _first(second), key=_WEIGHT.index)
    return _by_words(clause)


def _first(clause: str) -> str:
    return next(reason for reason, pattern in _empty().forms if pattern.fullmatch(clause))


def _by_words(clause: str) -> str | None:
    """The reason of the strongest marker, where every other word is empty or a person's name."""
    empty, marked = _empty(), set[str]()
    for phrase, reason in empty.markers.items():
        if "_" in phrase and re.search(rf"\b{phrase.replace('_', ' ')}\b", clause, re.IGNORECASE):
            marked.add(reason)
    for word in clause.replace("[name]", "").split():
        bare = word.strip('"*_').casefold()
        if bare in empty.markers:
            marked.add(empty.markers[bare])
        elif bare not in empty.words and not _is_name(word):
            return None
    return min(marked, key=_WEIGHT.index) if marked else None


def _is_filler(clause: str) -> bool:
    """Empty words that answer nothing, beside a clause that tells the reason."""
    empty, words = _empty(), clause.replace("[name]", "").split()
    return len(words) <= LONGEST_CLAUSE and all(
        _is_name(word) or (word.casefold() in empty.words and word.casefold() not in empty.answering) for word in words
    )


def _is_name(word: str) -> bool:
    return word[:1].isupper() and vocabulary().is_only_name(word)
