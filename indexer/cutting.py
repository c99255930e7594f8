"""Where a text may be cut: at the ends of sentences, and a table or a list at its rows."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

# A full stop after one of these ends no sentence.
_ABBREVIATION = re.compile(
    r"dr|mrs?|ms|no|vs|e\.g|i\.e|etc|approx|vol|sec|fig|pt|st|inc|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec"
)
# A stretch has at most so many characters for each token that there is room for: a model may take a word without end,
# or a page of blanks, for one token.
LETTERS = 40
# The paragraph, a point of a list, and a heading of Markdown, which stands alone.
_END = re.compile(
    r"[.!?][\"')\]]*(?=\s+[\"'(\[]?[A-Z0-9])|\n\s*\n|\n(?=(?:[-*•]|\d{1,2}[.)]) |#{1,6} )"
    r"|(?:\A|(?<=\n))#{1,6} [^\n]*(?=\n)"
)
_LAST_WORD = re.compile(r"(?:^|[\s(])([A-Za-z.]+)$")
# "1." before a point of a list.
_POINT = re.compile(r"\n[ \t]{0,4}\d{1,2}\Z")
_LINE = re.compile(r"[^\n]+")
_CODE = r"(?:\d{4}[0-9A-Z]|[A-Z]\d{4}|[A-Z]\d[0-9A-Z]\.[0-9A-Z]{1,4})"
_LISTED = re.compile(rf"^(?:>[ ]?)?[ \t]{{0,8}}{_CODE}\b", re.MULTILINE)
# Wider than between sentences.
_GAP = re.compile(r"\S {3,}\S")
_RULED = re.compile(r"(?:>[ ]?)*+[ \t]*+\|?[ \t]*+:?-{2,}+:?[ \t]*+(?:\|[ \t]*+:?-*+:?[ \t]*+)*+$")


@dataclass(frozen=True, slots=True)
class Table:
    """``start`` to ``end`` of a text. Its header with the rule below ends at ``head``, at ``start`` where none is."""

    start: int
    head: int
    end: int


@dataclass(frozen=True, slots=True)
class Cut:
    """``start`` to ``end`` of a text, below ``head`` of it: the header of the table whose rows these are."""

    start: int
    end: int
    head: tuple[int, int] | None = None

    def of(self, text: str) -> str:
        above = f"{text[slice(*self.head)]}\n" if self.head else ""
        return above + text[self.start : self.end]


# A cut with its tokens.
_Counted = tuple[Cut, int]


def sentences(text: str) -> list[tuple[int, int]]:
    """Offsets of each sentence of ``text``, in order, without the space around it.

    A table is one, so that no row stands without its header; of a list of codes each row is.
    """
    spans, at = list[tuple[int, int]](), 0
    for table in tables(text):
        spans += [*_between(text, at, table.start), (table.start, table.end)]
        at = table.end
    return [*spans, *_between(text, at, len(text))]


def _between(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    ends = {match.end() for match in _END.finditer(text, start, end) if not _abbreviated(text, match)}
    ends |= {row for row in _listed(text, start, end) if row > start}
    for stop in sorted(ends | {end}):
        piece = text[start:stop]
        if piece.strip():
            left = start + len(piece) - len(piece.lstrip())
            yield left, left + len(piece.strip())
        start = stop


def _abbreviated(text: str, match: re.Match[str]) -> bool:
    if match[0] != ".":
        return False
    if _POINT.search(text, max(0, match.start() - 8), match.start()):
        return True
    word = _LAST_WORD.search(text, max(0, match.start() - 12), match.start())
    return word is not None and bool(_ABBREVIATION.fullmatch(word[1].lower().strip(".")))


def _listed(text: str, start: int, end: int) -> Iterator[int]:
    """Where the rows of lists of codes begin: of a paragraph most of whose lines open with a code."""
    opening = {match.start() for match in _LISTED.finditer(text, start, end)}
    for paragraph in _paragraphs(text, start, end) if len(opening) > 1 else ():
        rows = [line.start() for line in paragraph if line.start() in opening]
        if len(rows) > 1 and len(rows) * 2 > len(paragraph):
            yield from rows


def _paragraphs(text: str, start: int, end: int) -> Iterator[list[re.Match[str]]]:
    """Lines with words that follow each other."""
    lines = list[re.Match[str]]()
    for line in _LINE.finditer(text, start, end):
        if line[0].isspace() or (lines and line.start() > lines[-1].end() + 1):
            yield lines
            lines = []
        if not line[0].isspace():
            lines.append(line)
    yield lines


def tables(text: str) -> list[Table]:
    """Runs of two lines or more whose cells are parted by the same sign."""
    found = list[Table]()
    for paragraph in _paragraphs(text, 0, len(text)) if any(sign in text for sign in ("|", "\t", "   ")) else ():
        for sign, run in itertools.groupby(paragraph, lambda line: _parted(line[0])):
            rows = list(run)
            if sign and len(rows) > 1:
                found.append(_table(text, rows))
    return found


def _parted(line: str) -> str | None:
    """What parts the cells of a row; None for a line that is none."""
    bare = line.lstrip("> ").strip()
    return "|" if "|" in bare else "\t" if "\t" in bare else " " if _GAP.search(bare) else None


def _table(text: str, lines: Sequence[re.Match[str]]) -> Table:
    start, end = lines[0].start(), lines[-1].end()
    if _RULED.match(lines[1][0]) and len(lines) > 2:
        return Table(start, lines[1].end(), end)
    named = re.search(rf"\d|{_CODE}", lines[0][0]) is None
    return Table(start, lines[0].end() if named else start, end)


def pack(text: str, count: Callable[[str], int], room: int) -> Iterator[Cut]:
    """Whole sentences while they fit in ``room`` by ``count``.

    A table that does not fit is cut at its rows, each piece below the header; any other sentence that is too long alone
    is cut at a line's end, then between words, then between letters.
    """
    yield from (cut for cut, _ in _joined(text, _fitting(text, count, room), count, room))


def _joined(text: str, cuts: Iterable[_Counted], count: Callable[[str], int], room: int) -> Iterator[_Counted]:
    """Neighbours below the same header, or below none, as one while they fit."""
    open_: Cut | None = None
    most, header = 0, 0
    for cut, tokens in cuts:
        if open_ and open_.head == cut.head:
            longer = Cut(open_.start, cut.end, cut.head)
            # The parts have no fewer tokens than the whole, if each character between them is one.
            most += tokens - header + cut.start - open_.end
            if most > room or longer.end - longer.start > LETTERS * room:
                most = _tokens(longer.of(text), count, room)
            if most <= room:
                open_ = longer
                continue
        if open_:
            yield open_, most
        open_, most, header = cut, tokens, count(Cut(0, 0, cut.head).of(text))
    if open_:
        yield open_, most


def _fitting(text: str, count: Callable[[str], int], room: int) -> Iterator[_Counted]:
    heads = {table.start: table for table in tables(text)}
    for left, right in sentences(text):
        if left in heads and _tokens(text[left:right], count, room) > room:
            yield from _joined(text, _rows(text, heads[left], count, room), count, room)
        else:
            yield from _halved(text, Cut(left, right), count, room)


def _rows(text: str, table: Table, count: Callable[[str], int], room: int) -> Iterator[_Counted]:
    """Each row below the header; where that leaves no room for a row, rows are cut and stand alone."""
    if table.head > table.start:
        below = [Cut(*row.span(), (table.start, table.head)) for row in _LINE.finditer(text, table.head, table.end)]
        counted = [(cut, _tokens(cut.of(text), count, room)) for cut in below]
        if all(tokens <= room for _, tokens in counted):
            yield from counted
            return
    for row in _LINE.finditer(text, table.start, table.end):
        yield from _halved(text, Cut(*row.span()), count, room)


def _halved(text: str, cut: Cut, count: Callable[[str], int], room: int) -> Iterator[_Counted]:
    """``cut`` in pieces that fit, cut near the middle at the end of a line, else at a space."""
    waiting = [cut]
    while waiting:
        one = waiting.pop()
        left, right = one.start, one.end
        tokens = _tokens(one.of(text), count, room)
        if tokens <= room or right - left <= 1:
            yield one, tokens
            continue
        middle = (left + right) // 2
        line = text.rfind("\n", left + 1 + (right - left) // 4, middle)
        space = line if line >= 0 else text.rfind(" ", left + 1, middle)
        first, second = (middle, middle) if space < 0 else (space, space + 1)
        waiting += [Cut(second, right, cut.head), Cut(left, first, cut.head)]


def _tokens(text: str, count: Callable[[str], int], room: int) -> int:
    """More than ``room`` where it is much too long to be counted."""
    return count(text) if len(text) <= LETTERS * room else room + 1
