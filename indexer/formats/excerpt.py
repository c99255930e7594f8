"""An excerpt: front matter with the citation's particulars, a level-one title, then the text."""

from __future__ import annotations

from collections.abc import Iterator

from indexer.documents import Excerpt
from indexer.errors import DocumentError
from indexer.formats import Source
from indexer.front_matter import Header, parse
from indexer.plugins import NoSettings
from indexer.sources import HOUSE_RULING

FORM = "an excerpt (.md or .txt) starts with '---' front matter"
KEYS = frozenset(
    {"source", "date", "signed", "volume", "issue", "chapter", "section", "page", "seen_in", "superseded_by", "retold"}
)


def accepts(source: Source) -> float:
    """Front matter may head a thread too, which knows itself by its postings."""
    return 0.9 if source.suffix in {".md", ".txt", ".markdown"} and source.glance.lstrip().startswith("---") else 0.0


def read(source: Source, settings: NoSettings) -> Iterator[Excerpt]:
    """Raises DocumentError where the title, the source or the text is missing, or a key or date is wrong.

    A house ruling names who signed it and when, and nothing else is signed.
    """
    header = parse(source, KEYS)
    fields = header.fields
    publication = fields.value("source")
    if publication is None:
        raise DocumentError("the front matter names no source; add a line 'source: ...'")
    ruling = publication.casefold() == HOUSE_RULING.casefold()
    if ruling and not (fields.value("signed") and fields.value("date")):
        raise DocumentError("a house ruling is signed and dated; add the lines 'signed: NAME' and 'date: 2026-01-31'")
    if fields.value("signed") and not ruling:
        raise DocumentError(f"only a house ruling is signed; write 'source: {HOUSE_RULING}'", fields.line("signed"))
    body = header.body.strip()
    if not body:
        raise DocumentError("there is no text below the title", header.body_line)
    yield _excerpt(header, source.id, publication, body)


def _excerpt(header: Header, document_id: str, publication: str, body: str) -> Excerpt:
    fields = header.fields
    return Excerpt(
        id=document_id,
        title=header.title,
        source=publication,
        published=fields.date("date"),
        volume=fields.value("volume"),
        issue=fields.value("issue"),
        section=fields.value("section"),
        seen_in=fields.value("seen_in"),
        superseded_by=fields.value("superseded_by"),
        text=body,
        chapter=fields.value("chapter"),
        page=fields.value("page"),
        signed=fields.value("signed"),
        retold=fields.flag("retold"),
    )
