"""A forum's topic saved page by page: ``FOLDER/page-1.topic``, ``page-2.topic``; a line is a posting."""

from __future__ import annotations

import re
from collections.abc import Iterator

from indexer.documents import Post, Thread
from indexer.errors import DocumentError
from indexer.formats import Damage, Source
from indexer.plugins import NoSettings

FORM = "a saved topic (.topic) has 'topic: TITLE' first and one posting a line"
_PAGE = re.compile(r"(.+)/page-\d+\.topic")


def group(name: str) -> str | None:
    page = _PAGE.fullmatch(name)
    return page[1] if page else None


def accepts(source: Source) -> float:
    return 1.0 if source.suffix == ".topic" and source.glance.startswith("topic: ") else 0.0


def read(source: Source, settings: NoSettings) -> Iterator[Thread | Damage]:
    posts: list[Post] = []
    title = ""
    for page in (source, *source.further):
        try:
            head, *lines = page.text.split("\n")
        except DocumentError as error:
            yield Damage(error.reason, error.line, name=page.name)
            continue
        title = title or head.removeprefix("topic: ")
        posts += [Post("responder 1" if posts else "asker", None, line) for line in lines if line.strip()]
    if not posts:
        raise DocumentError("no posting has any text")
    yield Thread(source.id, title, "coding forum", None, tuple(posts))
