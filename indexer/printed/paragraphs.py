"""Rows in their order as headings, paragraphs, tables and footnotes, across columns and pages."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from statistics import median

from indexer.blocks import Block, table
from indexer.documents import Page
from indexer.printed import Row, notes
from indexer.printed.columns import Column, columns
from indexer.printed.furniture import Bare
from indexer.printed.tables import tables
from indexer.text import characters, hyphens

# A heading's letters are so much higher than the text's, and it has at most so many letters and rows.
_HIGHER, _LONGEST, _LINES = 1.12, 160, 4
# A gap of so many leadings parts paragraphs; points by which a first line is set in; the part of the column that a last
# line leaves empty.
_PARTS, _INSET, _EMPTY = 1.3, 7, 0.12
_POINT = re.compile(r"(?:[•▪■●○◦‣·–—*-]|\d{1,2}[.)]|\(?[a-z]\)|\([ivx]{1,4}\))\s+\S")
_BULLET = re.compile(r"[•▪■●○◦‣·–—*-]\s+")
# A line of a table of contents.
_LEADERS = re.compile(r"(?:\.\s?){5,}\s*\S{0,8}$")
_CLOSED = re.compile(r"[.:;?!][\"')\]\u201d\u2019]*(?: \[\S{1,3}\])*$")
_SPOKEN = re.compile(r"[^\W\d_]")


@dataclass(slots=True)
class _Open:
    """A block that is being made: its lines, each with its page, and the last row of it."""

    lines: list[tuple[str, str]]
    level: float = 0
    last: Row | None = None
    column: Column | None = None
    apart: bool = False
    table: bool = False
    left: float = field(default=0)


def blocks(pages: Sequence[Bare]) -> list[Block]:
    """All of the text in its order, then the footnotes; each block with the pages that it stands on."""
    body = _body(pages)
    found, apart = list[_Open](), list[_Open]()
    for page in pages:
        parted = [(column, *notes.parted(column.rows, body)) for column in columns(page.sheet.rows)]
        known = frozenset(mark for _, _, below in parted for row in below if (mark := notes.mark(row)))
        for column, text, below in parted:
            _read(found, Column(text, column.left, column.right), page.label, body, known)
            _footnotes(apart, below, page.label)
    return list(_closed([*found, *apart]))


def _body(pages: Sequence[Bare]) -> float:
    """The height of the letters that most of the text is set in."""
    heights: Counter[float] = Counter()
    for page in pages:
        for row in page.sheet.rows:
            heights[round(row.height * 2) / 2] += len(row.text)
    return heights.most_common(1)[0][0] if heights else 1.0


def _read(found: list[_Open], column: Column, label: str, body: float, known: frozenset[str]) -> None:
    leading = _leading(column.rows)
    first = True
    for one in tables(column.rows):
        if isinstance(one, list):
            lines = [[hyphens.joined(notes.with_marks(cell, known))[0] for cell in row] for row in one]
            if written := table(lines):
                found.append(_Open([(written, label)], table=True))
            first = False
            continue
        text = notes.with_marks(one.text, known)
        if _LEADERS.search(text):
            continue
        level = _level(one, text, body)
        open_ = found[-1] if found else None
        if open_ and _goes_on(open_, one, text, level, column, leading, first):
            open_.lines.append((text, label))
            open_.last, open_.column = one, column
        else:
            found.append(_Open([(text, label)], level, one, column, left=one.left))
        first = False


def _leading(rows: Sequence[Row]) -> float:
    gaps = [below.top - above.top for above, below in itertools.pairwise(rows) if below.top > above.top]
    return median(gaps) if gaps else 0.0


def _level(row: Row, text: str, body: float) -> float:
    """The height of a heading's letters, or 0 for what is none."""
    if len(text) > _LONGEST or len(row.pieces) > 1 or not _SPOKEN.search(text) or _BULLET.match(text):
        return 0
    if row.height >= _HIGHER * body:
        return round(row.height)
    bold = row.bold and not text.endswith((".", ",", ";", ":")) and row.height > notes.SMALLER * body
    return body if bold else 0


def _goes_on(open_: _Open, row: Row, text: str, level: float, column: Column, leading: float, first: bool) -> bool:
    """Whether the row belongs to the open block."""
    if open_.table or open_.last is None or open_.column is None or open_.level != level:
        return False
    last, said = open_.last, open_.lines[-1][0]
    if first:
        return not level and _continues(open_, row, text)
    if level:
        return len(open_.lines) < _LINES and row.top - last.top < 1.6 * max(row.height, last.height)
    if _POINT.match(text) or row.top - last.top > _PARTS * max(leading, last.height):
        return False
    if row.left > last.left + _INSET and not (_POINT.match(open_.lines[0][0]) and len(open_.lines) == 1):
        return False
    short = last.right < column.right - _EMPTY * (column.right - column.left)
    return not (short and _CLOSED.search(said)) and abs(row.height - last.height) < 0.3 * last.height


def _continues(open_: _Open, row: Row, text: str) -> bool:
    """Across the end of a column or page: where the last line is not closed, or the next one begins small."""
    if _POINT.match(text) or open_.last is None or open_.column is None:
        return False
    said = open_.lines[-1][0]
    full = open_.last.right > (open_.column.left + open_.column.right) / 2
    return said.endswith("-") or text[:1].islower() or (full and not _CLOSED.search(said))


def _footnotes(apart: list[_Open], rows: Sequence[Row], label: str) -> None:
    for row in rows:
        mark = notes.mark(row)
        text = notes.with_marks(row.text, frozenset([mark]) if mark else frozenset()).strip()
        if mark or not apart:
            apart.append(_Open([(text, label)], apart=True))
        else:
            apart[-1].lines.append((text, label))


def _closed(found: Sequence[_Open]) -> Iterator[Block]:
    """Words that were divided at a line's end are whole; each block has its own pages."""
    sizes = sorted({one.level for one in found if one.level}, reverse=True)
    lines = [line for one in found for line in [*(text for text, _ in one.lines if not one.table), ""]]
    whole = iter(_mended("\n".join(lines)).split("\n"))
    for one in found:
        said = [(text, text if one.table else next(whole), label) for text, label in one.lines]
        next(whole, None)
        level = min(6, sizes.index(one.level) + 1) if one.level else 0
        if block := _block(said, level, one.apart):
            yield block


def _mended(text: str) -> str:
    """As many lines as before."""
    text = hyphens.joined(text)[0]
    for step in (characters.without_controls, characters.without_ligatures, characters.with_plain_spaces):
        text = step(text)[0]
    return text


def _block(said: Sequence[tuple[str, str, str]], level: int, apart: bool) -> Block | None:
    """From lines as they were printed, with words whole, and their pages. A page may begin within a word."""
    text, pages, divided = "", list[Page](), None
    for printed, line, label in said:
        words = line.strip()
        start = len(text) + 1 if text and words else len(text)
        if not pages or pages[-1].label != label:
            pages.append(Page(start if divided is None else divided, label))
        divided = start + len(printed) - 1 if printed.endswith("-") and len(words) >= len(printed) else None
        text = f"{text} {words}" if text and words else text or words
    text = f"- {_BULLET.sub('', text, count=1)}" if _BULLET.match(text) and not level else text
    return Block(text, level, tuple(pages), apart) if text else None
