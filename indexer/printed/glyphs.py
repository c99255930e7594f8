"""A PDF's pages as rows of words, by PDFium: the one place that knows the library."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from statistics import median
from typing import TYPE_CHECKING

from indexer.printed import Piece, Row, Sheet

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfPage, PdfTextPage

# Around the mark of a footnote behind a word, until it is known whether the page has that note.
RAISED, LOWERED = "\ue000", "\ue001"
# PDFium's own signs for a hyphen at the end of a line, where it gives no line end.
_HYPHENS = "\x02\ufffe"
_WORD = re.compile(rf"[^\s\0{_HYPHENS}]+")
_MARK = re.compile(
    r"(?:(?<=\D)(?=\d{1,3}(?!\d))|(?<=[\d)])(?=\d{1,2}\W*$)|(?=[*†‡§¶]))"
    r"(?P<mark>\d+|[*†‡§¶]{1,3})(?=[.,;:!?)\"\u201d]*$)"
)
_SIGN = re.compile(r"\d{1,3}|[*†‡§¶]{1,3}")
# Of the height of a letter: farther apart is another cell or column, nearer than the last is the same word. What the
# file does not give one soon after the other is apart from a space's width on: columns may be that near.
_WIDE, _SPACE, _NARROW = 0.9, 0.5, 0.1
_SOON = 2


@dataclass(slots=True)
class _Word:
    text: str
    left: float
    top: float
    right: float
    bottom: float
    first: int
    broken: bool


def sheets(document: PdfDocument) -> Iterator[Sheet | int]:
    """Each page, or its number, from 0, where it cannot be read."""
    import pypdfium2

    for number in range(len(document)):
        try:
            page = document[number]
        except pypdfium2.PdfiumError:
            yield number
            continue
        try:
            yield _sheet(document, page, number)
        except pypdfium2.PdfiumError:
            yield number
        finally:
            page.close()


def _sheet(document: PdfDocument, page: PdfPage, number: int) -> Sheet:
    width, height = page.get_size()
    letters = page.get_textpage()
    words = [word for word in _words(letters, _Turned(page)) if word]
    upright = [word for word in words if word.right > word.left and word.bottom > word.top]
    pieces = [replace(piece, order=order) for order, piece in enumerate(_pieces(letters, upright))]
    letters.close()
    label = document.get_page_label(number).strip()
    return Sheet(number, width, height, rows(pieces), label or None, _pictures(page), len(words) - len(upright))


class _Turned:
    """From PDF's coordinates to those of the page as it is shown."""

    def __init__(self, page: PdfPage) -> None:
        self._left, self._low, self._right, self._high = page.get_bbox()
        self._turns = page.get_rotation() // 90 % 4

    def point(self, x: float, y: float) -> tuple[float, float]:
        match self._turns:
            case 0:
                return x - self._left, self._high - y
            case 1:
                return y - self._low, x - self._left
            case 2:
                return self._right - x, y - self._low
            case _:
                return self._high - y, self._right - x


def _words(letters: PdfTextPage, turned: _Turned) -> Iterator[_Word]:
    """Words in the order of the file; one that does not run to the right has no width."""
    import pypdfium2.raw as pdfium

    text, box, last = _text(letters), pdfium.FS_RECTF(), 0

    def at(index: int) -> tuple[float, float, float, float]:
        pdfium.FPDFText_GetLooseCharBox(letters, index, ctypes.byref(box))
        one, other = turned.point(box.left, box.top), turned.point(box.right, box.bottom)
        return min(one[0], other[0]), min(one[1], other[1]), max(one[0], other[0]), max(one[1], other[1])

    for match in _WORD.finditer(text):
        start, end = match.span()
        first, final = at(start), at(end - 1) if end - start > 1 else at(start)
        between = text[last:start]
        broken = "\n" in between or any(sign in between for sign in _HYPHENS)
        said, last = match[0], end
        if mark := _MARK.search(said):
            places = range(*mark.span("mark"))
            raised = next((place for place in places if _is_raised(first, at(start + place))), None)
            if raised is not None:
                said = f"{said[:raised]}{RAISED}{mark['mark'][raised - places.start :]}{LOWERED}{said[places.stop :]}"
        if text[end : end + 1] and text[end] in _HYPHENS:
            said += "-"
        rising = abs(final[1] - first[1]) > max(abs(final[0] - first[0]), first[3] - first[1])
        backward = final[0] < first[0]
        right = first[0] if rising or backward else final[2]
        yield _Word(said, first[0], first[1], right, first[3], start, broken)


