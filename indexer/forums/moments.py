"""When a posting was made, as its page states it: in an attribute that machines read, or in words."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator

from indexer.threads import dates, heading_words
from indexer.webpages.elements import BLOCKS, Element

_LONGEST = 150  # characters of a line that a date is looked for in
_STATED = ("datetime", "data-datestring", "data-date-string", "data-date", "data-datetime", "data-original-time")
_COUNTED = ("data-time", "data-timestamp", "data-epoch", "data-unixtime", "data-created", "data-utime")
_ISO = re.compile(r"(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d)?))?")
_EPOCH = re.compile(r"\d{9,13}")
# A date behind these words is not the posting's.
_OTHER = re.compile(
    r"\b(?:join(?:ed)?|regist(?:ered|riert)|member since|edit(?:ed)?|modified|updated|"
    r"last (?:visit|active|activity|seen|reply|post)|birthday|time now|currently|since|reg\.? date|"
    r"expires?|dabei seit|mitglied seit)\b",
    re.IGNORECASE,
)
_ABSENT = frozenset({"", "none"})


def of(element: Element, saved: datetime.date | None = None) -> str | None:
    """The date that the element states, with the time where it states that too; None for none."""
    for inner in element.walk():
        if found := _attribute(inner):
            return found
    for words in (_own(element), element.text):
        if 0 < len(words) <= _LONGEST and (found := _in_words(words, saved)):
            return found
    return _counted(element)


def candidates(record: Element, skipped: frozenset[int] = frozenset()) -> Iterator[Element]:
    """Elements of a posting that state a date which may be its own, in the page's order."""
    stack = [record]
    while stack:
        element = stack.pop()
        if id(element) in skipped:
            continue
        inner = [part for part in reversed(element.parts) if isinstance(part, Element)]
        if _attribute(element) or _is_count(element):
            if not _is_other(element):
                yield element
            continue
        if _is_line(element) and element is not record and _is_dated(element, inner) and not _is_other(element):
            yield element
            continue
        stack.extend(inner)


def _is_dated(element: Element, inner: list[Element]) -> bool:
    """Whether its own words, or all of them where no part holds a date itself, are or hold one."""
    parted = any(_is_line(one) and dates.may_hold_day(one.text) for one in inner)
    text = _own(element) if parted else element.text
    return 5 < len(text) <= _LONGEST and dates.may_hold_day(text) and _in_words(text, None, relative=True) is not None


def _own(element: Element) -> str:
    return " ".join(" ".join(part for part in element.parts if isinstance(part, str)).split())


def _is_line(element: Element) -> bool:
    """Whether it holds words of its own, in no further block."""
    return bool(element.parts) and not any(one.tag in BLOCKS and one.tag != "br" for one in element.children)


def _is_other(element: Element) -> bool:
    """Whether the words before the date say that it is not the posting's."""
    above, before = element, re.split(r"\d", element.text[:60])[0]
    for _ in range(2):
        parent = above.parent
        if parent is None or len(parent.text) > _LONGEST:
            break
        # A figure in between belongs to another particular: "Joined 2007 | Mar 18, 2010".
        said = re.split(r"\d", parent.text[: max(0, parent.text.find(above.text))])[-1]
        before, above = said + before, parent
    return _OTHER.search(before) is not None and not re.match(r"\W*(?:posted|created)\b", element.text, re.IGNORECASE)


def _attribute(element: Element) -> str | None:
    for name in _STATED:
        value = element.get(name).strip()
        if match := _ISO.match(value):
            return f"{match[1]} {match[2]}" if match[2] else match[1]
        if value and dates.has_day(value):
            clock = element.get("data-timestring") or element.get("data-time-string")
            return f"{value} {clock}".strip()
    title = element.get("title").strip()
    if 5 < len(title) <= 60 and dates.has_day(title):
        return title
    content = element.get("content")
    if element.get("itemprop") in {"datePublished", "dateCreated", "datepublished"} and (match := _ISO.match(content)):
        return f"{match[1]} {match[2]}" if match[2] else match[1]
    return None


def _is_count(element: Element) -> bool:
    return any(_EPOCH.fullmatch(element.get(name)) for name in _COUNTED)


def _counted(element: Element) -> str | None:
    """Seconds since 1970, or thousandths, in universal time."""
    for inner in element.walk():
        for name in _COUNTED:
            if _EPOCH.fullmatch(inner.get(name)):
                seconds = int(inner.get(name)) // (1000 if len(inner.get(name)) > 11 else 1)
                return datetime.datetime.fromtimestamp(seconds, datetime.UTC).strftime("%Y-%m-%d %H:%M:%S")
    return None


def _in_words(text: str, saved: datetime.date | None, relative: bool = False) -> str | None:
    """The date of a line such as "Posted by X on Mar 18, 2010 at 10:04 AM | #2"."""
    for written in (text, *_apart(text)):
        bare = written.strip(" \t-–—|»·•:,()[]")
        if bare.lower() in _ABSENT or not re.search(r"\d|day", bare, re.IGNORECASE):
            continue
        if dates.has_day(bare):
            return bare
        if dates.is_date(bare):
            return _from(bare, saved)
    found = heading_words.read(text).date
    if found and dates.has_day(found):
        return found
    return _from(found, saved) if found and (relative or saved) and dates.is_date(found) else None


def _apart(text: str) -> list[str]:
    """The parts of a line between strokes and labels."""
    parts = re.split(
        r"\s[|»·•–—-]\s|\b(?:posted|sent|written|created|date|on)\s?:|\s{3,}|\bpost subject\b",
        text,
        flags=re.IGNORECASE,
    )
    return [part for part in parts if part != text]


def _from(relative: str, saved: datetime.date | None) -> str:
    """ "Yesterday" as a date, where the page says when it was saved."""
    match = re.match(r"\W*(today|yesterday)\b", relative, re.IGNORECASE)
    if match is None or saved is None:
        return relative
    day = saved - datetime.timedelta(days=match[1].lower() == "yesterday")
    return f"{day.isoformat()}{relative[match.end() :].replace(',', ' ').replace(' at ', ' ')}"
