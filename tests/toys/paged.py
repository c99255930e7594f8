"""A paged binary, as a PDF is one: pages between form feeds, each with its label first; particulars lie beside it."""

from __future__ import annotations

from collections.abc import Iterator

from indexer.documents import Excerpt, Page
from indexer.errors import DocumentError
from indexer.formats import Damage, Source
from indexer.front_matter import beside
from indexer.plugins import NoSettings

FORM = "a paged file begins with %PAGED"
_KEYS = frozenset({"source", "title", "date"})


def accepts(source: Source) -> float:
    return 1.0 if source.data.startswith(b"%PAGED\0") else 0.0


def read(source: Source, settings: NoSettings) -> Iterator[Excerpt | Damage]:
    fields = beside(source, _KEYS)
    pages: list[Page] = []
    text = ""
    for part in source.data.removeprefix(b"%PAGED\0").split(b"\f"):
        label, _, body = part.partition(b"\n")
        page = label.decode("ascii", "replace").strip() or "unnumbered"
        try:
            written = body.decode()
        except UnicodeDecodeError:
            yield Damage("its letters cannot be decoded", page=page)
            continue
        pages.append(Page(len(text), page))
        text += written
    if not text.strip():
        raise DocumentError("no page has any text")
    title, by = fields.value("title") or source.id, fields.value("source") or "unnamed manual"
    yield Excerpt(
        source.id, title, by, fields.date("date"), None, None, None, None, None, text.rstrip(), pages=tuple(pages)
    )
