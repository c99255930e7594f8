"""The text of a file that is to be checked: plain text as it stands, and what a format of the knowledge base reads."""

from __future__ import annotations

from indexer import by_format, choosing, content_types, text
from indexer.documents import Document, Excerpt
from indexer.errors import DocumentError, QuestionError
from indexer.formats import Damage, Source
from indexer.settings import PluginTables

# A letter with a scanned page in it; a text that long is refused for its length long before.
MOST_BYTES = 20 * 1024 * 1024
_PLAIN = {"", ".md", ".text", ".txt"}


def read(name: str, data: bytes, tables: PluginTables | None = None) -> str:
    """``name`` tells by its ending what the file is; ``tables`` are the formats' own settings.

    Raises QuestionError, with the file's name, where there is no text to be had.
    """
    if len(data) > MOST_BYTES:
        raise QuestionError(
            f"{name}: the file has {len(data):,} bytes, at most {MOST_BYTES:,} are read; paste its text"
        )
    source = Source("pasted", name, data, content_types.guess(name, data))
    try:
        if source.suffix in _PLAIN and content_types.words(data) is None:
            return text.decode(data).text
        return _said(source, tables or PluginTables())
    except DocumentError as error:
        raise QuestionError(f"{name}: the text cannot be read ({error.reason})") from error


def _said(source: Source, tables: PluginTables) -> str:
    """What the documents of the file say, in their order. Raises DocumentError where none is read."""
    known, _ = choosing.usable(tables)
    told = list(by_format.read(source, choosing.surest(source, known)))
    said = [text_ for one in told if isinstance(one, Document) for text_ in _texts(one)]
    if not said:
        raise DocumentError(next((one.reason for one in told if isinstance(one, Damage)), "no text is in it"))
    return "\n\n".join(said)


def _texts(document: Document) -> list[str]:
    return [document.text] if isinstance(document, Excerpt) else [post.text for post in document.posts]
