"""A language model's text cut into plain sentences and their marks. Nothing of its layout is kept."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from indexer import passages

_THOUGHTS = re.compile(r"<think>.*?(?:</think>|\Z)", re.DOTALL | re.IGNORECASE)
_POINT = re.compile(r"^(?:[-*•–]|\d{1,2}[.)])\s+")
# Emphasis, and every kind of double quotation mark: a generated sentence must not look like our quotations.
_DECORATION = re.compile(r"[*_`~\"“”„‟«»‹›〝〞「」『』]|''|(?<!\w)'(?=\w)|(?<=[\w.])'(?!\w)")
_MARKS = re.compile(r"(?:[(\[]\s?(?:\d{1,3}(?:\s?[,;&]\s?|\s?(?:and)\s?))*\d{1,3}\s?\])+")
# "According to [1], ..." and "Passage [1] states that ..." are told by the mark alone.
_LED_IN = re.compile(
    rf"\b(?:according to|as (?:stated|noted|described|explained) (?:in|by)|per|see|source:?|from)"
    rf"(?:\s(?:the\s)?(?:passage|source|evidence|citation))?\s(?={_MARKS.pattern})"
    rf"|^(?:(?:the\s)?(?:passage|source|evidence|citation)\s)?(?P<subject>{_MARKS.pattern})"
    r"\s(?:says?|states?|notes?|explains?|advises?|indicates?)\s(?:that\s)?",
    re.IGNORECASE,
)
_LATE_MARK = re.compile(r"([.!?])((?:\s*\[[\d\s,;&]+\])+)(?=\s*$|\s+[A-Z])")
_FOREIGN = re.compile(
    r"[<>{}|\\#\[\]@^=\x00-\x1f\x7f]|&\w{1,8};|\b(?:https?|ftp|file|data|javascript):|\bwww\.|\b\w+\.(?:com|org|net|io|gov)\b",
    re.IGNORECASE,
)
_PUNCTUATION = frozenset(" .,;:!?'’()/%$&+-–—§°×≥≤±½")


@dataclass(frozen=True, slots=True)
class Sentence:
    """``text`` has no marks and no decoration; ``plain``: no markup, no address and no foreign characters either."""

    text: str
    marks: tuple[int, ...]
    plain: bool


def sentences(draft: str) -> list[Sentence]:
    """A mark behind the full stop belongs to the sentence before it; thoughts are not part of a draft."""
    folded = unicodedata.normalize("NFKC", _THOUGHTS.sub(" ", draft))
    return [sentence for line in folded.splitlines() for sentence in _of_line(line.strip())]


def _of_line(line: str) -> Iterator[Sentence]:
    heading = line.startswith("#")
    line = _LATE_MARK.sub(r"\2\1", _DECORATION.sub("", _POINT.sub("", line)))
    for start, end in passages.sentences(line):
        written = line[start:end]
        marks = tuple(int(number) for mark in _MARKS.findall(written) for number in re.findall(r"\d+", mark))
        written = _MARKS.sub(" ", _LED_IN.sub(" ", written))
        text = re.sub(r"\s+([.,;:!?])", r"\1", " ".join(written.split())).lstrip(",;:.)-– ")
        text = text[:1].upper() + text[1:]
        if re.search(r"\w", text):
            plain = not heading and not _FOREIGN.search(text) and all(_readable(letter) for letter in text)
            yield Sentence(text, tuple(dict.fromkeys(marks)), plain)


def _readable(letter: str) -> bool:
    """Latin letters, common digits and common punctuation: no look-alike of another script, nothing invisible."""
    if letter.isalpha():
        return unicodedata.name(letter, "").startswith("LATIN ")
    return letter in _PUNCTUATION or letter in "0123456789"
