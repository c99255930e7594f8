"""An excerpt: front matter with the citation's particulars, a level-one title, then the text."""

from __future__ import annotations

from pathlib import Path

from indexer.documents import Excerpt
from indexer.errors import DocumentError
from indexer.formats.forum_thread import has_posts
from indexer.front_matter import Header, parse
from indexer.sources import HOUSE_RULING

KEYS = frozenset(
    {"source", "date", "signed", "volume", "issue", "chapter", "section", "page", "seen_in", "superseded_by", "retold"}
)


def accepts(path: Path, text: str) -> bool:
    return path.suffix in {".md", ".txt"} and text.startswith("---") and not has_posts(text)


def read(text: str, document_id: str) -> Excerpt:
    """Raises DocumentError where the title, the source or the text is missing, or a key or date is wrong.

    A house ruling names who signed it and when, and nothing else is signed.
    """
    header = parse(text, KEYS)
    source = header.value("source")
    if source is None:
        raise DocumentError("the front matter names no source; add a line 'source: ...'")
    ruling = source.casefold() == HOUSE_RULING.casefold()
    if ruling and not (header.value("signed") and header.value("date")):
        raise DocumentError("a house ruling is signed and dated; add the lines 'signed: NAME' and 'date: 2026-01-31'")
    if header.value("signed") and not ruling:
        raise DocumentError(
            f"only a house ruling is signed; write 'source: {HOUSE_RULING}'", header.fields["signed"][1]
        )
    body = header.body.strip()
    if not body:
        raise DocumentError("there is no text below the title", header.body_line)
    return _excerpt(header, document_id, source, body)


def _excerpt(header: Header, document_id: str, source: str, body: str) -> Excerpt:
    return Excerpt(
        id=document_id,
        title=header.title,
        source=source,
        published=header.date("date"),
        volume=header.value("volume"),
        issue=header.value("issue"),
        section=header.value("section"),
        seen_in=header.value("seen_in"),
        superseded_by=header.value("superseded_by"),
        text=body,
        chapter=header.value("chapter"),
        page=header.value("page"),
        signed=header.value("signed"),
        retold=header.flag("retold"),
    )
