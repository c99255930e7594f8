"""Pages as publishers print them, made for the tests: columns, running heads, numbers, footnotes, tables, hyphens."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from reportlab.lib.pagesizes import letter
from reportlab.lib.utils import simpleSplit
from reportlab.pdfgen.canvas import Canvas

WIDTH, HEIGHT = letter
MARGIN, GUTTER, LEADING = 72, 24, 12
FONT, SIZE = "Times-Roman", 10


@dataclass(frozen=True)
class Printing:
    """``number`` is what page ``n`` of the file bears, None for none; ``note`` its footnote."""

    columns: int = 1
    head: str | None = None
    foot: str | None = None
    number: Callable[[int], str | None] = lambda n: str(n + 1)
    note: Callable[[int], str | None] = lambda n: None
    title: str | None = None
    lines: int = 30
    encrypt: str | None = None
    properties: str | None = None


def printed(paragraphs: Sequence[str | list[list[str]]], how: Printing | None = None) -> tuple[bytes, list[str]]:
    """The PDF, and for each page what its text says, the lines joined and words whole; a list of rows is a table.

    A "~" in a paragraph is a place where a word may be divided: it always is, if a line can end there.
    """
    how = how or Printing()
    data = io.BytesIO()
    canvas = Canvas(data, pagesize=letter, encrypt=how.encrypt, invariant=1)
    if how.properties:
        canvas.setTitle(how.properties)
    press = _Press(canvas, how)
    for one in paragraphs:
        press.table(one) if isinstance(one, list) else press.paragraph(one)
    press.finish()
    canvas.save()
    return data.getvalue(), press.pages


class _Press:
    def __init__(self, canvas: Canvas, how: Printing) -> None:
        self.canvas, self.how = canvas, how
        self.pages: list[str] = [""]
        self.width = (WIDTH - 2 * MARGIN - (how.columns - 1) * GUTTER) / how.columns
        self.column, self.line, self.top = 0, 0.0, 0.0
        self._surround()
        if how.title:
            canvas.setFont("Times-Bold", 18)
            canvas.drawString(MARGIN, HEIGHT - 90, how.title)
            self.line = self.top = 3.0

    @property
    def at(self) -> tuple[float, float]:
        return MARGIN + self.column * (self.width + GUTTER), HEIGHT - 90 - self.line * LEADING

    def paragraph(self, text: str) -> None:
        lines = _lines(text, self.width)
        for line in lines:
            self._room()
            self.canvas.setFont(FONT, SIZE)
            self.canvas.drawString(*self.at, line)
            self._say(line)
            self.line += 1
        self.line += 0.6

    def table(self, rows: list[list[str]]) -> None:
        if self.line + len(rows) > self.how.lines:
            self.line = self.how.lines
        for row in rows:
            self._room()
            x, y = self.at
            self.canvas.setFont(FONT, SIZE)
            for place, cell in enumerate(row):
                self.canvas.drawString(x + place * self.width / len(row), y, cell)
            self._say(" ".join(row))
            self.line += 1.2
        self.line += 1

    def finish(self) -> None:
        self.canvas.showPage()

    def _say(self, line: str) -> None:
        said = self.pages[-1]
        if said.endswith("-"):
            # The word belongs to the page where it begins.
            self.pages[-1] = said[:-1] + line
        else:
            self.pages[-1] = f"{said} {line}".strip()

    def _room(self) -> None:
        if self.line < self.how.lines:
            return
        self.column, self.line = self.column + 1, self.top
        if self.column == self.how.columns:
            self.column = 0
            self.top = 0
            self.line = 0
            self.canvas.showPage()
            self.pages.append("")
            self._surround()

    def _surround(self) -> None:
        canvas, how, n = self.canvas, self.how, len(self.pages) - 1
        canvas.setFont("Times-Roman", 9)
        if how.head:
            canvas.drawString(MARGIN, HEIGHT - 45, how.head)
        if how.foot:
            canvas.drawString(MARGIN, 40, how.foot)
        if number := how.number(n):
            canvas.drawRightString(WIDTH - MARGIN, 40, number)
        if note := how.note(n):
            canvas.setFont("Times-Roman", 7.5)
            for place, line in enumerate(simpleSplit(note, "Times-Roman", 7.5, self.width)):
                canvas.drawString(MARGIN, 120 - place * 9, line)


def _lines(text: str, width: float) -> list[str]:
    """Words set into lines; a word is divided at its "~" where its first part still fits."""
    from reportlab.pdfbase.pdfmetrics import stringWidth

    lines, open_ = [], ""
    for word in text.split():
        whole = word.replace("~", "")
        if stringWidth(f"{open_} {whole}".strip(), FONT, SIZE) <= width:
            open_ = f"{open_} {whole}".strip()
            continue
        first, _, rest = word.partition("~")
        if rest and stringWidth(f"{open_} {first}-", FONT, SIZE) <= width:
            lines.append(f"{open_} {first}-")
            open_ = rest
        else:
            lines.append(open_)
            open_ = whole
    return [*lines, open_] if open_ else lines
