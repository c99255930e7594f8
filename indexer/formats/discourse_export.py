"""A topic of Discourse as its server gives it in JSON (``/t/12.json``), one or several, or pages of one."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Iterator
from typing import Any

from indexer.documents import Thread
from indexer.errors import DocumentError
from indexer.formats import Count, Damage, Fate, Note, Source
from indexer.forums import Entry, Topic, entries, joining, telling
from indexer.forums.families import discourse
from indexer.front_matter import beside
from indexer.plugins import NoSettings
from indexer.threads import reading
from indexer.webpages import tree

FORM = "a Discourse topic (.json) has 'post_stream' with its posts"
CONFINED = True
KEYS = reading.KEYS
_SUFFIXES = frozenset({".json"})
_SPOKEN = 1  # the type of a posting; others are notices ("closed this topic")
_ISO = re.compile(r"(\d{4}-\d\d-\d\d)T(\d\d:\d\d)")


def group(name: str) -> str | None:
    """Without the number of the page: "12-page-2.json" belongs to "12.json"."""
    return joining.topic_of(name, _SUFFIXES)


def accepts(source: Source) -> float:
    start = source.data[:200].lstrip(b"\xef\xbb\xbf \t\r\n")
    if not start.startswith((b"{", b"[")):
        return 0.0
    return 0.95 if b'"cooked"' in source.data and b'"username"' in source.data else 0.0


def read(source: Source, settings: NoSettings) -> Iterator[Thread | Damage | Note | Fate | Count]:
    """One thread a topic, however many pages of it there are.

    Raises DocumentError for what is no JSON, or has no posting with words.
    """
    yield from documents(source, datetime.date.today())


def documents(source: Source, today: datetime.date) -> Iterator[Thread | Damage | Note | Fate | Count]:
    """As ``read``; a posting dated later than the end of the year after ``today`` is undated."""
    topics, expected = list[Topic](), dict[str, int]()
    for file in (source, *source.further):
        try:
            for written in _topics(_json(file)):
                topic = _topic(written)
                topics += [topic] if topic.entries else []
                count = written.get("posts_count")
                expected[topic.title] = count if isinstance(count, int) else 0
        except DocumentError as error:
            if not source.further:
                raise
            yield Damage(error.reason, error.line, name=file.name)
    if not topics:
        raise DocumentError("no posting with words is in it; export the topic again")
    joined = joining.join(topics)
    text = source.text if len(joined) == 1 and not source.further else None
    for number, topic in enumerate(joined, 1):
        id = source.part(number) if number > 1 else source.id
        yield from telling.documents(topic, text, id, beside(source, KEYS), today)
        if len(topic.entries) < expected.get(topic.title, 0):
            stated = expected[topic.title]
            yield Note(f"{len(topic.entries):,} of the topic's {stated:,} postings are here; export the others, too")


def _json(file: Source) -> object:
    try:
        found: object = json.loads(file.text)
    except json.JSONDecodeError as error:
        why = f"the JSON breaks off or is damaged here ({error.msg}); export the topic again"
        raise DocumentError(why, error.lineno, file.name) from error
    except RecursionError as error:
        raise DocumentError("the JSON is nested without end; export the topic again", 1, file.name) from error
    return found


def _topics(written: object) -> Iterator[dict[str, Any]]:
    """A topic, a list of topics, or postings of several topics, each of which names its own."""
    waiting: object = written
    if isinstance(written, dict):
        waiting = written.get("topics") or written.get("latest_posts") or written.get("posts") or [written]
    loose = dict[Any, list[dict[str, Any]]]()
    for one in waiting if isinstance(waiting, list) else []:
        if isinstance(one, dict) and "cooked" in one:
            loose.setdefault(one.get("topic_id"), []).append(one)
        elif isinstance(one, dict):
            yield one
    for posts in loose.values():
        title = _text(posts[0], "topic_title") or (_text(written, "title") if isinstance(written, dict) else "")
        yield {"title": title, "post_stream": {"posts": posts}}


def _topic(written: dict[str, Any]) -> Topic:
    stream = written.get("post_stream")
    posts = stream.get("posts") if isinstance(stream, dict) else None
    found = [one for one in posts if isinstance(one, dict)] if isinstance(posts, list) else []
    ordered = sorted(found, key=lambda one: number if isinstance(number := one.get("post_number"), int) else 0)
    read = [_entry(one) for one in ordered if one.get("post_type", _SPOKEN) == _SPOKEN and not one.get("hidden")]
    said = tuple(entry for entry in read if entry.lines)
    return Topic(discourse.NAME, _text(written, "title"), said, page=2 if said and (said[0].number or 1) > 1 else 1)


def _entry(post: dict[str, Any]) -> Entry:
    made = _text(post, "created_at")
    match = _ISO.match(made)
    number = post.get("post_number")
    return Entry(
        author=_text(post, "username") or _text(post, "name"),
        date=f"{match[1]} {match[2]}" if match else made or None,
        lines=tuple(entries.words(tree.parse(_text(post, "cooked") or "<p></p>").body, discourse.LAYOUTS[0])),
        rank="moderator" if post.get("moderator") is True or post.get("admin") is True else None,
        number=number if isinstance(number, int) else None,
        anchor=made,
    )


def _text(written: dict[str, Any], key: str) -> str:
    value = written.get(key)
    return value if isinstance(value, str) else ""
