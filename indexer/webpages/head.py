"""What a page says of itself: title, address, which page of several, when it was saved."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Iterator

from indexer.threads import dates
from indexer.webpages.elements import Element
from indexer.webpages.tree import Parsed

_PARTS = re.compile(r"\s+(?:[|»·•—–:-]|::)\s+|\s*\|\s*")
_PAGE = re.compile(r"[\s(\[|–—,-]*\bpage\s(\d{1,5})(?:\s?(?:of|/)\s?\d{1,5})?[)\]]?\s*$", re.IGNORECASE)
_ARCHIVE = re.compile(r"\s*\[archive\]\s*|^(?:re|view topic|view thread|topic|thread)\s?(?::|-\s)\s*", re.IGNORECASE)
_VIEWED = re.compile(r"\b(?:view|printable version of|print) (?:topic|thread)\s?[-:]\s*(.+)$", re.IGNORECASE)
_SHOWN = frozenset(["a", "b", "strong", "td", "th", "div", "span", "p", "h1", "h2", "h3", "h4", "h5"])
_ADDRESSED = re.compile(r"(?:[?&]page=|/page-?/?|[?&]p(?:g|aged)=)(\d{1,5})(?:\D|$)")
_STARTED = re.compile(r"[?&](?:start|st|offset)=(\d{1,6})(?:\D|$)")
_LABELS = re.compile(
    r"(?:label|prefix|badge|tag|status|rating|icon)[\w-]*|[\w-]+(?:-label|prefix|badge)", re.IGNORECASE
)
_NOW = re.compile(
    r"(?:it is (?:currently|now)|current (?:date|time)(?: is)?|time is now|"
    r"the time now is)\W\s?(.{8,45}?)(?:$|\.\s|\s{2})",
    re.IGNORECASE,
)
_SAVED = re.compile(
    r"(?:saved date:|FILE ARCHIVED ON \d\d:\d\d:\d\d|archived on|saved on|"
    r"captured on)\s+(.{6,40}?)(?:\s\d\d:|\sAND\s|\n|$)"
)
_SAVED_FROM = re.compile(r"saved from url=\(\d+\)(\S+)|\burl:\s*(https?://\S+)")
_WEB = re.compile(r"https?://[^\s\"'<>]+$")


def meta(page: Parsed, *names: str) -> str | None:
    """The first of the names that the head gives a value."""
    for name in names:
        for found, content in page.metas:
            if found == name and content.strip():
                return " ".join(content.split())
    return None


def title(page: Parsed) -> str:
    """The heading that the page's title repeats, else the first of its parts; the site's name is none of it."""
    whole = _clean(page.title or meta(page, "og:title") or "")
    if viewed := _VIEWED.search(whole):
        return _clean(viewed[1])
    headings = [without_labels(one) for one in page.body.walk() if one.tag in {"h1", "h2"} and 0 < len(one.text) <= 300]
    parts = [part.strip() for part in _PARTS.split(whole) if part.strip()]
    for heading in sorted(headings, key=len, reverse=True):
        if (
            heading
            and heading.casefold() in whole.casefold()
            and (len(parts) < 2 or heading.casefold() != parts[-1].casefold())
        ):
            return heading
    stated = _clean(meta(page, "og:title") or "")
    if stated and stated.casefold() in whole.casefold():
        return stated
    if not parts:
        return headings[0] if headings else ""
    # The title of a topic stands above its postings, too; the name of the site in its menu.
    shown = Counter(
        _clean(one.text).casefold() for one in page.body.walk() if one.tag in _SHOWN and len(one.text) <= 300
    )
    return max(parts, key=lambda part: (shown[part.casefold()], len(part)))


def _clean(text: str) -> str:
    return _PAGE.sub("", _ARCHIVE.sub(" ", text)).strip()


def without_labels(heading: Element) -> str:
    """The heading's words without marks such as "Solved" that stand in elements of their own."""
    kept = list[str]()
    stack: list[Element | str] = [heading]
    while stack:
        part = stack.pop()
        if isinstance(part, str):
            kept.append(part)
        elif part is heading or not any(map(_LABELS.fullmatch, part.classes)):
            stack.extend(reversed(part.parts))
    return _clean(" ".join("".join(kept).split())) or heading.text


def _addresses(page: Parsed) -> Iterator[str]:
    for comment in page.comments:
        if match := _SAVED_FROM.search(comment):
            yield match[1] or match[2]
    yield from (href for relation, href in page.links if relation == "canonical")
    if stated := meta(page, "og:url", "twitter:url"):
        yield stated


def address(page: Parsed) -> str | None:
    """Where the page stood, as it states it; None for what is no address of the web."""
    return next((one for one in reversed([*_addresses(page)]) if _WEB.match(one)), None)


def page_number(page: Parsed) -> int:
    for one in _addresses(page):
        if match := _ADDRESSED.search(one):
            return int(match[1])
        if (match := _STARTED.search(one)) and int(match[1]):
            return 2
    if match := _PAGE.search(page.title) or _PAGE.search(" - ".join(_PARTS.split(page.title)[:-1])):
        return int(match[1])
    return 1


def saved(page: Parsed) -> datetime.date | None:
    """The day on which the page was saved, where it states that."""
    for comment in page.comments:
        if (match := _SAVED.search(comment)) and (day := _day(_plain(match[1]))):
            return day
    for text in _lines(page.body):
        if (match := _NOW.search(text)) and (day := _day(match[1])):
            return day
    return None


def _plain(written: str) -> str:
    """ "Thu Mar 18 2010" as dates are read."""
    return re.sub(r"^(?:[A-Z][a-z]{2} )?([A-Z][a-z]{2} \d{1,2}) (\d{4})$", r"\1, \2", written.strip())


def _lines(body: Element) -> Iterator[str]:
    """Short texts of the page's own, outside of tables of words."""
    for element in body.walk():
        own = [part for part in element.parts if isinstance(part, str)]
        text = " ".join("".join(own).split())
        if 8 < len(text) <= 200 and ("now" in text or "current" in text):
            yield element.text[:300]


def _day(text: str) -> datetime.date | None:
    found = dates.read(text.strip(" ."), datetime.date.today()).date
    return datetime.date(found.year, found.month, found.day) if found and found.month and found.day else None
