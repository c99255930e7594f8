"""Lines that may open a posting, in the forms that forums print. Whether one does is judged on the whole file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from indexer.threads import dates
from indexer.threads.heading_words import RANK_WORDS, Words, read

LONGEST = 160  # characters of a heading's line
_ATX = re.compile(r"(?P<level>#{1,6})(?P<gap>[ \t]*)(?P<content>\S.*?)(?:[ \t]+#+)?[ \t]*$")
_BOLD = re.compile(r"(?:\*\*|__)(?=[^\s*_])(?P<content>.+?)(?:\*\*|__)(?P<rest>.*)$")
_UNDERLINE = re.compile(r"(?P<sign>[-=])(?P=sign){2,}[ \t]*$")
_RULE = re.compile(r"[ \t]*(?:-{3,}|={4,}|\*{3,}|~{4,}|(?:[*-][ \t]){2,}[*-]|[—–─━═]{3,})[ \t]*$")
_COUNTED = re.compile(
    r"[-=*~#\s]*(?:post|reply|message|comment|answer)\s*(?:#|no\.?)?\s*(\d{1,6})(?:\s*of\s*\d{1,6})?[-=*~\s:]*$",
    re.IGNORECASE,
)
_REPLY = re.compile(r"\W{0,4}re\s?:\s?\S", re.IGNORECASE)
_NUMBER_LINE = re.compile(r"\s*(?:post\s*)?#\s?\d{1,6}\s*$", re.IGNORECASE)
_DATE_LINE = re.compile(r"(?:posted|date|sent|on|written|submitted|created)?\s*:?\s*(.{3,60})$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Heading:
    """``first`` to ``last`` are lines, from 0. ``date`` is None where no date stands, and "" for empty brackets.

    ``style`` names the form; those of one level of Markdown are one style. ``bracketed``: the date stood in brackets.
    """

    first: int
    last: int
    style: str
    author: str
    date: str | None
    number: int | None
    rank: str | None
    bracketed: bool = False


def is_rule(line: str) -> bool:
    return len(line) <= LONGEST and bool(
        _RULE.match(line) or (_COUNTED.match(line) and not line.lstrip().startswith("# "))
    )


def underlines(line: str) -> str | None:
    """The sign of a line that makes the one above it a heading."""
    match = _UNDERLINE.match(line) if len(line) <= LONGEST else None
    return match["sign"] if match else None


def find(lines: list[str]) -> Iterator[Heading]:
    """Every line that may be one, in order; the forms overlap. A line "Re: title" above it belongs to it."""
    for place, line in enumerate(lines):
        if 0 < len(line) <= LONGEST and not line.isspace():
            for found in _at(lines, place, line):
                above = found.first - 1
                reply = above > 0 and len(lines[above]) <= LONGEST and _REPLY.match(lines[above])
                yield replace(found, first=above) if reply else found


def atx(line: str) -> tuple[int, str] | None:
    """Level and words of a heading in Markdown; "#2" is none."""
    match = _ATX.match(line) if line.startswith("#") and len(line) <= 4000 else None
    if match is None or (not match["gap"] and (len(match["level"]) == 1 or match["content"][0].isdigit())):
        return None
    return len(match["level"]), match["content"].strip()


def _at(lines: list[str], place: int, line: str) -> Iterator[Heading]:
    marked = atx(line)
    if marked:
        yield _dated_below(lines, place, place, f"level {marked[0]}", read(marked[1]))
        return
    below = underlines(lines[place + 1]) if place + 1 < len(lines) else None
    if (
        below
        and not is_rule(line)
        and line[:1] not in ">|"
        and (below == "=" or (words := read(line.strip())).date is not None)
    ):
        if below == "-":
            yield _dated_below(lines, place, place + 1, "level 2", words)
        return
    if (bold := _BOLD.match(line)) and len(bold["rest"].strip()) <= 60:
        yield _dated_below(lines, place, place, "bold", read(f"{bold['content'].rstrip(':')} {bold['rest']}".strip()))
        return
    yield from _plain(lines, place, line)


def _plain(lines: list[str], place: int, line: str) -> Iterator[Heading]:
    """A line of an author and a date, or of an author with the date below, or the reverse."""
    text = line.strip()
    if text[0] in ">|" or len(text) > 100 or is_rule(line):
        return
    opens = place == 0 or not lines[place - 1].strip() or is_rule(lines[place - 1]) or text[:3].lower() == "by "
    if not opens and not re.match(r"re\s?:|\#\d", lines[place - 1].strip(), re.IGNORECASE):
        return
    if not dates.may_hold_day(text) and not any(map(dates.may_hold_day, lines[place + 1 : place + 4])):
        return
    words = read(text)
    if (
        words.date is not None
        and dates.is_date(words.date)
        and words.author
        and (dates.has_day(words.date) or words.lead)
    ):
        yield Heading(
            place, place, words.lead or "plain", words.author, words.date, words.number, words.rank, words.bracketed
        )
    elif words.date is None and len(words.author) <= 40:
        dated = _dated_below(lines, place, place, "field" if words.lead else "block", words)
        if dated.date is not None and dated.last <= place + 3:
            yield dated
    elif words.date is not None and not words.author and dates.has_day(words.date) and place + 2 < len(lines):
        below = place + 1 + (_NUMBER_LINE.match(lines[place + 1]) is not None)
        name = lines[below].strip()
        if 0 < len(name) <= 40 and (author := read(name)).date is None and author.author:
            yield Heading(place, below, "block", author.author, words.date, words.number, author.rank)


def _dated_below(lines: list[str], place: int, last: int, style: str, words: Words) -> Heading:
    """Takes the date from one of the next lines where the heading has none."""
    date, number, rank = words.date, words.number, words.rank
    if date is None:
        for further in range(last + 1, min(last + 5, len(lines))):
            text = lines[further].strip().strip("*_").strip()
            if not text and further == last + 1 and style.startswith(("level", "bold")):
                continue
            match = _DATE_LINE.match(text) if len(text) <= 80 else None
            inner = read(match[1]) if match else None
            if inner and not inner.author and inner.date and dates.is_date(inner.date):
                return Heading(
                    place, further, style, words.author, inner.date, number or inner.number, rank or inner.rank
                )
            if not text or not _is_rank_line(text):
                break
            rank = rank or text
    return Heading(place, last, style, words.author, date, number, rank, words.bracketed)


def _is_rank_line(text: str) -> bool:
    return (
        re.fullmatch(RANK_WORDS, text, re.IGNORECASE) is not None
        or re.match(
            r"(?:join(?:ed)?(?:\sdate)?|posts|messages|location|threads|likes|reputation|best\sanswers)\s*:",
            text,
            re.IGNORECASE,
        )
        is not None
    )
