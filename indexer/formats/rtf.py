"""An RTF text: its paragraphs and tables; objects, pictures and fields are not read."""

from __future__ import annotations

import re
from collections.abc import Iterator

from indexer.blocks import Block, excerpts, table
from indexer.blocks.excerpts import Told
from indexer.documents import Excerpt
from indexer.errors import DocumentError
from indexer.formats import Count, Note, Source
from indexer.plugins import NoSettings

FORM = "an RTF text (.rtf)"
CONFINED = True
_TITLE = re.compile(r"\{\\title\s+([^{}\\]{1,300})\}")
_CLOSED = re.compile(r"[.:;,?!]$")


def accepts(source: Source) -> float:
    return 0.95 if source.data.startswith(b"{\\rtf") else 0.0


def read(source: Source, settings: NoSettings) -> Iterator[Excerpt | Note | Count]:
    """One excerpt. Raises DocumentError for a damaged file and for one without text."""
    from striprtf.striprtf import rtf_to_text

    written = source.data.decode("latin-1")
    if written.rstrip("\0 \r\n")[-1:] != "}":
        raise DocumentError("this RTF text is cut short; save it anew with the program that made it")
    text: str = rtf_to_text(written, encoding="cp1252", errors="replace")  # type: ignore[no-untyped-call]
    blocks = list(_blocks(text))
    if not blocks:
        raise DocumentError("this RTF text has no text; its pictures are not read")
    title = _TITLE.search(written)
    yield from excerpts.of(source, _titled(blocks), Told(" ".join(title[1].split()) if title else None))


def _blocks(text: str) -> Iterator[Block]:
    """A line is a paragraph, one with a sign behind each cell a row."""
    rows: list[list[str]] = []
    for line in [*text.replace("\r\n", "\n").split("\n"), ""]:
        if line.count("|") > 1 and line.endswith("|"):
            rows.append(line[:-1].split("|"))
            continue
        if rows and (written := table(rows)):
            yield Block(written)
        rows = []
        if words := " ".join(line.split()):
            yield Block(f"- {words[1:].strip()}" if words[0] in "•·" else words)


def _titled(blocks: list[Block]) -> list[Block]:
    """A first line that is no sentence and no row is the title."""
    first = blocks[0]
    plain = len(first.text) <= 120 and "\n" not in first.text and not first.text.startswith("- ")
    return (
        [Block(first.text, 1), *blocks[1:]] if plain and len(blocks) > 1 and not _CLOSED.search(first.text) else blocks
    )
