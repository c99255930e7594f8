"""A Word document: headings, paragraphs, lists, tables, footnotes; macros, comments, deleted text are not read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from indexer import archives
from indexer.blocks import Block, excerpts, table, zipped
from indexer.blocks.excerpts import Told
from indexer.blocks.zipped import Archive
from indexer.documents import Excerpt
from indexer.errors import DocumentError
from indexer.formats import Count, Note, Source
from indexer.plugins import NoSettings

if TYPE_CHECKING:
    from lxml.etree import _Element

FORM = "a Word document (.docx)"
CONFINED = True
MAX_BYTES = 100_000_000
ENDINGS = frozenset({".docx", ".docm"})
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TITLE = "{http://purl.org/dc/elements/1.1/}title"
_DOCUMENT = "word/document.xml"
_HEADING = re.compile(r"heading ([1-6])", re.IGNORECASE)
# Deleted and moved text, what a field does, comments, and the second telling of a drawing for old programs.
_UNSAID = frozenset(
    {f"{_W}{name}" for name in ("del", "moveFrom", "instrText", "delText", "pPr", "rPr", "sectPr", "commentReference")}
    | {"{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"}
)


def accepts(source: Source) -> float:
    """By what it holds, or by its name where that is damaged."""
    if not source.data.startswith(b"PK\x03\x04"):
        return 0.0
    names = archives.names(source.data)
    if "[Content_Types].xml" in names and any(name.startswith("word/") for name in names):
        return 0.95
    return 0.5 if source.suffix in ENDINGS and (not names or "[Content_Types].xml" in names) else 0.0


def read(source: Source, settings: NoSettings) -> Iterator[Excerpt | Note | Count]:
    """An excerpt for each heading with its text, one for all footnotes. Raises DocumentError for a damaged file."""
    archive = zipped.opened(source.data, "Word document")
    levels = _levels(archive)
    body = archive.xml(_DOCUMENT).find(f"{_W}body")
    blocks = [*_blocks(body, levels)] if body is not None else []
    blocks += _footnotes(archive)
    if not any(block.text for block in blocks):
        raise DocumentError("this Word document has no text; its pictures are not read")
    yield from excerpts.of(source, blocks, Told(_title(archive), kind="document"))


def _title(archive: Archive) -> str | None:
    if "docProps/core.xml" not in archive:
        return None
    found = archive.xml("docProps/core.xml").findtext(_TITLE)
    return " ".join(found.split()) or None if found else None


def _levels(archive: Archive) -> Mapping[str, int]:
    """The level of each style of headings, by the style's id."""
    if "word/styles.xml" not in archive:
        return {}
    found = {}
    for style in archive.xml("word/styles.xml").iter(f"{_W}style"):
        name = style.find(f"{_W}name")
        named = name.get(f"{_W}val", "") if name is not None else ""
        outline = style.find(f"{_W}pPr/{_W}outlineLvl")
        if heading := _HEADING.fullmatch(named):
            found[style.get(f"{_W}styleId", "")] = int(heading[1])
        elif named.casefold() == "title":
            found[style.get(f"{_W}styleId", "")] = 1
        elif outline is not None and outline.get(f"{_W}val", "9") in "012345":
            found[style.get(f"{_W}styleId", "")] = int(outline.get(f"{_W}val", "")) + 1
    return found


def _blocks(parent: _Element, levels: Mapping[str, int]) -> Iterator[Block]:
    for one in parent:
        if one.tag == f"{_W}p":
            if block := _paragraph(one, levels):
                yield block
        elif one.tag == f"{_W}tbl":
            if text := table([[_cell(cell) for cell in row.iter(f"{_W}tc")] for row in one.iterchildren(f"{_W}tr")]):
                yield Block(text)
        elif one.tag not in _UNSAID:
            yield from _blocks(one, levels)


def _paragraph(one: _Element, levels: Mapping[str, int]) -> Block | None:
    text = " ".join("".join(_said(one)).split())
    style = one.find(f"{_W}pPr/{_W}pStyle")
    level = levels.get(style.get(f"{_W}val", ""), 0) if style is not None else 0
    if not text:
        return None
    listed = not level and one.find(f"{_W}pPr/{_W}numPr") is not None
    return Block(f"- {text}" if listed else text, level)


def _cell(cell: _Element) -> str:
    return " ".join("".join(_said(one)) for one in cell.iter(f"{_W}p"))


def _said(parent: _Element) -> Iterator[str]:
    """What is printed. A note is there as its number."""
    for one in parent:
        if one.tag == f"{_W}r" and one.find(f"{_W}rPr/{_W}vanish") is not None:
            continue
        if one.tag == f"{_W}t":
            yield one.text or ""
        elif one.tag in {f"{_W}tab", f"{_W}br", f"{_W}cr"}:
            yield " "
        elif one.tag == f"{_W}noBreakHyphen":
            yield "-"
        elif one.tag == f"{_W}footnoteReference":
            yield f" [{one.get(f'{_W}id', '')}]"
        elif one.tag == f"{_W}p":
            yield " "
            yield from _said(one)
        elif one.tag not in _UNSAID:
            yield from _said(one)


def _footnotes(archive: Archive) -> Iterator[Block]:
    if "word/footnotes.xml" not in archive:
        return
    for note in archive.xml("word/footnotes.xml").iter(f"{_W}footnote"):
        text = " ".join("".join(_said(note)).split())
        if text and note.get(f"{_W}type") is None:
            yield Block(f"[{note.get(f'{_W}id', '')}] {text}", apart=True)
