"""A forum thread in Markdown: the knowledge base's own form, and raw dumps as forums print them.

What a thread looks like, who says what in it and whom it names is read in ``indexer/threads``; here its values become
documents.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path

from indexer import front_matter, threads
from indexer.documents import Post, Thread
from indexer.errors import DocumentError
from indexer.threads import Conversation

KEYS = frozenset({"source", "url", "retold"})
SURE = 0.5  # from here on a file is taken for a thread


def has_posts(text: str) -> bool:
    return threads.looks_like(text) >= SURE


def accepts(path: Path, text: str) -> bool:
    return path.suffix in {".md", ".txt"} and has_posts(text)


def read(text: str, document_id: str) -> Thread:
    """Raises DocumentError for broken front matter, for a thread without text, and for a file of several threads."""
    found = list(documents(text, document_id))
    if len(found) > 1:
        raise DocumentError(f"the file holds {len(found)} threads; put each into a file of its own")
    return found[0]


def documents(text: str, document_id: str, today: datetime.date | None = None) -> Iterator[Thread]:
    """Every thread of the file; the first has the file's id, each further one its number behind it.

    A posting dated later than the end of the year after ``today`` (by default the present day) is undated.
    """
    fields = front_matter.fields(text, KEYS)
    reading = threads.read(text, today or datetime.date.today())
    for number, conversation in enumerate(reading.conversations, 1):
        yield _thread(conversation, f"{document_id}-{number}" if number > 1 else document_id, fields)


def _thread(conversation: Conversation, document_id: str, fields: dict[str, tuple[str, int]]) -> Thread:
    source, url = (fields.get(key, ("", 0))[0] for key in ("source", "url"))
    return Thread(
        id=document_id,
        title=conversation.title,
        source=source or "coding forum",
        url=url or None,
        posts=tuple(
            Post(posting.role, posting.posted, posting.text, posting.nothing, posting.quoted)
            for posting in conversation.postings
        ),
    )
