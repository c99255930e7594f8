"""A document as its headings, paragraphs and rows of tables, before it is cut into excerpts."""

from __future__ import annotations

from dataclasses import dataclass

from indexer.documents import Page


@dataclass(frozen=True, slots=True)
class Block:
    """A heading of ``level`` 1 to 6, or of 0 a paragraph, a point of a list, or a whole table.

    ``pages`` tell where in ``text`` each page begins, the first at 0; none where the document has no pages. ``apart``:
    a footnote or the like, which stands outside the text's own order.
    """

    text: str
    level: int = 0
    pages: tuple[Page, ...] = ()
    apart: bool = False


def table(rows: list[list[str]]) -> str:
    """A table as lines of cells, the first line its header, ruled off below; rows without a word are dropped."""
    filled = [[" ".join(cell.split()) for cell in row] for row in rows if any(cell.strip() for cell in row)]
    if not filled:
        return ""
    width = max(map(len, filled))
    lines = ["| " + " | ".join([*row, *[""] * (width - len(row))]) + " |" for row in filled]
    return "\n".join([lines[0], "|" + " --- |" * width, *lines[1:]]) if len(lines) > 1 else lines[0]
