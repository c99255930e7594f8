"""Who wrote a posting: the element that names its author, in a page of whatever family."""

from __future__ import annotations

import re
from collections.abc import Iterator

from indexer.threads import dates, heading_words
from indexer.webpages import selecting
from indexer.webpages.elements import BLOCKS, Element

_LONGEST = 60  # characters of a name
_CLASS = re.compile(
    r"(?:big|p|post|poster|user|author|member|profile|topic|message|comment|reply|js|qa|c|m|u|the)?[-_]*"
    r"(?:author|username|user|poster|member|nick(?:name)?|handle|screenname|displayname|creator|owner|"
    r"commenter|byline|postedby|name|by|who)"
    r"(?:[-_]*(?:name|link|title|text|info|details|id))?",
    re.IGNORECASE,
)
_NEVER = re.compile(r"title|rank|avatar|badge|image|photo|signature|stat|count|extra|level|role|group", re.IGNORECASE)
_PROFILE = re.compile(
    r"(?:member|user|profile|people|author)s?(?:\.php|\.aspx)?[/.?=-]|/u/|/@|mode=viewprofile|showuser|"
    r"[?&](?:u|uid|user_?id)=",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"(?:posts?|messages?|threads?|join(?:ed)?(?: date)?|location|quote|reply|report|share|like|edit|top|"
    r"online|offline|(?:posted|written|submitted)? ?by|"
    r"re\b.*|(?:original )?poster|author|name|user|(?:(?:new|senior|junior) )?member|moderator|administrator|"
    r"(?:post|reply|comment|answer|message)? ?#? ?\d+|answers?|comments?|replies|.{0,20}\?|.*:)",
    re.IGNORECASE,
)
_LEADS = re.compile(
    r"^(?:(?:re:.{0,80}?)?\W*)?(?:posted|written|submitted|answered|asked|reply|comment)?\s?(?:by|from|"
    r"author|user|name|poster)\b\s?:?\s+",
    re.IGNORECASE,
)
_STATED = (
    "data-author",
    "data-username",
    "data-user-name",
    "data-author-name",
    "data-user",
    "data-poster",
    "data-nick",
)


def of(record: Element, skipped: frozenset[int] = frozenset()) -> tuple[str, Element | None]:
    """The author's name and the element that holds it; an empty name for a posting that names nobody."""
    for key in _STATED:
        for element in (record, *(one for one in _outside(record, skipped) if one.get("class"))):
            if (named := element.get(key).strip()) and len(named) <= _LONGEST and not named.isdigit():
                return named, element if element is not record else None
    for element in _marked(record, skipped):
        if name := _name(element.text):
            return name, element
    for element in _lines(record, skipped):
        if name := _name(element.text):
            return name, element
    return "", None


def is_marked(record: Element) -> bool:
    """Whether something says that it names the author, and not only where it stands."""
    stated = any(record.get(key).strip() for key in _STATED)
    return stated or any(_name(element.text) for element in _marked(record, frozenset()))


def _outside(record: Element, skipped: frozenset[int]) -> Iterator[Element]:
    stack = [record]
    while stack:
        element = stack.pop()
        if id(element) in skipped:
            continue
        yield element
        stack.extend(part for part in reversed(element.parts) if isinstance(part, Element))


def _marked(record: Element, skipped: frozenset[int]) -> Iterator[Element]:
    """Elements that say they name the author: by the vocabulary of schema.org, by their class, by a profile's link."""
    outside = [one for one in _outside(record, skipped) if one is not record]
    authors = [one for one in outside if one.get("itemprop") in {"author", "creator"}]
    for author in authors:
        named = [one for one in author.walk() if one.get("itemprop") == "name"]
        yield from named or [author]
    yield from (one for one in outside if one.get("rel") == "author" or "author" in one.get("rel").split())
    classed = [
        one for one in outside if any(_CLASS.fullmatch(name) and not _NEVER.search(name) for name in one.classes)
    ]
    # The innermost is the name; what holds it may hold the rank too.
    yield from (
        one for one in classed if not any(other is not one and other.within(one) and other.text for other in classed)
    )
    yield from classed
    yield from (one for one in outside if one.tag == "a" and _PROFILE.search(one.get("href")))


def _lines(record: Element, skipped: frozenset[int]) -> Iterator[Element]:
    for one in _outside(record, skipped):
        if one is record or not one.parts or any(child.tag in BLOCKS for child in one.children):
            continue
        if len(list(one.children)) < 2 or any(isinstance(part, str) and part.strip() for part in one.parts):
            yield one  # else each of its parts is told for itself


def _name(text: str) -> str:
    """The name in a line such as "by sam_hill » Mar 18, 2010"; empty where it is none."""
    if not text or len(text) > 2 * _LONGEST or dates.is_date(text):
        return ""
    bare = _LEADS.sub("", text).strip(" []()")
    read = heading_words.read(bare if len(bare) > 1 else text)
    name = read.author.strip(" ,:|»·•-–—@")
    if not name or len(name) > _LONGEST or _LABEL.fullmatch(name) or dates.is_date(name):
        return ""
    return name if len(name.split()) <= 5 and not re.search(r"[.!?](?:\s|$)", name) else ""


def named(record: Element, selector: str) -> tuple[str, Element | None]:
    """By a family's selector; ``@name`` is an attribute of the posting itself."""
    for alternative in (one.strip() for one in selector.split(",")):
        if alternative.startswith("@"):
            if stated := record.get(alternative[1:]).strip():
                return stated, None
            continue
        element = next(selecting.select(record, alternative), None)
        if element is not None and element.text:
            return element.text, element
    return "", None
