"""From the element of a posting to an entry: its author, its date, and its words without what a forum adds."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from indexer.forums import moments, people
from indexer.forums.values import Entry, Layout
from indexer.webpages import selecting, writing
from indexer.webpages.elements import Element

_CHROME = re.compile(
    r"(?:post|message|user|forum|member|b-post__)?[-_]*(?:signatures?|sig|last-?edit(?:ed)?|"
    r"edit(?:ed)?(?:-?(?:by|date|info|note|time|msg|message))?"
    r"|editby|modified|controls?|toolbar|actions?|buttons?|likes?|like-?bar|reactions?(?:bar)?|thanks|"
    r"share|attach(?:ments?|box)?"
    r"|avatar|permalink|report|footer|postfoot|user-?info|userstats|postprofile|"
    r"reply-?link)(?:[-_]*(?:bar|box|list|container|wrap(?:per)?|block|text))?"
    r"|bb-?codeblock-expandlink|quoteexpand|attributionlink|js-expandlink|bbcodeblock-sourcejump",
    re.IGNORECASE,
)
_HEAD_WORDS = 12  # beside author and date, in an element above the words that is a posting's head
_NUMBER = re.compile(r"(?:(?:post|reply|comment|message|answer)\s?)?#?\s?(\d{1,6})", re.IGNORECASE)
_SUBJECT = re.compile(r"(?:post subject|subject|title|re)\s?:\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Place:
    """A posting's element, and within it the one with its words."""

    record: Element
    body: Element


def by_layout(root: Element, layout: Layout) -> Iterator[Place]:
    """Each posting of a known view: the innermost element with an author and words, where several hold them."""
    found = list[Place]()
    for record in selecting.select(root, layout.posting):
        body = selecting.first(record, layout.body) if layout.body else record
        if body is None:
            continue
        if layout.author and not people.named(record, layout.author)[0]:
            continue
        found.append(Place(record, body.parent if body.tag == "span" and body.parent else body))
    held = {id(above) for place in found for above in _above(place.record)}
    yield from (place for place in found if id(place.record) not in held)


def _above(element: Element) -> Iterator[Element]:
    above = element.parent
    while above is not None:
        yield above
        above = above.parent


def entry(place: Place, layout: Layout, title: str, saved: datetime.date | None) -> Entry:
    record, body = place.record, place.body
    skipped = frozenset({id(body)}) if body is not record else frozenset[int]()
    author, named = people.named(record, layout.author) if layout.author else ("", None)
    if author:
        # A family's element may hold more than the name: "by sam_hill » Mar 18, 2010".
        author = " ".join(author.split())
    else:
        author, named = people.of(record, skipped)
    date, dated = _date(record, layout, skipped, saved)
    if not layout.body:  # what is known by what repeats may have its head within the body
        author, named = (author, named) if author else people.of(record)
        date, dated = (date, dated) if date else _date(record, layout, frozenset(), saved)
    heads = [one for one in (named, dated) if one is not None and one is not body and one.within(body)]
    lines = words(body, layout, heads)
    return Entry(
        author=author,
        date=date,
        lines=tuple(_without_title(lines, title)),
        rank=_text(record, layout.rank, skipped),
        number=_number(record, layout, skipped),
        anchor=_anchor(record, body),
    )


def _date(
    record: Element, layout: Layout, skipped: frozenset[int], saved: datetime.date | None
) -> tuple[str | None, Element | None]:
    for alternative in layout.date.split(",") if layout.date else ():
        for element in selecting.select(record, alternative):
            if found := moments.of(element, saved):
                return found, element
    for element in moments.candidates(record, skipped):
        if found := moments.of(element, saved):
            return found, element
    return None, None


def _text(record: Element, selector: str, skipped: frozenset[int]) -> str | None:
    element = selecting.first(record, selector) if selector else None
    return element.text[:80] or None if element is not None and id(element) not in skipped else None


def _number(record: Element, layout: Layout, skipped: frozenset[int]) -> int | None:
    for element in selecting.select(record, layout.number):
        if match := _NUMBER.fullmatch(element.get("content") or element.text):
            return int(match[1])
    return None


def _anchor(record: Element, body: Element) -> str:
    """What stands in the source where the posting begins: its id, or its first words."""
    for element in (record, *record.walk()):
        if re.search(r"\d", element.get("id")):
            return element.get("id")
        if element is body:
            break
    return next((" ".join(text.split())[:40] for text in body.texts() if text.strip()), "")


def words(body: Element, layout: Layout, heads: Sequence[Element] = ()) -> list[str]:
    """The body's lines without chrome and without the ``heads``, which name author and date."""
    above = {id(_outermost(head, body, heads)) for head in heads}

    def dropped(element: Element) -> bool:
        if id(element) in above or (layout.drop and selecting.matches(element, layout.drop)):
            return True
        return element.tag in {"button", "form", "nav", "footer"} or any(map(_CHROME.fullmatch, element.classes))

    return writing.lines(body, dropped)


def _outermost(head: Element, body: Element, heads: Sequence[Element]) -> Element:
    """The largest element of the body that holds the head and nearly nothing else."""
    own = sum(len(one.text.split()) for one in heads)
    while head.parent is not None and head.parent is not body and len(head.parent.text.split()) <= own + _HEAD_WORDS:
        head = head.parent
    return head


def _without_title(lines: list[str], title: str) -> list[str]:
    """A forum may print the topic's title above each posting."""
    bare = _SUBJECT.sub("", lines[0]).strip().casefold() if lines else ""
    if bare and title and bare == title.casefold():
        return [line for place, line in enumerate(lines) if place and (line or any(lines[1:place]))]
    return lines
