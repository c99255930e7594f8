"""A PDF: its text in the order of reading, with the page numbers that are printed on it, footnotes kept apart."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from indexer.blocks import excerpts
from indexer.blocks.excerpts import Told
from indexer.documents import Excerpt
from indexer.errors import DocumentError
from indexer.formats import Count, Damage, Note, Source
from indexer.plugins import NoSettings
from indexer.printed import Sheet, furniture, glyphs, paragraphs
from indexer.printed.furniture import Bare

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

FORM = "a PDF (.pdf)"
CONFINED = True
MAX_BYTES = 200_000_000
ENDINGS = frozenset({".pdf"})
# A mark of PDF may stand behind some bytes of a mailer.
_MARK_WITHIN = 1024
# A page with fewer letters and a picture is a scan whose stamp or number alone is text.
_FEW_LETTERS = 20
_RECOGNISE = "run a text recognition on it (ocrmypdf OLD.pdf NEW.pdf) and add what it writes"


def accepts(source: Source) -> float:
    return 0.95 if b"%PDF-" in source.data[:_MARK_WITHIN] else 0.0


def read(source: Source, settings: NoSettings) -> Iterator[Excerpt | Damage | Note | Count]:
    """An excerpt for each heading with its text, one for all footnotes, and each page that has no text or is damaged.

    Raises DocumentError for a file that is encrypted, no PDF, or all of scanned pages.
    """
    document = _opened(source.data)
    try:
        sheets = list(glyphs.sheets(document))
        title = document.get_metadata_value("Title").strip() or None
    finally:
        document.close()
    scans = [one for one in sheets if isinstance(one, Sheet) and _is_scan(one)]
    whole = [one for one in sheets if isinstance(one, Sheet) and one.rows and one not in scans]
    if not whole:
        raise DocumentError(_nothing(len(sheets), len(scans)))
    yield from (_damage(one) for one in sheets if isinstance(one, int))
    yield from (
        Damage(f"a scanned page without text; {_RECOGNISE}", page=f"PDF page {one.number + 1}") for one in scans
    )
    pages = furniture.bared(whole)
    yield from _notes(pages)
    yield from excerpts.of(source, paragraphs.blocks(pages), Told(title, _head(pages), "PDF"))


def _opened(data: bytes) -> PdfDocument:
    import pypdfium2

    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        words = str(error).casefold()
        if "password" in words or "security" in words:
            why = "this PDF is encrypted and opens with a password alone; open it and save or print it without one"
            raise DocumentError(why) from error
        why = "this PDF is damaged or cut short and cannot be opened; fetch or save it anew"
        raise DocumentError(why) from error


def _is_scan(sheet: Sheet) -> bool:
    return sheet.pictures and sum(len(row.text) for row in sheet.rows) < _FEW_LETTERS


def _nothing(pages: int, scans: int) -> str:
    if scans:
        return f"this PDF is {pages:,} scanned pages, pictures without text; {_RECOGNISE}"
    return f"this PDF has {pages:,} pages and no text that could be read; print or save it anew as PDF"


def _damage(number: int) -> Damage:
    return Damage("the page is damaged and cannot be read; save the PDF anew", page=f"PDF page {number + 1}")


def _head(pages: list[Bare]) -> tuple[str, ...]:
    """Running heads and feet of the first pages."""
    return tuple(dict.fromkeys(head for page in pages[:3] for head in page.heads))


def _notes(pages: list[Bare]) -> Iterator[Note]:
    printed = sum(page.printed for page in pages)
    if printed < len(pages):
        yield Note(f"{len(pages) - printed:,} of {len(pages):,} pages bear no number; they are cited by the file's own")
    turned = sum(page.sheet.turned for page in pages)
    if turned:
        yield Note(f"{turned:,} words that stand aslant or upright, as in a watermark, are left out")
