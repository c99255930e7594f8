"""The text of a saved page: what its bytes prove, then what it declares, then what browsers fall back to."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from indexer.accounts import Note
from indexer.errors import DocumentError
from indexer.formats import Source

_DECLARED = re.compile(rb"<meta[^>]{0,200}?charset\s{0,4}=\s{0,4}[\"']?\s{0,4}([A-Za-z0-9_.:-]{2,40})", re.IGNORECASE)
_HEAD = 20_000  # bytes in which a page declares its charset
# Browsers read these as Windows-1252, which differs from them by characters that no text holds.
_WESTERN = frozenset({"ascii", "iso8859-1", "cp1252", "iso8859-15"})
_ODD = re.compile("[\ufffd\x80-\x9f]")


def decode(source: Source) -> tuple[str, tuple[Note, ...]]:
    """Each line end is a newline. UTF-8 that is valid is UTF-8, whatever a page declares.

    Raises DocumentError for bytes that are no text.
    """
    data = source.data
    if b"\0" in data:
        # UTF-16, with its mark or without; anything else is no page.
        return source.text, tuple(source.decoded.notes)
    try:
        return _lines(data.decode("utf-8-sig")), ()
    except UnicodeDecodeError as error:
        at = data.count(b"\n", 0, error.start) + 1
    declared = _declared(data)
    name = declared if declared and declared != "utf-8" else "cp1252"
    text = data.decode(name, "replace")
    if declared == "utf-8" and len(_lost(data.decode("utf-8", "replace"))) * 20 < _beyond_ascii(data):
        # A page of UTF-8 with a few spoilt bytes, as one that was cut within a character.
        return _lines(data.decode("utf-8", "replace")), tuple(_notes("utf-8", declared, at, data))
    return _lines(text), tuple(_notes(name, declared, at, data))


def _declared(data: bytes) -> str | None:
    """The codec of Python that the page names; None where it names none, or one that is not known."""
    match = _DECLARED.search(data, 0, _HEAD)
    if match is None:
        return None
    try:
        name = codecs.lookup(match[1].decode("ascii")).name
    except LookupError:
        return None
    return "cp1252" if name in _WESTERN else name


def _notes(name: str, declared: str | None, line: int, data: bytes) -> Iterator[Note]:
    if name == "cp1252" and declared in {"cp1252", None}:
        yield Note("read as Windows-1252", line)
    elif name == declared == "utf-8":
        many = len(_lost(data.decode("utf-8", "replace")))
        yield Note(f"{many:,} characters are no UTF-8 and are lost; compare them, or save the page again", line)
    elif name != declared:
        yield Note(f"it declares {declared} and is not; read as Windows-1252", line)
    else:
        yield Note(f"read as {name}, as it declares", line)


def _lost(text: str) -> list[str]:
    return _ODD.findall(text)


def _beyond_ascii(data: bytes) -> int:
    return len(data.translate(None, bytes(range(0x80))))


def _lines(text: str) -> str:
    if not text.strip():
        raise DocumentError("the page is empty; save it again")
    return text.replace("\r\n", "\n").replace("\r", "\n")
