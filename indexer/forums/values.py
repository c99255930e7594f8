"""What a saved page of a forum gives, and how a family's markup is described."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Layout:
    """One view of a family: selectors for the element of a posting and, within it, for its parts.

    An empty ``author`` or ``date`` is looked for as in a page of no known family. ``drop`` are elements of the body
    are no words of the posting's author; ``title`` is the topic's, anywhere in the page.
    """

    posting: str
    body: str
    author: str = ""
    date: str = ""
    rank: str = ""
    number: str = ""
    title: str = ""
    drop: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A posting as its page shows it. ``author`` is empty for a guest; ``date`` is as it is stated, with the time.

    ``lines`` are its words, quotations behind "> "; ``anchor`` stands in the page's source where the posting begins.
    """

    author: str
    date: str | None
    lines: tuple[str, ...]
    rank: str | None = None
    number: int | None = None
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Topic:
    """``family`` is the software's, or "forum" where none is known. ``page`` is above 1 for a later page."""

    family: str
    title: str
    entries: tuple[Entry, ...]
    page: int = 1
    url: str | None = None
