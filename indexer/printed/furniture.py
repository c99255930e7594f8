"""What stands around the text of every page: running heads, feet, and the number that it bears."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from indexer.printed import Row, Sheet

# Where it stands: in the outer parts of the page, among so many rows from its edge.
_ZONE, _ROWS = 0.13, 3
# Points by which the same head may stand higher or lower on another page.
_NEAR = 8
_FEW = 3
_ROMAN = r"m{0,3}(?:c[md]|d?c{0,3})(?:x[cl]|l?x{0,3})(?:i[xv]|v?i{0,3})"
_NUMBER = re.compile(
    r"(?P<before>(?:page|pg\.?|p\.)\s*|[-–—]\s*)?"
    rf"(?P<label>(?P<series>(?:[A-Za-z]{{1,4}}|\d{{1,3}})[-–.])?(?P<value>\d{{1,4}})|(?=[ivxlc])(?P<roman>{_ROMAN}))"
    r"(?P<behind>\s*[-–—]|\s*(?:of|/)\s*\d{1,5})?",
    re.IGNORECASE,
)
_CHANGING = re.compile(rf"(?<!\w)(?:\d{{1,4}}|{_ROMAN})(?!\w)", re.IGNORECASE)
_YEAR = re.compile(r"(?:18|19|20)\d\d")
_DIGITS = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}


@dataclass(frozen=True, slots=True)
class Numbering:
    """A number that a page bears; ``offset`` is how far it is from the page's place in the file, the same on all pages
    of one numbering. ``row`` is its place among the sheet's rows.
    """

    label: str
    series: str
    offset: int
    row: int
    explicit: bool


@dataclass(frozen=True, slots=True)
class Bare:
    """A sheet without its furniture; ``heads`` is what that said."""

    sheet: Sheet
    label: str
    printed: bool
    heads: tuple[str, ...]


def bared(sheets: Sequence[Sheet]) -> list[Bare]:
    """Each sheet with the page number that is printed on it, else the file's own name for the page, else its place in
    the file, which says that it is that.
    """
    running = _running(sheets)
    numbers = [list(_numbers(sheet)) for sheet in sheets]
    votes = Counter(
        (one.series, one.offset) for found in numbers for one in {(n.series, n.offset): n for n in found}.values()
    )
    return [_bare(sheet, running, found, votes, len(sheets)) for sheet, found in zip(sheets, numbers, strict=True)]


def _bare(
    sheet: Sheet,
    running: Counter[tuple[str, int]],
    numbers: list[Numbering],
    votes: Counter[tuple[str, int]],
    pages: int,
) -> Bare:
    outer = {place: row for place, row in _outer(sheet) if _repeated(row, running, pages)}
    best = max(numbers, key=lambda one: votes[one.series, one.offset], default=None)
    if best and not _counts(best, votes[best.series, best.offset], pages):
        best = None
    if best:
        outer[best.row] = sheet.rows[best.row]
    rest = tuple(row for place, row in enumerate(sheet.rows) if place not in outer)
    label = best.label if best else sheet.label or f"PDF page {sheet.number + 1}"
    return Bare(
        replace(sheet, rows=rest),
        label,
        best is not None,
        tuple("   ".join(piece.text for piece in row.pieces) for row in outer.values()),
    )


def _counts(one: Numbering, often: int, pages: int) -> bool:
    """Whether enough pages count on with it: two bare numbers may do so by chance."""
    if pages < _FEW:
        return one.explicit and often >= min(2, pages)
    return often >= (2 if one.series else _FEW)


def _outer(sheet: Sheet) -> Iterator[tuple[int, Row]]:
    rows = list(enumerate(sheet.rows))
    for place, row in rows[:_ROWS]:
        if row.bottom < _ZONE * sheet.height:
            yield place, row
    for place, row in rows[-_ROWS:]:
        if row.top > (1 - _ZONE) * sheet.height:
            yield place, row


def _key(row: Row) -> str:
    return " ".join(_CHANGING.sub("#", row.text).split()).casefold()


def _running(sheets: Sequence[Sheet]) -> Counter[tuple[str, int]]:
    """On how many pages each text stands at a height, with numbers left open."""
    found: Counter[tuple[str, int]] = Counter()
    for sheet in sheets:
        seen = {(_key(row), round(row.top / _NEAR)) for _, row in _outer(sheet)}
        found.update(seen)
    return found


def _repeated(row: Row, running: Counter[tuple[str, int]], pages: int) -> bool:
    """Words alone make a head: a row of a table may hold the same numbers on every page."""
    key, height = _key(row), round(row.top / _NEAR)
    if not any(letter.isalpha() for letter in key):
        return False
    often = sum(running[key, height + near] for near in (-1, 0, 1))
    return often >= min(_FEW, pages) and often > 1


def _numbers(sheet: Sheet) -> Iterator[Numbering]:
    for place, row in _outer(sheet):
        alone = len(row.pieces) == 1
        for piece in row.pieces:
            if match := _NUMBER.fullmatch(piece.text.strip()):
                yield from _numbering(match, sheet, place, alone)
            elif len(words := piece.text.split()) > 1:
                for said in (" ".join(words[-2:]), words[-1], words[0], " ".join(words[-4:])):
                    if match := _NUMBER.fullmatch(said):
                        yield from _numbering(match, sheet, place, False)


def _numbering(match: re.Match[str], sheet: Sheet, place: int, alone: bool) -> Iterator[Numbering]:
    value = int(match["value"]) if match["value"] else _roman(match["roman"].lower())
    explicit = bool(match["before"] or match["behind"] or match["series"])
    series = match["series"] or ("roman" if match["roman"] else "")
    explicit = explicit or (alone and not match["roman"] and not _YEAR.fullmatch(match["label"]))
    yield Numbering(match["label"], series, value - sheet.number, place, explicit)


def _roman(text: str) -> int:
    values = [_DIGITS[one] for one in text]
    return sum(-one if one < max(values[place:]) else one for place, one in enumerate(values))
