"""Plain text and Markdown without front matter, when they are no thread: guidance whose source may be stated in it."""

from __future__ import annotations

from collections.abc import Iterator

from indexer import accounts, threads
from indexer.blocks import excerpts, written
from indexer.blocks.excerpts import Told
from indexer.documents import Excerpt
from indexer.errors import DocumentError
from indexer.formats import Count, Fate, Note, Source
from indexer.plugins import NoSettings

FORM = "plain text or Markdown (.txt or .md) holds guidance"
_SUFFIXES = frozenset({".md", ".txt", ".markdown", ".text"})


def accepts(source: Source) -> float:
    """Less sure than a format that knows its files by a mark: front matter, postings."""
    other = source.content_type and not source.content_type.startswith("text/")
    return 0.2 if source.suffix in _SUFFIXES and not other else 0.0


def read(source: Source, settings: NoSettings) -> Iterator[Excerpt | Note | Fate | Count]:
    """An excerpt for each heading with its text, and for what it was taken.

    Raises DocumentError for a file without words and for what is no text.
    """
    mended = source.mended
    found = list(written.blocks(mended.text))
    if not any(letter.isalnum() for block in found if not block.level for letter in block.text):
        raise DocumentError("there is no text in it; put guidance or a thread into it, or take it away")
    yield Note(_taken(source))
    yield from excerpts.of(source, found, Told(kind="text"))
    yield from source.decoded.notes
    yield from mended.notes
    fates = {
        number: {"text": None}
        for number, line in zip(mended.lines, mended.text.split("\n"), strict=True)
        if line.strip()
    }
    yield from accounts.rows(source.text, fates)
    yield from (Count(f"mended: {kind}", times) for kind, times in mended.kinds)
    yield from (Count(f"not mended: {kind}", times) for kind, times in mended.left)


def _taken(source: Source) -> str:
    if threads.looks_like(source.glance) > 0:
        return "read as guidance, for too few lines begin a posting; a thread has '## author (date)' lines"
    return "read as guidance, for no line begins a posting"
