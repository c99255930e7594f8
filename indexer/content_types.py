"""What a file is: by its first bytes where they tell, else by its name; on every machine the same."""

from __future__ import annotations

import functools
import mimetypes

# Offset, bytes, content type and what people call it.
_SIGNATURES = (
    (0, b"%PDF-", "application/pdf", "a PDF"),
    (0, b"\x89PNG\r\n", "image/png", "a PNG image"),
    (0, b"\xff\xd8\xff", "image/jpeg", "a JPEG image"),
    (0, b"GIF8", "image/gif", "a GIF image"),
    (0, b"II*\0", "image/tiff", "a TIFF image"),
    (0, b"MM\0*", "image/tiff", "a TIFF image"),
    (8, b"WEBP", "image/webp", "a WebP image"),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage", "an old Office file (DOC, XLS, PPT or MSG)"),
    (0, b"{\\rtf", "application/rtf", "an RTF text"),
    (0, b"\x1f\x8b", "application/gzip", "a gzip archive"),
    (0, b"SQLite format 3\0", "application/vnd.sqlite3", "an SQLite database"),
)
_TEXTS = {
    "text/html": "a web page (HTML)",
    "text/csv": "a table (CSV)",
    "text/tab-separated-values": "a table (TSV)",
    "application/json": "JSON",
    "application/x-ndjson": "JSON lines",
    "application/xml": "XML",
    "text/xml": "XML",
    "message/rfc822": "a mail",
}
_OFFICE = "application/vnd.openxmlformats-officedocument"
# A ZIP archive is told by a name in it; names stand uncompressed.
_ZIPPED = (
    (b"word/", f"{_OFFICE}.wordprocessingml.document", "a Word document (DOCX)"),
    (b"xl/", f"{_OFFICE}.spreadsheetml.sheet", "an Excel workbook (XLSX)"),
    (b"ppt/", f"{_OFFICE}.presentationml.presentation", "a PowerPoint file (PPTX)"),
    (b"opendocument.text", "application/vnd.oasis.opendocument.text", "an OpenDocument text (ODT)"),
    (b"application/epub", "application/epub+zip", "an EPUB book"),
)


def guess(name: str, data: bytes) -> str | None:
    """The content type, or None where neither tells."""
    known = _known(data)
    return known[0] if known else _by_name().guess_type(name)[0]


def words(data: bytes) -> str | None:
    """What people call a file of these bytes ("a PDF"), or None where they do not tell."""
    known = _known(data)
    return known[1] if known else None


def named(content_type: str | None) -> str | None:
    """What people call a text of this type, where no format of prose reads one."""
    return _TEXTS.get(content_type or "")


@functools.cache
def _by_name() -> mimetypes.MimeTypes:
    types = mimetypes.MimeTypes()
    # Python's own table lacks some of these, by its version.
    for suffix, content_type in ((".jsonl", "application/x-ndjson"), (".md", "text/markdown")):
        types.add_type(content_type, suffix)
    return types


def _known(data: bytes) -> tuple[str, str] | None:
    for offset, signature, content_type, words in _SIGNATURES:
        if data.startswith(signature, offset):
            return content_type, words
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        found = (known[1:] for known in _ZIPPED if known[0] in data)
        return next(found, ("application/zip", "a ZIP archive"))
    return None
