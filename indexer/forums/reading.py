"""A saved page as a topic: by the family whose markup it has, else by what comes again and again."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from indexer.forums import entries, families, repeated
from indexer.forums.entries import Place
from indexer.forums.values import Entry, Layout, Topic
from indexer.webpages import article, head, selecting, writing
from indexer.webpages.elements import Element
from indexer.webpages.tree import Parsed

UNKNOWN = "forum"
_ARTICLE = 120  # words beside the postings, from which on they may be an article


def read(page: Parsed) -> Topic | None:
    """None where no posting with words is found."""
    saved = head.saved(page)
    for family, layout in families.each():
        places = list(entries.by_layout(page.body, layout))
        if places and (topic := _topic(page, family, layout, places, saved)):
            return topic
    layout, places = repeated.find(page.body)
    if not places or _is_article(page.body, places):
        return None
    return _topic(page, UNKNOWN, layout, places, saved)


def _is_article(root: Element, places: Sequence[Place]) -> bool:
    """Whether what repeats stands below a longer text, as comments below an article do."""
    # A posting that was put together of several elements is none of the page itself.
    records = {id(one) for place in places for one in (place.record, *place.record.children)}

    def dropped(element: Element) -> bool:
        return id(element) in records or article.around(element)

    beside = sum(len(line.split()) for line in writing.lines(article.main(root), dropped))
    return beside > max(_ARTICLE, 2 * sum(len(place.body.text.split()) for place in places))


def _topic(
    page: Parsed, family: str, layout: Layout, places: Sequence[Place], saved: datetime.date | None
) -> Topic | None:
    title = _title(page, layout)
    read = [entries.entry(place, layout, title, saved) for place in places]
    found = _once([one for one in read if one.lines or one.date])
    # A block that names neither people nor times is no posting, whatever it is called.
    if not any(one.lines for one in found) or not any(one.author or one.date for one in found):
        return None
    if family == UNKNOWN and sum(bool(one.author and one.date and one.lines) for one in found) * 2 < len(found):
        return None
    return Topic(family, title, tuple(found), head.page_number(page), head.address(page))


def _once(found: list[Entry]) -> list[Entry]:
    """A page may hold a posting twice, as a phone's view beside the other."""
    return list({(one.author, one.date, one.lines, one.anchor): one for one in found}.values())


def _title(page: Parsed, layout: Layout) -> str:
    element = _named(page.body, layout.title) if layout.title else None
    if element is not None:
        return head.without_labels(element)
    return head.title(page)


def _named(root: Element, selector: str) -> Element | None:
    for alternative in selector.split(","):
        found = next((one for one in selecting.select(root, alternative) if one.text), None)
        if found is not None:
            return found
    return None
