"""A topic as the documents, notes, fates and counts that a format gives."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import replace

from indexer import threads
from indexer.accounts import Count, Fate, Note
from indexer.documents import Post, Thread
from indexer.forums.values import Topic
from indexer.front_matter import Fields
from indexer.threads import Conversation, Reading, Told


def documents(
    topic: Topic, text: str | None, id: str, fields: Fields, today: datetime.date
) -> Iterator[Thread | Note | Fate | Count]:
    """``text`` is the source that lines are counted in; None where the topic has several.

    Raises DocumentError where no posting has any text.
    """
    postings = _placed(topic, text or "")
    last = (text or "").count("\n") + 1
    reading = threads.converse(fields.value("title") or topic.title, postings, today, page=topic.page, last=last)
    yield from told(reading, id, fields, topic.url, lines=text is not None)


def told(
    reading: Reading, id: str, fields: Fields, url: str | None, lines: bool
) -> Iterator[Thread | Note | Fate | Count]:
    """``url`` is the page's own; one that ``fields`` give goes before it."""
    yield thread(reading.conversations[0], id, fields, fields.address("url") or fields.address("seen_in") or url)
    yield from reading.notes if lines else (replace(note, line=None) for note in reading.notes)
    yield from reading.fates if lines else ()
    yield from (Count(what, number) for what, number in reading.counts)
    yield from fields.doubts("url", "seen_in")


def thread(conversation: Conversation, id: str, fields: Fields, url: str | None) -> Thread:
    effective, until = fields.period("effective", "until")
    return Thread(
        id=id,
        title=conversation.title,
        source=fields.value("source") or "coding forum",
        url=url,
        posts=tuple(
            Post(posting.role, posting.posted, posting.text, posting.nothing, posting.quoted)
            for posting in conversation.postings
        ),
        retold=fields.flag("retold"),
        superseded_by=fields.value("superseded_by"),
        effective=effective,
        until=until,
    )


def _placed(topic: Topic, text: str) -> list[Told]:
    """Each entry with the line in which it begins, as far as it is found there."""
    placed, at, line = list[Told](), 0, 1
    for entry in topic.entries:
        found = text.find(entry.anchor, at) if entry.anchor else -1
        if found >= 0:
            line, at = line + text.count("\n", at, found), found
        placed.append(Told(entry.author, entry.date, "\n".join(entry.lines), line, entry.rank, entry.number))
    return placed
