"""People in postings, masked by place: each mask is a value, and all words around it stay as they were written."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from indexer import privacy
from indexer.privacy.vocabulary import vocabulary
from indexer.threads import handles as handles_
from indexer.threads.handles import Handles, is_ordinary

PLACEHOLDERS = privacy.PLACEHOLDERS | {"profile": "[profile]"}
_CHUNK = 4000  # characters that the guard reads at once
_CUT = re.compile(r"(?P<whole>(?<=[.!?])\s|\n)|\s")
_NAME = r"(?P<name>[^\W\d_][\w'’]{1,30}(?:[ _.-](?-i:[A-Z])[\w'’]{1,30})?)"
_GREETING = (
    r"(?:hi|hello|hey|dear|thanks|thank\s(?:you|u)|thx|ty|sorry|welcome|good\s(?:morning|afternoon|evening|"
    r"question|point|catch|answer))"
)
_SPEAKS = (
    r"(?:said|says|mentioned|wrote|stated|posted|suggested|suggests|noted|explained|pointed\sout|asked|"
    r"answered|replied|advised|recommended|indicated|commented"
    r"|is\s(?:right|correct|wrong)|was\s(?:right|correct|wrong)|has\sit\sright)"
)
# Somebody is spoken to, agreed with or spoken of as a speaker.
_ADDRESSED = tuple(
    re.compile(source, re.MULTILINE | re.IGNORECASE)
    for source in (
        rf"\b(?P<greeting>{_GREETING})\b(?:\s(?:again|so\smuch|very\smuch|a\slot|to|for\s(?:the|"
        rf"your)\s(?:help|reply|response"
        rf"|info|answer|input)))?[\s,]{{1,2}}@?{_NAME}",
        rf"^[ \t]*@?{_NAME}(?=\s*(?:,|\s[-–—]\s|--|[:!](?=\s)))",
        rf"(?<=[.!?]\s)@?{_NAME}(?=,\s)",
        rf"(?<!\w)@{_NAME}",
        rf"\b(?:agree|agreed|concur|disagree)\swith\s@?{_NAME}",
        rf",\s{_NAME}(?=[.!]*\s*$)",
    )
)
# What stands behind a speaker's name.
_SPOKE = re.compile(
    rf"\s(?:(?:already|also|has|had)\s)?{_SPEAKS}\b"
    r"|['’]s\s(?:post|posting|answer|reply|response|comment|suggestion|advice|question|point|explanation)\b",
    re.IGNORECASE,
)
_NAME_BEFORE = re.compile(rf"(?<!\w){_NAME}\*?$", re.IGNORECASE)
_ENDS = re.compile(r"\s*(?:[,.!:;)?–—]|\s-|$)")
_SIGNED = re.compile(
    r"^[ \t]*[-–—~*]{0,2}[ \t]*(?P<name>[^\W\d_][\w.'’]{1,30}(?:[ _][^\W\d_][\w.'’]{0,30}){0,2})"
    r"[ \t]*[.!*:)]{0,3}[ \t]*$",
    re.MULTILINE,
)
_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>\"']{1,2000}", re.IGNORECASE)
_PROFILE = re.compile(
    r"/(?:members?|users?|profiles?|people|u)[/.]|[?&](?:u|user|userid|username|member|author)=", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, order=True)
class Mask:
    """Characters ``start`` to ``end`` of the words as they were written, and what is kept back there."""

    start: int
    end: int
    kind: str


def find(
    words: str, guarded: Sequence[Mask], handles: Handles, known: frozenset[str] = frozenset()
) -> tuple[Mask, ...]:
    """What the guard of questions found, and the thread's people where they are meant. None overlaps another.

    ``known`` are words of persons' names that stand elsewhere in the thread.
    """
    found = [
        *guarded,
        *(Mask(start, end, "name") for start, end in handles_.places(words, handles)),
        *_addressed(words, handles),
        *_signed(words, handles),
        *_profiles(words, handles),
        *_again(words, known),
    ]
    return _merged(found)


def masked(words: str, masks: Sequence[Mask]) -> str:
    parts, end = list[str](), 0
    for mask in masks:
        parts += [words[end : mask.start], PLACEHOLDERS[mask.kind]]
        end = mask.end
    return "".join([*parts, words[end:]])


def shifted(place: int, masks: Sequence[Mask]) -> int:
    """Where a place in the words stands in the masked text; within a mask, at its beginning."""
    shift = 0
    for mask in masks:
        if mask.start >= place:
            break
        if place < mask.end:
            return mask.start + shift
        shift += len(PLACEHOLDERS[mask.kind]) - (mask.end - mask.start)
    return place + shift


def guarded(words: str) -> Iterator[Mask]:
    """What the guard finds; a long text is read in chunks that end with a sentence, or with a word."""
    start = 0
    while start < len(words):
        end = len(words)
        if end - start > _CHUNK:
            cuts = list(_CUT.finditer(words, start + _CHUNK // 2, start + _CHUNK))
            whole = [cut for cut in cuts if cut["whole"] is not None]
            end = (whole or cuts)[0].end() if cuts else start + _CHUNK
        for left, right, kind in _guarded_chunk(words[start:end]):
            yield Mask(start + left, start + right, kind)
        start = end


@lru_cache(maxsize=512)
def _guarded_chunk(text: str) -> tuple[tuple[int, int, str], ...]:
    return tuple((span.start, span.end, span.kind) for span in privacy.locate(text))


def name_words(words: str, masks: Sequence[Mask]) -> frozenset[str]:
    """Words of masked names that mean nothing else, as they may stand again elsewhere."""
    return frozenset(
        word
        for mask in masks
        if mask.kind == "name"
        for word in re.findall(r"[^\W\d_]{3,}", words[mask.start : mask.end])
        if not word.islower() and not vocabulary().is_never(word) and vocabulary().is_name(word)
    )


def _again(words: str, known: frozenset[str]) -> Iterator[Mask]:
    """A full name once more, or one of its words that is nothing but a name."""
    if not known:
        return
    for match in re.finditer(r"[^\W\d_]{3,}(?:\s(?:[A-Z]\.?\s)?[^\W\d_]{3,}){0,2}", words):
        parts = [part for part in re.finditer(r"[^\W\d_]{3,}", match[0]) if part[0] in known]
        sure = [part for part in parts if not is_ordinary(part[0])]
        for part in parts if len(parts) > 1 else sure:
            yield Mask(match.start() + part.start(), match.start() + part.end(), "name")


def _addressed(words: str, handles: Handles) -> Iterator[Mask]:
    for pattern in _ADDRESSED if handles.parts else _ADDRESSED[:1]:
        for match in pattern.finditer(words):
            start, name = match.start("name"), match["name"]
            greeted = bool(match.groupdict().get("greeting"))
            if end := _person(name, handles, greeted and _ENDS.match(words, match.end("name")) is not None):
                yield Mask(start, start + end, "name")
    for cue in _SPOKE.finditer(words) if handles.parts else ():
        before = max(0, cue.start() - 64)
        speaker = _NAME_BEFORE.search(words[before : cue.start()])
        if speaker and (end := _person(speaker["name"], handles, False)):
            yield Mask(before + speaker.start("name"), before + speaker.start("name") + end, "name")


def _person(name: str, handles: Handles, greeted: bool) -> int:
    """How many characters of ``name`` are a person's; 0 for none.

    A word of a user's name, or where ``greeted`` a listed given name with a capital, even one that is a word too ("Hi
    Mark,"). No ordinary word is a name for being a user's.
    """
    end = 0
    for part in re.finditer(r"[^\W_]+", name):
        word = part[0]
        listed = greeted and not word.islower() and vocabulary().is_given(word) and not vocabulary().is_never(word)
        if not (listed or (word.casefold() in handles.parts and not is_ordinary(word))):
            break
        end = part.end()
    return end


def _signed(words: str, handles: Handles) -> Iterator[Mask]:
    """A name alone on the last line, or below a thanks."""
    lines = words.rstrip()
    start = max(0, len(lines) - 200)
    last = [
        match for match in _SIGNED.finditer(lines, lines.rfind("\n", 0, start) + 1) if "\n" in lines[: match.start()]
    ]
    for match in last[-2:]:
        if lines[match.end() :].count("\n") > 2:
            continue
        tokens = match["name"].replace("_", " ").split()
        if all(_signs(token, handles) for token in tokens) and any(len(token) > 2 for token in tokens):
            yield Mask(*match.span("name"), "name")


def _signs(token: str, handles: Handles) -> bool:
    bare = token.strip(".'’")
    known = bare.casefold() in handles.parts or (not bare.islower() and vocabulary().is_name(bare))
    return (len(bare) == 1 and bare.isupper()) or (known and not vocabulary().is_never(bare))


def _profiles(words: str, handles: Handles) -> Iterator[Mask]:
    """Addresses of pages that show a person."""
    if "://" not in words and "www." not in words.lower():
        return
    for match in _ADDRESS.finditer(words):
        if _PROFILE.search(match[0]) or any(True for _ in handles_.places(match[0], handles)):
            yield Mask(match.start(), match.start() + len(match[0].rstrip(".,;:!?)")), "profile")


def _merged(found: Sequence[Mask]) -> tuple[Mask, ...]:
    """Overlapping places become one, of the kind of the first and longest."""
    merged = list[Mask]()
    for mask in sorted(found, key=lambda mask: (mask.start, -mask.end)):
        if mask.end <= mask.start:
            continue
        if merged and mask.start < merged[-1].end:
            last = merged[-1]
            merged[-1] = Mask(last.start, max(last.end, mask.end), last.kind)
        else:
            merged.append(mask)
    return tuple(merged)
