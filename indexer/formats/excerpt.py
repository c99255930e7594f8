"""An excerpt: front matter with the citation's particulars, a level-one title, then the text."""

from __future__ import annotations

from pathlib import Path

from indexer.documents import Excerpt
from indexer.errors import DocumentError
from indexer.formats.forum_thread import has_posts
from indexer.front_matter import Header, parse

KEYS = frozenset(
    {"source", "date", "volume", "issue", "chapter", "section", "page", "seen_in", "superseded_by", "retold"}
)


def accepts(path: Path, text: str) -> bool:
    return path.suffix in {".md", ".txt"} and text.startswith("---") and not has_posts(text)


def read(text: str, document_id: str) -> Excerpt:
    """Raises DocumentError where the title, the source or the text is missing, or a key or date is wrong."""
    header = parse(text, KEYS)
    source = header.value("source")
    if source is None:
        raise DocumentError("the front matter names no source; add a line 'source: ...'")
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
    )
