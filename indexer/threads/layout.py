"""How a file falls into threads and postings: titles, headings, and the lines of each posting."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from indexer.threads import chrome, headings, people
from indexer.threads.headings import Heading

_PAGE = re.compile(r"[\s(\[|–—-]*\bpage\s(\d{1,5})(?:\s?(?:of|/)\s?\d{1,5})?[)\]]?\s*$", re.IGNORECASE)
_PAGE_LINE = re.compile(r"\W{0,4}page\s(\d{1,5})(?:\s?(?:of|/)\s?\d{1,5})?\W{0,4}$", re.IGNORECASE)
_NAMED_TITLE = re.compile(
    r"(?:thread|topic|subject|title|discussion|re)\s?(?:title)?\s?:\s*(\S.{0,1999})$", re.IGNORECASE
)
_RE = re.compile(r"(?:re\s?:\s*)+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Opened:
    """One posting: its heading, None where it stands below the title without one; its lines from 0, end excluded."""

    heading: Heading | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Laid:
    """One thread. ``above``: lines before its first posting that belong to none; ``title`` is empty for none."""

    title: str
    title_lines: tuple[int, ...]
    page: int
    above: tuple[int, ...]
    postings: tuple[Opened, ...]


def lay(lines: list[str], found: Sequence[Heading]) -> list[Laid]:
    """``found`` are the headings of postings, in order; there is at least one."""
    starts = [0, *(title for title in _titles(lines, found) if title > found[0].first)]
    bounds = [*starts, len(lines)]
    laid = list[Laid]()
    place = 0
    for start, end in pairwise(bounds):
        own = list[Heading]()
        while place < len(found) and found[place].first < end:
            own.append(found[place])
            place += 1
        if own:
            laid.append(_thread(lines, start, end, own))
    return _joined(laid)


def _titles(lines: list[str], found: Sequence[Heading]) -> Iterator[int]:
    """Lines that name a further thread: a heading of a higher level, straight above a posting's heading."""
    level = _level(found[0])
    ruled = sum(heading.first > 0 and headings.underlines(lines[heading.first - 1]) == "=" for heading in found) > 1
    for before, heading in pairwise(found):
        place = heading.first - 1
        while place > before.last and (
            not lines[place].strip() or (chrome.kind(lines[place]) and not headings.is_rule(lines[place]))
        ):
            place -= 1
        if place <= before.last:
            continue
        if headings.underlines(lines[place]) == "=":
            # Below a paragraph it is a rule between postings; a title stands alone.
            if place - 2 > before.last and lines[place - 1].strip() and not lines[place - 2].strip() and not ruled:
                yield place - 1
        elif ((marked := headings.atx(lines[place])) and marked[0] < level) or (
            _NAMED_TITLE.match(lines[place]) and not lines[place].lower().startswith("re") and _after_rule(lines, place)
        ):
            yield place


def _level(heading: Heading) -> int:
    return int(heading.style.removeprefix("level ")) if heading.style.startswith("level ") else 7


def _after_rule(lines: list[str], place: int) -> bool:
    place -= 1
    while place >= 0 and not lines[place].strip():
        place -= 1
    return place >= 0 and headings.is_rule(lines[place])


def _thread(lines: list[str], start: int, end: int, own: list[Heading]) -> Laid:
    title, title_lines = _title(lines, start, own)
    page = 1
    if match := _PAGE.search(title):
        page, title = int(match[1]), title[: match.start()].strip() or title
    above = [place for place in range(start, own[0].first) if place not in title_lines and lines[place].strip()]
    for place in above:
        if match := _PAGE_LINE.match(lines[place]):
            page = int(match[1])
    if (
        page == 1
        and own[0].number is not None
        and own[0].number > 1
        and all(heading.number and heading.number > 1 for heading in own)
    ):
        page = 2
    ends = [heading.first for heading in own[1:]] + [end]
    postings = [Opened(heading, heading.last + 1, stop) for heading, stop in zip(own, ends, strict=True)]
    said = [place for place in above if chrome.kind(lines[place]) is None]
    if said and people.asks(" ".join(lines[place] for place in said)) and page == 1:
        postings.insert(0, Opened(None, said[0], own[0].first))
        above = [place for place in above if place < said[0]]
    return Laid(
        title.removeprefix(reply[0]).strip() if (reply := _RE.match(title)) else title,
        title_lines,
        page,
        tuple(above),
        tuple(postings),
    )


def _title(lines: list[str], start: int, own: list[Heading]) -> tuple[str, tuple[int, ...]]:
    """The title and its lines: a heading of any level that opens no posting, a line that says so, or the first line."""
    plain: int | None = None
    for place in range(start, own[0].first):
        line = lines[place].strip()
        if not line or len(line) > 4000:
            continue
        if marked := headings.atx(line):
            return marked[1].strip("*_ "), (place,)
        if place + 1 < own[0].first and headings.underlines(lines[place + 1]) and lines[place + 1].strip():
            return line, (place, place + 1)
        if match := _NAMED_TITLE.match(line):
            return match[1].strip(), (place,)
        if plain is None and chrome.kind(line) is None:
            plain = place
    if plain is not None and len(lines[plain]) <= 200 and (plain + 1 >= own[0].first or not lines[plain + 1].strip()):
        return lines[plain].strip().strip("*_ "), (plain,)
    return "", ()


def _joined(laid: list[Laid]) -> list[Laid]:
    """A later page of the thread before it is one thread with it."""
    joined = list[Laid]()
    for thread in laid:
        last = joined[-1] if joined else None
        if last and thread.page > last.page and thread.title.casefold() == last.title.casefold():
            joined[-1] = Laid(
                last.title,
                (*last.title_lines, *thread.title_lines),
                last.page,
                (*last.above, *thread.above),
                (*last.postings, *thread.postings),
            )
        else:
            joined.append(thread)
    return joined
