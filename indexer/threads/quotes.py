"""Whose words: what a posting quotes is told from what its author says.

What repeats an earlier posting is dropped; any other quotation stays, each of its lines behind "> ", below the line
that names whose it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from indexer.threads import leads, people
from indexer.threads.chrome import Line
from indexer.threads.repeats import Earlier

_TAG = re.compile(r"(\[/?quote\b[^\]\n]{0,200}\])", re.IGNORECASE)
_OPENS = re.compile(r"\[quote(?:\s?=\s?[\"']?(?P<name>[^\]\"';,]{1,80})[^\]]*)?\s*\]$", re.IGNORECASE)
_CLOSES = re.compile(r"\[/quote\s*\]$", re.IGNORECASE)
_BARE = re.compile(r"quote\s?:\s*$", re.IGNORECASE)
_MAIL = re.compile(
    r"-{2,}\s?(?:original|forwarded)\smessage\s?-{2,}\s*$|begin\sforwarded\smessage:?\s*$", re.IGNORECASE
)
_MAIL_HEAD = re.compile(r"(?:from|sent|to|cc|date|subject)\s?:.{0,150}$", re.IGNORECASE)
_EXPAND = re.compile(r"click\sto\s(?:expand|shrink)\b.{0,10}$", re.IGNORECASE)
_OTHER = re.compile("|".join(f"(?i:{form.pattern})" for form in (_BARE, _MAIL, _EXPAND)))
_MARK = re.compile(r"(?:[ \t]{0,3}>)+[ \t]?")
_MORE_THAN = re.compile(r"[ \t]{0,3}>\s?=?\s?\$?\d")
_LEAD_LINES = 8  # that announce one quotation, empty ones included


@dataclass(frozen=True, slots=True)
class Piece:
    """Lines of one voice. ``by`` is the line that names whose words a quotation holds; ``lead``: as it was written."""

    lines: tuple[Line, ...]
    quoted: bool = False
    by: str | None = None
    lead: Line | None = None


@dataclass(frozen=True, slots=True)
class Sorted:
    """``dropped`` are the lines that an earlier posting has, ``marks`` those around quotations."""

    pieces: tuple[Piece, ...]
    dropped: tuple[Line, ...]
    marks: tuple[Line, ...]


@dataclass(slots=True)
class _Block:
    """A quotation as it was found, with the line that announces it, and the name that this or its mark gives."""

    lines: list[Line]
    marks: list[Line] = field(default_factory=list)
    lead: Line | None = None
    name: str | None = None


def has_quotation(line: str) -> bool:
    """A cheap look: whether the whole sorting is worth while."""
    if _MARK.match(line) or "[quote" in line.lower():
        return True
    text = line.strip() if len(line) <= 400 else ""
    return bool(text.startswith(("##", "**")) or leads.lead(text) or _OTHER.match(text))


def sort(body: Sequence[Line], earlier: Earlier, before: int, authors: frozenset[str]) -> Sorted:
    """``authors`` are the keys of the thread's people; ``before`` counts the postings that came earlier."""
    lines = [part for line in body for part in _apart(line)]
    if not any(has_quotation(line.text) for line in lines):
        return Sorted((Piece(tuple(lines)),), (), ())
    ends = _ends(lines)
    pieces, dropped, marks, own, place = list[Piece](), list[Line](), list[Line](), list[Line](), 0
    while place < len(lines):
        block, place = _block(lines, place, ends, earlier, before, authors)
        if block is None:
            (marks if _EXPAND.match(lines[place].text.strip()) else own).append(lines[place])
            place += 1
            continue
        kept = _new(block, earlier, before, authors)
        if kept:
            by = block.lead.text.strip() if block.lead else f"{block.name} said:" if block.name else None
            pieces += [Piece(tuple(own)), Piece(tuple(kept), True, by, block.lead)]
            own = []
        elif block.lead:
            marks.append(block.lead)
        stay = set(map(id, kept))
        marks += block.marks
        dropped += [line for line in block.lines if id(line) not in stay]
    pieces.append(Piece(tuple(own)))
    return Sorted(tuple(piece for piece in pieces if piece.lines), tuple(dropped), tuple(marks))


def _apart(line: Line) -> list[Line]:
    """A line with BB code of quotations becomes one line for each mark and what stands between."""
    if "quote" not in line.text.lower() or not _TAG.search(line.text):
        return [line]
    return [Line(line.number, part.strip()) for part in _TAG.split(line.text) if part.strip()]


