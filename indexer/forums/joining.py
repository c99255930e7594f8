"""The pages of one topic as one thread."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace

from indexer.forums.values import Entry, Topic

_PAGE = re.compile(r"(?:^|[\s_.,|()&?-]+)(?:page|seite|start)[\s_=-]?\d{1,6}\b\)?", re.IGNORECASE)


def join(topics: Sequence[Topic]) -> list[Topic]:
    """Pages of one title become one topic, its postings in the order of the pages, each of them once.

    ``topics`` are in the order of their files; a page's own number goes before that.
    """
    by_title = dict[str, list[Topic]]()
    for topic in topics:
        by_title.setdefault(" ".join(topic.title.casefold().split()), []).append(topic)
    return [_one(sorted(pages, key=lambda page: page.page)) for pages in by_title.values()]


def _one(pages: Sequence[Topic]) -> Topic:
    known = dict[tuple[object, ...], Entry]()
    for entry in (entry for page in pages for entry in page.entries):
        known.setdefault((entry.author, entry.date, entry.lines, entry.anchor), entry)
    return replace(pages[0], entries=tuple(known.values()))


def topic_of(name: str, suffixes: Collection[str]) -> str | None:
    """The id of the topic that the file is a page of, by its name; None where its ending is no page's.

    "pumps/page-2.html" is a page of "pumps", "pump refill _ Page 2 _ Coders.html" one of "pump refill _ Coders".
    """
    folder, _, file = name.rpartition("/")
    stem, dot, suffix = file.rpartition(".")
    if not (stem and dot) or f".{suffix.lower()}" not in suffixes:
        return None
    bare = _PAGE.sub("", stem).strip(" _-.,|()")
    return "/".join(part for part in (folder, bare) if part) or stem
