"""An OpenDocument text: headings, paragraphs, lists, tables, footnotes; macros, comments, changes are not read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from indexer.blocks import Block, excerpts, table, zipped
from indexer.blocks.excerpts import Told
from indexer.blocks.zipped import Archive
from indexer.documents import Excerpt
from indexer.errors import DocumentError
from indexer.formats import Count, Note, Source
from indexer.plugins import NoSettings

if TYPE_CHECKING:
    from lxml.etree import _Element

FORM = "an OpenDocument text (.odt)"
CONFINED = True
MAX_BYTES = 100_000_000
ENDINGS = frozenset({".odt"})
_OF = "{urn:oasis:names:tc:opendocument:xmlns:"
_TEXT, _TABLE, _OFFICE = f"{_OF}text:1.0}}", f"{_OF}table:1.0}}", f"{_OF}office:1.0}}"
_UNSAID = frozenset(
    {f"{_OFFICE}annotation", f"{_OFFICE}forms", f"{_TEXT}tracked-changes", f"{_TEXT}table-of-content"}
    | {f"{_TEXT}sequence-decls", f"{_TEXT}alphabetical-index"}
)


def accepts(source: Source) -> float:
    """By its mark, or by its name where the mark is damaged."""
    if not source.data.startswith(b"PK\x03\x04"):
        return 0.0
    return 0.95 if b"opendocument.text" in source.data[:200] else 0.5 if source.suffix == ".odt" else 0.0


def read(source: Source, settings: NoSettings) -> Iterator[Excerpt | Note | Count]:
    """An excerpt for each heading with its text, one for all footnotes. Raises DocumentError for a damaged file."""
    archive = zipped.opened(source.data, "OpenDocument text")
    if "META-INF/manifest.xml" in archive and b"encryption-data" in archive.member("META-INF/manifest.xml"):
        raise DocumentError("this OpenDocument text is encrypted; open it and save it without a password")
    body = archive.xml("content.xml").find(f"{_OFFICE}body/{_OFFICE}text")
    notes: list[Block] = []
    blocks = [*_blocks(body, notes)] if body is not None else []
    if not blocks:
        raise DocumentError("this OpenDocument text has no text; its pictures are not read")
    yield from excerpts.of(source, [*blocks, *notes], Told(_title(archive)))


def _title(archive: Archive) -> str | None:
    if "meta.xml" not in archive:
        return None
    found = next(archive.xml("meta.xml").iter("{http://purl.org/dc/elements/1.1/}title"), None)
    return " ".join((found.text or "").split()) or None if found is not None else None


def _blocks(parent: _Element, notes: list[Block], listed: bool = False) -> Iterator[Block]:
    for one in parent:
        if one.tag in {f"{_TEXT}h", f"{_TEXT}p"}:
            text = " ".join("".join(_said(one, notes)).split())
            level = _level(one) if one.tag == f"{_TEXT}h" else 0
            if text:
                yield Block(f"- {text}" if listed and not level else text, level)
        elif one.tag == f"{_TABLE}table":
            if text := table([_row(row, notes) for row in one.iter(f"{_TABLE}table-row")]):
                yield Block(text)
        elif one.tag not in _UNSAID:
            yield from _blocks(one, notes, listed or one.tag == f"{_TEXT}list")


def _level(heading: _Element) -> int:
    level = heading.get(f"{_TEXT}outline-level", "1")
    return min(6, max(1, int(level))) if level.isdecimal() else 1


def _row(row: _Element, notes: list[Block]) -> list[str]:
    cells = row.iterchildren(f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")
    return ["".join(_said(cell, notes)) for cell in cells]


def _said(parent: _Element, notes: list[Block]) -> Iterator[str]:
    """What is printed. A note is there as its mark, and goes to ``notes``."""
    yield parent.text or ""
    for one in parent:
        if one.tag == f"{_TEXT}note":
            yield f" [{_note(one, notes)}]"
        elif one.tag in {f"{_TEXT}s", f"{_TEXT}tab", f"{_TEXT}line-break"}:
            yield " "
        elif one.tag == f"{_TEXT}p":
            yield " "
            yield from _said(one, notes)
        elif isinstance(one.tag, str) and one.tag not in _UNSAID:
            yield from _said(one, notes)
        yield one.tail or ""


def _note(one: _Element, notes: list[Block]) -> str:
    mark = (one.findtext(f"{_TEXT}note-citation") or str(len(notes) + 1)).strip()
    body = one.find(f"{_TEXT}note-body")
    if body is not None and (text := " ".join("".join(_said(body, notes)).split())):
        notes.append(Block(f"[{mark}] {text}", apart=True))
    return mark