def _is_raised(first: tuple[float, float, float, float], last: tuple[float, float, float, float]) -> bool:
    height = first[3] - first[1]
    return last[3] - last[1] < 0.9 * height and last[3] < first[3] - 0.15 * height


def _text(letters: PdfTextPage) -> str:
    """A character for each that PDFium counts."""
    import pypdfium2.raw as pdfium

    count = letters.count_chars()
    whole = letters.get_text_range() if count else ""
    if len(whole) == count:
        return whole
    return "".join(_character(pdfium.FPDFText_GetUnicode(letters, index)) for index in range(count))


def _character(code: int) -> str:
    # A half of a pair beyond 16 bits says nothing alone.
    return chr(code) if 0 < code < 0xD800 or 0xDFFF < code < 0x110000 else "\ufffd"


def _pieces(letters: PdfTextPage, words: list[_Word]) -> Iterator[Piece]:
    run: list[_Word] = []
    for word in words:
        if run and (word.broken or not _joins(run[-1], word)):
            yield _piece(letters, run)
            run = []
        run.append(word)
    if run:
        yield _piece(letters, run)


def _joins(one: _Word, other: _Word) -> bool:
    height = max(one.bottom - one.top, other.bottom - other.top)
    return abs(one.bottom - other.bottom) < 0.5 * height and -height < other.left - one.right < _WIDE * height


def _piece(letters: PdfTextPage, run: list[_Word]) -> Piece:
    import pypdfium2.raw as pdfium

    name, flags = ctypes.create_string_buffer(128), ctypes.c_int()
    pdfium.FPDFText_GetFontInfo(letters, run[0].first, name, 128, ctypes.byref(flags))
    bold = any(sign in name.value.lower() for sign in (b"bold", b"black", b"heavy"))
    # A piece is as high as most of it: a raised sign makes no line higher.
    most = max(run, key=lambda word: len(word.text))
    return Piece(" ".join(word.text for word in run), run[0].left, most.top, run[-1].right, most.bottom, bold)


def rows(pieces: list[Piece]) -> tuple[Row, ...]:
    """Pieces on one line as a row, from the top; those without a wide gap between them are one."""
    high = median(piece.height for piece in pieces) if pieces else 0
    signs = [piece for piece in pieces if _SIGN.fullmatch(piece.text) and piece.height < 0.85 * high]
    found: list[list[Piece]] = []
    for piece in sorted((one for one in pieces if one not in signs), key=lambda piece: (piece.bottom, piece.left)):
        row = next((row for row in reversed(found[-3:]) if _level(row[0], piece)), None)
        if row is None:
            found.append([piece])
        else:
            row.append(piece)
    for sign in signs:
        row = next((row for row in found if any(_touches(one, sign) for one in row)), None)
        if row is None:
            found.append([sign])
        else:
            row.append(sign)
    found.sort(key=lambda row: (row[0].bottom, row[0].left))
    return tuple(Row(tuple(_merged(sorted(row, key=lambda piece: piece.left)))) for row in found)


def _level(one: Piece, other: Piece) -> bool:
    return abs(one.bottom - other.bottom) < 0.3 * min(one.height, other.height)


def _touches(one: Piece, sign: Piece) -> bool:
    shared = min(one.bottom, sign.bottom) - max(one.top, sign.top)
    return shared > 0.4 * sign.height and (abs(sign.left - one.right) < 3 or one.left - 3 < sign.left < one.right)


def _merged(row: list[Piece]) -> Iterator[Piece]:
    last = row[0]
    for piece in row[1:]:
        gap, height = piece.left - last.right, max(last.height, piece.height)
        follows = 0 <= piece.order - last.order <= _SOON
        if gap > (_WIDE if follows else _SPACE) * height or gap < -height:
            yield last
            last = piece
            continue
        raised = _SIGN.fullmatch(piece.text) and piece.height < 0.9 * last.height and piece.bottom < last.bottom - 1
        text = f"{RAISED}{piece.text}{LOWERED}" if raised else piece.text
        said = f"{last.text}{' ' if gap > _NARROW * height and not raised else ''}{text}"
        most = max(last, piece, key=lambda one: len(one.text))
        right, bold = max(last.right, piece.right), last.bold and piece.bold
        last = Piece(said, last.left, most.top, right, most.bottom, bold, max(last.order, piece.order))
    yield last


def _pictures(page: PdfPage) -> bool:
    import pypdfium2.raw as pdfium

    count = min(pdfium.FPDFPage_CountObjects(page), 50)
    kinds = (pdfium.FPDFPageObj_GetType(pdfium.FPDFPage_GetObject(page, index)) for index in range(count))
    return pdfium.FPDF_PAGEOBJ_IMAGE in kinds
