"""How a posting is laid out: its paragraphs, what stands in quotation marks, block quotes, and where others speak."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Span:
    """Marks included, ``start`` to ``end``; what they enclose, ``left`` to ``right``."""

    start: int
    left: int
    right: int
    end: int


@dataclass(frozen=True, slots=True)
class Layout:
    """All in order. ``quotations`` are outermost; ``blocks`` are by ">", [QUOTE] or indenting.

    ``plain`` are the blocks that hold no further quote; ``others`` are paragraphs below "X wrote:". A paragraph
    ends at each of ``breaks``, the last of which is the end of the text.
    """

    quotations: tuple[Span, ...]
    blocks: tuple[Span, ...]
    plain: frozenset[Span]
    others: tuple[Span, ...]
    breaks: tuple[int, ...]

    def paragraph_end(self, at: int) -> int:
        return self.breaks[min(bisect_right(self.breaks, at), len(self.breaks) - 1)]

    def quotation_at(self, mark: int) -> Span | None:
        """The quotation whose opening mark stands at ``mark``."""
        return _starting(self.quotations, mark)

    def quotation_before(self, at: int) -> Span | None:
        """The last quotation that ends at or before ``at``."""
        last = bisect_right(self.quotations, at, key=lambda span: span.end) - 1
        return self.quotations[last] if last >= 0 else None

    def block_at(self, line: int) -> Span | None:
        """The block that begins at ``line``, the offset of a line's start or of a [QUOTE] mark."""
        return _starting(self.blocks, line)

    def block_after(self, at: int) -> int | None:
        """Where the next block begins, at ``at`` or later."""
        number = bisect_left(self.blocks, at, key=lambda span: span.start)
        return self.blocks[number].start if number < len(self.blocks) else None

    def foreign(self, at: int) -> bool:
        """Whether somebody else than the poster says what stands at ``at``."""
        return any(_inside(spans, at) for spans in (self.quotations, self.blocks, self.others))


def read(text: str) -> Layout:
    """Time grows with the text's length, whatever its marks."""
    breaks = (*(match.start() for match in _BREAK.finditer(text)), len(text))
    quoted, plain = _blocks(text)
    return Layout(
        quotations=_outermost(_quotations(text, breaks)),
        blocks=quoted,
        plain=frozenset(plain),
        others=tuple(_others(text, breaks)),
        breaks=breaks,
    )


def _starting(spans: tuple[Span, ...], at: int) -> Span | None:
    number = bisect_right(spans, at, key=lambda span: span.start) - 1
    return spans[number] if number >= 0 and spans[number].start == at else None


def _inside(spans: tuple[Span, ...], at: int) -> bool:
    number = bisect_right(spans, at, key=lambda span: span.start) - 1
    return number >= 0 and at < spans[number].end


def _outermost(spans: Iterable[Span]) -> tuple[Span, ...]:
    kept: list[Span] = []
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return tuple(kept)


def _quotations(text: str, breaks: tuple[int, ...]) -> Iterator[Span]:
    """Pairs of marks within one paragraph; a mark that another paragraph would have to close opens nothing."""
    waiting: list[re.Match[str]] = []
    paragraph = 0
    for mark in _MARK.finditer(text):
        while mark.start() >= breaks[paragraph] and paragraph + 1 < len(breaks):
            paragraph += 1
            waiting.clear()
        if mark["open"]:
            waiting.append(mark)
        elif waiting:
            opening = waiting.pop()
            yield Span(opening.start(), opening.end(), mark.start(), mark.end())


def _blocks(text: str) -> tuple[tuple[Span, ...], list[Span]]:
    lines = list(_marked_lines(text))
    tags = list(_tags(text))
    spans = _outermost([*(span for span, _ in lines), *(span for span, _ in tags)])
    plain = {span for span, nested in [*lines, *tags] if not nested}
    return spans, [span for span in spans if span in plain]


