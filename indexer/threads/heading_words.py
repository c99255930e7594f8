"""The words of a heading: author, date, number and rank, in whichever order they stand."""

from __future__ import annotations

import re
from dataclasses import dataclass

from indexer.threads import dates

_NUMBER_FIRST = re.compile(
    r"(?:(?:post|reply|comment|message|answer)\s*)?(?:#\s?(\d{1,6})|(\d{1,4})[.)])[\s:.|–-]+(?=\S)", re.IGNORECASE
)
_WORD_NUMBER_FIRST = re.compile(
    r"(?:post|reply|comment|message|answer)\s+(\d{1,6})[\s:.|–-]+(?:by\s+|from\s+)?(?=\S)", re.IGNORECASE
)
_NUMBER_LAST = re.compile(r"[\s,|–(\[-]+(?:post\s*|reply\s*)?#\s?(\d{1,6})[)\]]?$", re.IGNORECASE)
_BY = re.compile(
    r"(?:(?:re\s?:.{1,100}?\s+[-–—|]?\s*)?(?:(?:originally\s+)?(?:posted|submitted|written|answered|asked|"
    r"started|created|sent)"
    r"|reply|replied|post|response|answer|question|comment(?:ed)?|thread|topic(?:\s+starter)?)\s+(?:by|"
    r"from)|by|from|author|user"
    r"|name|posted\sby)\s*:?\s+(?=\S)",
    re.IGNORECASE,
)
_RE = re.compile(r"re\s?:.{1,100}\s[-–—|]\s(?=\S)", re.IGNORECASE)
_WROTE = re.compile(
    r"[\s,]+(?:wrote|writes|posted|said|says|replied|asked|answered|commented|responded)\s*(?P<colon>:?)$",
    re.IGNORECASE,
)
_WROTE_ON = re.compile(
    r"\s+(?:wrote|writes|posted|said|says|replied|asked|answered|commented|responded)(?:\s+on|\s+at|,)?\s+",
    re.IGNORECASE,
)
_GROUP = re.compile(r"[(\[]\s*([^()\[\]]{0,60}?)\s*[)\]]")
_OPEN_GROUP = re.compile(r"[(\[]\s*([^()\[\]]{1,60})$")
RANK_WORDS = (
    r"(?:(?:global|super|forum|site|senior|junior|new|full|active|true\sblue|local|lead)\s)?(?:moderator|"
    r"mod|admin(?:istrator)?|expert|guru|staff"
    r"|member|networker|contributor|newbie|veteran|op|original\sposter|(?:thread|topic)\sstarter|author|"
    r"editor|owner|edited|rookie|user)"
)
_RANK = re.compile(rf"[\s,|–—:-]*[(\[]?\b(?P<rank>{RANK_WORDS})\b[)\]]?\s*$", re.IGNORECASE)
_EDGES = " \t-–—|»:,·•@/"


@dataclass(frozen=True, slots=True)
class Words:
    """What a heading's words say."""

    author: str
    date: str | None
    number: int | None
    rank: str | None
    lead: str | None
    bracketed: bool


def read(content: str) -> Words:
    """Author, date, number and rank of one line, in whichever order they stand."""
    number, text = _number(content.strip().strip("*").strip())
    lead, text = _lead(text)
    author, date, after, bracketed = _date_in(text.rstrip(": "))
    if match := _NUMBER_LAST.search(after):
        number, after = int(match[1]), after[: match.start()]
    if not author.strip(_EDGES + "*") and date is not None:
        author, after = after, ""
    rank = after.strip(_EDGES + "*()[]") or None
    while (match := _RANK.search(author)) and _is_beside(author, match):
        rank, author = rank or match["rank"], author[: match.start()]
        if date is None:
            author, date, _, bracketed = _date_in(author)
    return Words(" ".join(author.strip(_EDGES + "*").split()), date, number, rank, lead, bracketed)


def _number(text: str) -> tuple[int | None, str]:
    """The posting's number, before or behind everything else, and the text without it."""
    number = None
    if not dates.is_date(text):
        for pattern in (_NUMBER_FIRST, _WORD_NUMBER_FIRST):
            if match := pattern.match(text):
                number, text = int(match[match.lastindex or 1]), text[match.end() :]
                break
    if match := _NUMBER_LAST.search(text):
        number, text = int(match[1]), text[: match.start()]
    return number, text


def _lead(text: str) -> tuple[str | None, str]:
    """What stands around the author ("posted by", "wrote on"), and the text without it."""
    lead = None
    if match := _BY.match(text):
        lead, text = "by", text[match.end() :]
    elif match := _RE.match(text):
        text = text[match.end() :]
    if match := _WROTE.search(text):
        before = text[: match.start()]
        return ("wrote", before) if match["colon"] or _date_in(before)[1] else (lead, text)
    if (match := _WROTE_ON.search(text)) and dates.is_date(date := text[match.end() :].rstrip(" :")):
        return "wrote", f"{text[: match.start()]} ({date})"
    return lead, text


def _is_beside(author: str, rank: re.Match[str]) -> bool:
    """Whether a sign parts the rank from a name: "Staff" alone is a user."""
    sign = author[rank.start() : rank.start("rank")]
    return bool(author[: rank.start()].strip(_EDGES)) and re.search(r"[-,|–—:(\[]", sign) is not None


def _date_in(text: str) -> tuple[str, str | None, str, bool]:
    """What stands before the date, the date, and what stands after it; whether it was in brackets."""
    groups = [*_GROUP.finditer(text)]
    if not groups and (open_group := _OPEN_GROUP.search(text)):
        groups = [open_group]
    for group in reversed(groups):
        if dates.is_date(group[1]) or dates.looks_dated(group[1]):
            return text[: group.start()], group[1], text[group.end() :], True
    if not dates.may_hold_day(text):
        return text, None, "", False
    tokens = [match.span() for match in re.finditer(r"\S+", text)][:14]
    for start, _ in tokens:  # the longest date that ends the line
        rest = text[start:]
        if _stands_alone(rest):
            return text[:start].removesuffix(" on ").removesuffix(" at "), rest.strip(_EDGES), "", False
    for _, end in reversed(tokens[1:-1]):  # the longest that begins it
        if _stands_alone(text[:end]):
            return "", text[:end].strip(_EDGES), text[end:], False
    return text, None, "", False


def _stands_alone(text: str) -> bool:
    """A date that needs no brackets to be known: with its day, or so long ago."""
    bare = text.strip(_EDGES)
    return dates.has_day(bare) or (
        re.search(r"\b(?:ago|yesterday|today)\b", bare, re.IGNORECASE) is not None and dates.is_date(bare)
    )
