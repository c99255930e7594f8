"""The two kinds of document, thread and excerpt, the dates they state, and how far their words are the source's own."""

from __future__ import annotations

import calendar
import datetime
import re
from dataclasses import dataclass
from enum import StrEnum

MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_abbr) if name}

_ISO = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
_WRITTEN = re.compile(r"([A-Za-z]{3})[a-z]*\.? (?:(\d{1,2}), )?(\d{4})")


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """A date as far as the source states it; nothing missing is ever guessed."""

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        """Raises ValueError for a date that no calendar has."""
        if self.day is not None and self.month is None:
            raise ValueError("a day needs a month")
        datetime.date(self.year, 1 if self.month is None else self.month, 1 if self.day is None else self.day)

    def __str__(self) -> str:
        if self.month is None:
            return str(self.year)
        name = calendar.month_name[self.month]
        return f"{name} {self.year}" if self.day is None else f"{name} {self.day}, {self.year}"

    @property
    def days(self) -> tuple[datetime.date, datetime.date]:
        """The first and the last day that it may mean."""
        first = datetime.date(self.year, self.month or 1, self.day or 1)
        if self.day is not None:
            return first, first
        month = self.month or 12
        return first, datetime.date(self.year, month, calendar.monthrange(self.year, month)[1])

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """Reads ``2006``, ``2006-07``, ``2006-07-31``, ``Mar 2010`` or ``March 18, 2010``.

        Raises ValueError where the text has another form or names an impossible date.
        """
        if iso := _ISO.fullmatch(text):
            year, month, day = (int(part) if part else None for part in iso.groups())
        elif (written := _WRITTEN.fullmatch(text)) and written[1].lower() in MONTHS:
            year, month = int(written[3]), MONTHS[written[1].lower()]
            day = int(written[2]) if written[2] else None
        else:
            raise ValueError(f"{text!r} is not a date such as 2006-07 or Mar 18, 2010")
        assert year is not None
        return cls(year, month, day)


class Provenance(StrEnum):
    """How a text came by its words: the source's own; told in other words; quoted by a poster; a poster's own."""

    VERBATIM = "verbatim"
    RETOLD = "retold"
    REPORTED = "reported"
    SAID = "said"


@dataclass(frozen=True, slots=True)
class Quoted:
    """Characters ``start`` to ``end`` of a posting's text are somebody else's words; ``by`` is the line above them."""

    start: int
    end: int
    by: str | None


@dataclass(frozen=True, slots=True)
class Post:
    """One posting; ``role`` is "asker" or "responder N", never a user's name.

    ``nothing`` says why it is never quoted (thanks, a bump, a bare link); None where it says something.
    """

    role: str
    posted: PartialDate | None
    text: str
    nothing: str | None = None
    quoted: tuple[Quoted, ...] = ()


@dataclass(frozen=True, slots=True)
class Thread:
    """A forum thread, oldest posting first. ``retold``: its words are not the posters' own.

    What it says held from ``effective`` ``until``, both included, as far as it says so itself; ``superseded_by`` is the
    id of what took its place. ``licensed``: whether its text is held under a licence, None where nothing says so.
    """

    id: str
    title: str
    source: str
    url: str | None
    posts: tuple[Post, ...]
    retold: bool = False
    superseded_by: str | None = None
    effective: PartialDate | None = None
    until: PartialDate | None = None
    licensed: bool | None = None

    @property
    def question(self) -> str:
        """What was asked: the asker's first posting with words, or empty on a later page, where nobody asks."""
        return next((post.text for post in self.posts if post.role == "asker" and post.text), "")


@dataclass(frozen=True, slots=True)
class Page:
    """A printed page; ``start`` is the offset in the text at which it begins, ``label`` what is printed on it."""

    start: int
    label: str


@dataclass(frozen=True, slots=True)
class Excerpt:
    """An excerpt of published guidance, with only the particulars that the page stated.

    ``signed`` is who signed it, where it is a house ruling; ``retold``: its words are not the publication's own.
    ``pages``, in their order, tell where in ``text`` each page begins, so that a passage cites its own; ``page`` is
    what a text before the first of them cites, or without any. ``effective``, ``until`` and ``licensed``: as of a
    thread; when it was ``published`` is something else.
    """

    id: str
    title: str
    source: str
    published: PartialDate | None
    volume: str | None
    issue: str | None
    section: str | None
    seen_in: str | None
    superseded_by: str | None
    text: str
    chapter: str | None = None
    page: str | None = None
    signed: str | None = None
    retold: bool = False
    pages: tuple[Page, ...] = ()
    effective: PartialDate | None = None
    until: PartialDate | None = None
    licensed: bool | None = None

    def page_of(self, start: int, end: int) -> str | None:
        """The page of ``text[start:end]``, or the first and the last where it runs over several."""
        ends = [*(page.start for page in self.pages[1:]), len(self.text)]
        on = [page.label for page, until in zip(self.pages, ends, strict=False) if page.start < end and until > start]
        if not on:
            return self.page
        return on[0] if on[0] == on[-1] else f"{on[0]}\u2013{on[-1]}"


Document = Thread | Excerpt
