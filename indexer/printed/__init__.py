"""A printed page: where its words stand, and from that what is running text, in which order, and what stands around it.

Coordinates are points (1/72 inch) from the top left corner, x to the right and y down.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Piece:
    """Words in a row without a wide gap; ``order`` is its place in the file."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    bold: bool = False
    order: int = 0

    @property
    def height(self) -> float:
        return self.bottom - self.top


@dataclass(frozen=True, slots=True)
class Row:
    """Pieces side by side, from the left."""

    pieces: tuple[Piece, ...]

    @property
    def text(self) -> str:
        return " ".join(piece.text for piece in self.pieces)

    @property
    def left(self) -> float:
        return self.pieces[0].left

    @property
    def right(self) -> float:
        return max(piece.right for piece in self.pieces)

    @property
    def top(self) -> float:
        return min(piece.top for piece in self.pieces)

    @property
    def bottom(self) -> float:
        return max(piece.bottom for piece in self.pieces)

    @property
    def height(self) -> float:
        """Of its largest letters."""
        return max(piece.height for piece in self.pieces)

    @property
    def bold(self) -> bool:
        return all(piece.bold for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page; ``label`` is what the file calls it, ``pictures`` whether it shows any, ``turned`` words that run
    upwards, downwards or aslant."""

    number: int
    width: float
    height: float
    rows: tuple[Row, ...]
    label: str | None = None
    pictures: bool = False
    turned: int = field(default=0)
