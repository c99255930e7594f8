"""In which order the rows of a page are read: down one column, then down the next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from indexer.pages import Row
from indexer.pages.glyphs import rows as in_rows

# A column is so many rows high and holds words, not cells: its lines are mostly so much of its width, of so many words.
_LEAST_ROWS, _FULL, _WORDS = 4, 0.55, 3
# The part of the text's width that a column takes at least.
_NARROWEST = 0.2
# Points from the gutter to the column behind it; edges that are tried.
_BEFORE, _TRIED = 3, 6


@dataclass(frozen=True, slots=True)
class Column:
    """Rows one below the other, between ``left`` and ``right``."""

    rows: tuple[Row, ...]
    left: float
    right: float


def columns(rows: Sequence[Row]) -> list[Column]:
    """The page's columns in the order of reading; what runs over several columns stands alone between them."""
    if not rows:
        return []
    left, right = min(row.left for row in rows), max(row.right for row in rows)
    found = _gutter(rows, left, right)
    if found is None:
        return [Column(tuple(rows), left, right)]
    return [column for band in _bands(rows, found) for column in _read(band, found, left, right)]


def _read(band: Sequence[Row], gutter: float, left: float, right: float) -> Iterator[Column]:
    """A band that no row crosses is read side after side, if both hold text."""
    sides = _sides(band, gutter)
    if sides is None:
        yield Column(tuple(band), left, right)
        return
    for side in sides:
        yield from columns(side)


def _bands(rows: Sequence[Row], gutter: float) -> Iterator[list[Row]]:
    """Runs of rows that do, or do not, cross the gutter."""
    open_: list[Row] = []
    crossing = False
    for row in rows:
        crosses = any(piece.left < gutter < piece.right for piece in row.pieces)
        if open_ and crosses != crossing:
            yield open_
            open_ = []
        crossing = crosses
        open_.append(row)
    yield open_


def _sides(band: Sequence[Row], gutter: float) -> tuple[tuple[Row, ...], tuple[Row, ...]] | None:
    pieces = [piece for row in band for piece in row.pieces]
    before = in_rows([piece for piece in pieces if piece.right <= gutter])
    behind = in_rows([piece for piece in pieces if piece.left >= gutter])
    return (before, behind) if _is_text(before) and _is_text(behind) else None


def _is_text(rows: Sequence[Row]) -> bool:
    if len(rows) < _LEAST_ROWS:
        return False
    width = max(row.right for row in rows) - min(row.left for row in rows)
    full = [row for row in rows if row.right - row.left > _FULL * width]
    return len(full) * 2 >= len(rows) and median(len(row.text.split()) for row in rows) >= _WORDS


def _gutter(rows: Sequence[Row], left: float, right: float) -> float | None:
    """Just before the edge at which most pieces begin, well inside the text, with text on both sides."""
    margin = _NARROWEST * (right - left)
    edges = Counter(round(piece.left) for row in rows for piece in row.pieces if left + margin < piece.left)
    for edge, often in edges.most_common(_TRIED):
        gutter = edge - _BEFORE
        if (
            often >= _LEAST_ROWS
            and gutter < right - margin
            and any(_sides(band, gutter) for band in _bands(rows, gutter))
        ):
            return gutter
    return None
