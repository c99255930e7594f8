"""In which order the rows of a page are read: down one column, then down the next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from indexer.printed import Row
from indexer.printed.glyphs import rows as in_rows

# A column is so many rows high and holds words, not cells: its lines mostly have so much of a full one, so many words.
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
    gutter = _gutter(rows, left, right)
    if gutter is None:
        return [Column(tuple(rows), left, right)]
    found, over = list[Column](), list[Row]()
    for band in _bands(rows, gutter):
        first, last = _trimmed(band, gutter)
        sides = _sides(band[first:last], gutter)
        if sides is None:
            over += band
            continue
        if over := [*over, *band[:first]]:
            found.append(Column(tuple(over), left, right))
        found += [column for side in sides for column in columns(side)]
        over = list(band[last:])
    return [*found, Column(tuple(over), left, right)] if over else found


def _trimmed(band: Sequence[Row], gutter: float) -> tuple[int, int]:
    """Without the rows at both ends that have several cells on one side, which begin where no column does."""
    edges = Counter(round(piece.left) for row in band for piece in row.pieces)
    first, last = 0, len(band)
    while first < last and _has_cells(band[first], gutter, edges):
        first += 1
    while last > first and _has_cells(band[last - 1], gutter, edges):
        last -= 1
    return first, last


def _has_cells(row: Row, gutter: float, edges: Counter[int]) -> bool:
    odd = [piece for piece in row.pieces if sum(edges[round(piece.left) + near] for near in (-1, 0, 1)) < _LEAST_ROWS]
    before = sum(piece.right <= gutter for piece in row.pieces)
    return len(odd) > 1 and max(before, len(row.pieces) - before) > 1


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
    """Also where it is columns again: their lines are measured, not what stands side by side."""
    if len(rows) < _LEAST_ROWS:
        return False
    pieces = [piece for row in rows for piece in row.pieces]
    widths = sorted(piece.right - piece.left for piece in pieces)
    full = widths[len(widths) * 9 // 10]
    return median(widths) > _FULL * full and median(len(piece.text.split()) for piece in pieces) >= _WORDS


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