def _marked_lines(text: str) -> Iterator[tuple[Span, bool]]:
    """Runs of lines that begin with ">", or that are indented below an empty line; whether a further ">" is in one."""
    for kind in (_CITED, _INDENTED):
        lines: list[re.Match[str]] = []
        for line in kind.finditer(text):
            if lines and line.start() != lines[-1].end() + 1:
                yield from _block(text, lines)
                lines.clear()
            lines.append(line)
        yield from _block(text, lines)


def _block(text: str, lines: list[re.Match[str]]) -> Iterator[tuple[Span, bool]]:
    said = [line for line in lines if line["said"].strip()]
    if not said or (lines[0]["mark"].isspace() and not _set_off(text, lines[0].start(), said[0]["said"])):
        return
    span = Span(lines[0].start(), said[0].start("said"), said[-1].end(), lines[-1].end())
    yield span, any(line["said"].lstrip().startswith(">") for line in said)


def _set_off(text: str, at: int, said: str) -> bool:
    """Whether indented lines from ``at`` on are a quotation: below an empty line or a colon, and no list."""
    return _AFTER_BREAK.search(text, max(0, at - _ABOVE), at) is not None and not _ITEM.match(said)


def _tags(text: str) -> Iterator[tuple[Span, bool]]:
    waiting: list[tuple[re.Match[str], list[bool]]] = []
    for tag in _TAG.finditer(text):
        if not tag["close"]:
            for _, nested in waiting[-1:]:
                nested.append(True)
            waiting.append((tag, []))
        elif waiting:
            opening, nested = waiting.pop()
            left = _said(text, opening.end())
            yield Span(opening.start(), left, tag.start(), tag.end()), bool(nested)


def _others(text: str, breaks: tuple[int, ...]) -> Iterator[Span]:
    """What follows "X wrote:" to the end of its paragraph, or of the next where nothing follows in its own."""
    for line in _WROTE.finditer(text):
        number = bisect_right(breaks, line.end() - 1)
        end = breaks[min(number, len(breaks) - 1)]
        if _said(text, line.end()) >= end and number + 1 < len(breaks):
            end = breaks[number + 1]
        yield Span(line.end(), line.end(), end, end)


def _said(text: str, at: int) -> int:
    """Where at ``at`` or later something else than space stands."""
    found = _SOMETHING.search(text, at)
    return found.start() if found else len(text)


_ABOVE = 80
_BREAK = re.compile(r"\n(?=[ \t]*\n)")
# A run of equal marks is one mark. A straight one opens before a word and closes behind one.
_MARK = re.compile(
    r"(?P<open>(?<![\w.,;:!?%)\]\"“”])\"+(?=[\w('‘\[*_$§]|\.\.|…)|(?<=[:,])\"+(?=\w)|“+(?=\S))|(?P<close>\"+(?!\w)|”+)"
)
_CITED = re.compile(r"^(?P<mark>[ \t]{0,3}>[ \t]?)(?P<said>[^\n]*)", re.MULTILINE)
_INDENTED = re.compile(r"^(?P<mark>\t| {4})(?P<said>[^\n]*\S)[ \t]*$", re.MULTILINE)
_ITEM = re.compile(r"[ \t]*(?:[-*•]|\d{1,2}[.)])[ \t]")
_AFTER_BREAK = re.compile(r"(?:\n[ \t]*\n|:[ \t]*\n)\Z")
_TAG = re.compile(r"\[(?:(?P<close>/)|)QUOTE(?:=[^\]\n]{0,120})?\]", re.IGNORECASE)
_SOMETHING = re.compile(r"\S")
_WROTE = re.compile(
    r"^(?:[ \t]*(?:quote:?[ \t]*\n)?originally posted by [^\n]{1,60}"
    r"|[^\n:.>]{1,60} (?:said|wrote|writes|posted|replied|asked|answered|emailed)[ \t]?:)[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)