def _block(
    lines: list[Line], place: int, ends: dict[int, int], earlier: Earlier, before: int, authors: frozenset[str]
) -> tuple[_Block | None, int]:
    """The quotation that starts at ``place`` and where it ends; None for a line of the author's own."""
    if leads.opens_article([line.text for line in lines[max(0, place - 3) : place]], lines[place].text):
        return _Block(lines[place:]), len(lines)
    told = _announced(lines, place)
    if told.end >= len(lines):
        return (_Block([], told.marks, told.lead, told.name), told.end) if told.sure else (None, place)
    text = lines[told.end].text.strip()
    block: tuple[_Block, int] | None = None
    if _OPENS.match(text):
        block = _tagged(lines, told.end, ends)
    elif _MAIL.match(text):
        block = _Block(lines[told.end + 1 :], [lines[told.end]]), len(lines)
    elif _MARK.match(lines[told.end].text) and (told.lead or told.sure or not _MORE_THAN.match(text)):
        end = next((end for end in range(told.end, len(lines)) if not _MARK.match(lines[end].text)), len(lines))
        block = _Block(lines[told.end : end]), end
    elif told.lead or told.sure:
        person = leads.is_person(told.name or "", authors)
        block = _unmarked(lines, told.end, earlier, before, told.sure or person)
    if block is None:
        return None, place
    block[0].marks += told.marks
    if told.lead:
        block[0].lead, block[0].name = told.lead, told.name
    return block


@dataclass(slots=True)
class _Announced:
    """The lines up to ``end`` that announce a quotation; ``sure``: they announce nothing else."""

    end: int
    lead: Line | None = None
    name: str | None = None
    sure: bool = False
    marks: list[Line] = field(default_factory=list)


def _announced(lines: list[Line], place: int) -> _Announced:
    told = _Announced(place)
    while told.end < min(len(lines), place + _LEAD_LINES):
        line = lines[told.end]
        text = line.text.strip()
        if found := leads.lead(text):
            told.marks += [told.lead] if told.lead else []
            told.lead, told.name, told.sure = line, found[0], told.sure or found[1]
        elif _BARE.match(text):
            told.sure = True
            told.marks.append(line)
        elif text or not (told.lead or told.sure):
            break
        told.end += 1
    return told


def _tagged(lines: list[Line], start: int, ends: dict[int, int]) -> tuple[_Block, int]:
    """To the mark that closes it, or where there is none to the next empty line."""
    opened = _OPENS.match(lines[start].text.strip())
    end = ends.get(start)
    if end is None:
        end = start + 1
        while end < len(lines) and lines[end].text.strip():
            end += 1
        end -= 1
    marks, inner = [lines[start]], list[Line]()
    for line in lines[start + 1 : end + 1]:
        text = line.text.strip()
        (marks if _OPENS.match(text) or _CLOSES.match(text) else inner).append(line)
    return _Block(inner, marks, None, opened["name"].strip() if opened and opened["name"] else None), end + 1


def _ends(lines: list[Line]) -> dict[int, int]:
    """Where each mark that opens a quotation is closed."""
    ends, opened = dict[int, int](), list[int]()
    for place, line in enumerate(lines):
        text = line.text.strip() if "[" in line.text[:12] else ""
        if _OPENS.match(text):
            opened.append(place)
        elif opened and _CLOSES.match(text):
            ends[opened.pop()] = place
    return ends


def _unmarked(lines: list[Line], start: int, earlier: Earlier, before: int, sure: bool) -> tuple[_Block, int] | None:
    """Below "X said:" without any mark: to "Click to expand", else as far as it repeats, else one paragraph."""
    for place in range(start, min(start + 60, len(lines))):
        if _EXPAND.match(lines[place].text.strip()):
            return _Block(lines[start:place], [lines[place]]), place + 1
    end = start
    while end < len(lines) and (not lines[end].text.strip() or earlier.holds(lines[end].text, before)):
        end += 1
    if end > start:
        return _Block(lines[start:end]), end
    if not sure:
        return None
    while end < len(lines) and lines[end].text.strip():
        end += 1
    return _Block(lines[start:end]), end


def _new(block: _Block, earlier: Earlier, before: int, authors: frozenset[str]) -> list[Line]:
    """The lines that no earlier posting has. Words announced as a publication's stay, whoever quoted them before."""
    spoken = [
        line for line in block.lines if (bare := _bare(line.text)) and not leads.lead(bare) and not _is_mark(bare)
    ]
    if not spoken:
        return []
    announced = leads.names_publication(block.name)
    if not (announced and people.key(block.name or "") not in authors):
        if earlier.holds("\n".join(_bare(line.text) for line in spoken), before):
            return []
        spoken = [line for line in spoken if not earlier.holds(_bare(line.text), before)]
    kept = set(map(id, spoken))
    return [line for place, line in enumerate(block.lines) if id(line) in kept or _leads_to(block.lines, place, kept)]


def _leads_to(lines: list[Line], place: int, kept: set[int]) -> bool:
    """Whether a line within a quotation names who says the next words that stay."""
    if not leads.lead(_bare(lines[place].text)):
        return False
    following = next((line for line in lines[place + 1 :] if _bare(line.text)), None)
    return following is not None and id(following) in kept


def _is_mark(bare: str) -> bool:
    return bool(
        _EXPAND.match(bare)
        or _OPENS.match(bare)
        or _CLOSES.match(bare)
        or _BARE.match(bare)
        or _MAIL_HEAD.fullmatch(bare)
    )


def _bare(text: str) -> str:
    mark = _MARK.match(text)
    return (text[mark.end() :] if mark else text).strip()


def bare_lines(piece: Piece) -> Iterator[str]:
    """A quotation's lines without the marks they had."""
    for line in piece.lines:
        yield _bare(line.text)
