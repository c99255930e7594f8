"""Rows whose pieces stand in columns, told from lines of text with wide spaces; a cell may take several lines."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator, Sequence

from indexer.printed import Piece, Row

# Points by which cells of one column may be out of line.
_ALIGNED = 4
# A gap between rows of a table is so much larger than one within a cell.
_LARGER = 1.3
# A table's rows are at most so many heights apart, and half of its rows at least fill two columns or more.
_APART = 3.5


def tables(rows: Sequence[Row]) -> Iterator[Row | list[list[str]]]:
    """Rows of text as they are, and each table as rows of cells."""
    place = 0
    while place < len(rows):
        end = _end(rows, place)
        found = _table(rows[place:end]) if end - place > 1 else None
        if found is None:
            yield rows[place]
            place += 1
        else:
            yield found
            place = end


def _end(rows: Sequence[Row], start: int) -> int:
    """Behind the last row that can belong to a table that begins at ``start``, the next one that spans it excluded."""
    if len(rows[start].pieces) < 2:
        return start
    end = start + 1
    edges = _edges(rows[start].pieces)
    while end < len(rows):
        row, above = rows[end], rows[end - 1]
        if row.top - above.bottom > _APART * above.height:
            break
        if len(row.pieces) < 2 and (not _fits(row.pieces[0], rows[start:end]) or _leads(rows, end, edges)):
            break
        edges += _edges(row.pieces)
        end += 1
    while end > start + 1 and len(rows[end - 1].pieces) < 2 and rows[end - 1].left <= rows[start].left + _ALIGNED:
        end -= 1
    return end


def _leads(rows: Sequence[Row], place: int, edges: Counter[int]) -> bool:
    """Whether a line at the left edge begins text: no row with cells follows it closely."""
    row = rows[place]
    if row.left > min(edges) + _ALIGNED:
        return False
    return not any(len(one.pieces) > 1 for one in rows[place + 1 : place + 3])


def _edges(pieces: Sequence[Piece]) -> Counter[int]:
    return Counter(round(piece.left) for piece in pieces)


def _fits(piece: Piece, rows: Sequence[Row]) -> bool:
    """Whether a lone piece stays within one column: it crosses no gap that every row leaves open."""
    wide = [row for row in rows if len(row.pieces) > 1]
    crossed = (
        piece.left < one.right - _ALIGNED and piece.right > other.left + _ALIGNED
        for row in wide
        for one, other in zip(row.pieces, row.pieces[1:], strict=False)
    )
    return not any(crossed)


def _table(rows: Sequence[Row]) -> list[list[str]] | None:
    """None where the pieces do not stand in columns."""
    spans = _columns(rows)
    if len(spans) < 2:
        return None
    lines = [_cells(row, spans) for row in rows]
    full = [line for line in lines if sum(map(bool, line)) > 1]
    if len(full) < 2 or len(full) * 2 < len(lines):
        return None
    return _whole(rows, lines)


def _columns(rows: Sequence[Row]) -> list[tuple[float, float]]:
    """Stretches of x that hold pieces, parted by those that no row with cells fills."""
    pieces = sorted((piece.left, piece.right) for row in rows for piece in row.pieces if len(row.pieces) > 1)
    spans: list[tuple[float, float]] = []
    for left, right in pieces:
        if spans and left < spans[-1][1] + 1:
            spans[-1] = spans[-1][0], max(spans[-1][1], right)
        else:
            spans.append((left, right))
    return spans


def _cells(row: Row, spans: Sequence[tuple[float, float]]) -> list[str]:
    cells = [""] * len(spans)
    for piece in row.pieces:
        middle = (piece.left + piece.right) / 2
        at = min(range(len(spans)), key=lambda place: _far(middle, piece, spans[place]))
        cells[at] = f"{cells[at]} {piece.text}".strip()
    return cells


def _far(middle: float, piece: Piece, span: tuple[float, float]) -> float:
    shared = min(piece.right, span[1]) - max(piece.left, span[0])
    return -shared if shared > 0 else abs(middle - sum(span) / 2)


def _whole(rows: Sequence[Row], lines: Sequence[list[str]]) -> list[list[str]]:
    """Lines of one row joined: by the gaps, where those between rows are larger, else where the first cell is empty."""
    gaps = [below.top - above.top for above, below in itertools.pairwise(rows)]
    bound = min(gaps) * _LARGER
    apart = max(gaps) > bound and any(gap <= bound for gap in gaps)
    found = [list(lines[0])]
    for line, gap in zip(lines[1:], gaps, strict=True):
        begun = bool(line[0]) and bool(found[-1][0]) and sum(map(bool, line)) > 1
        goes_on = gap <= bound and not begun if apart else not line[0]
        if goes_on:
            found[-1] = [_joined(above, below) for above, below in zip(found[-1], line, strict=True)]
        else:
            found.append(list(line))
    return found


def _joined(above: str, below: str) -> str:
    if above.endswith("-") and below[:1].islower():
        return above[:-1] + below
    return f"{above} {below}".strip()
