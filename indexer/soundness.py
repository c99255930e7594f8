"""Whether a document can be cut, stored and cited: a format is anybody's module, and so is what it gives."""

from __future__ import annotations

from collections.abc import Iterator

from indexer.documents import Document, Excerpt, Page, PartialDate, Post, Thread
from indexer.sources import HOUSE_RULING

_TEXTS = ("title", "source", "text", "role")
_OPTIONAL = ("volume", "issue", "section", "seen_in", "superseded_by", "chapter", "page", "signed", "url")


def flaw(document: Document) -> str | None:
    """What is wrong with it, in words that follow "the document"; None where nothing is.

    Texts must be texts that UTF-8 can hold, dates ``PartialDate``, and something must be said. A house ruling is signed
    and dated, and nothing else is signed.
    """
    return next(_flaws(document), None)


def _flaws(document: Document) -> Iterator[str]:
    yield from _fields(document)
    for name in ("effective", "until"):
        if not _date(value := getattr(document, name)):
            yield f"has as its {name} {value!r}, which is no PartialDate"
    yield from _of_excerpt(document) if isinstance(document, Excerpt) else _of_thread(document)


def _of_excerpt(document: Excerpt) -> Iterator[str]:
    if not _date(document.published):
        yield f"is published at {document.published!r}, which is no PartialDate"
    if not all(isinstance(page, Page) for page in document.pages):
        yield "has pages that are no Page"
    if not document.text.strip():
        yield "has no text"
    ruling = document.source.casefold() == HOUSE_RULING.casefold()
    if ruling and not (document.signed and document.published):
        yield "is a house ruling without a signature and a date"
    if document.signed and not ruling:
        yield f"is signed, which only a {HOUSE_RULING.lower()} is"


def _of_thread(document: Thread) -> Iterator[str]:
    if not all(isinstance(post, Post) for post in document.posts):
        yield "has postings that are no Post"
    else:
        for number, post in enumerate(document.posts, 1):
            yield from (f"has a posting {number} that {found}" for found in _fields(post))
            if not _date(post.posted):
                yield f"has a posting {number} of {post.posted!r}, which is no PartialDate"
        if not any(post.text.strip() for post in document.posts):
            yield "has no posting with a text"


def _fields(one: Document | Post) -> Iterator[str]:
    for name in _TEXTS + _OPTIONAL:
        value = getattr(one, name, None)
        if value is None and (name in _OPTIONAL or not hasattr(one, name)):
            continue
        if not isinstance(value, str):
            yield f"has as its {name} a {type(value).__name__}, not a text"
        elif not _writable(value):
            yield f"has a {name} that UTF-8 cannot hold"


def _writable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _date(value: object) -> bool:
    return value is None or isinstance(value, PartialDate)
