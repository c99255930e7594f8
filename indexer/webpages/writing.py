"""An element as lines of words: paragraphs, lists, rows of tables, and quotations behind "> "."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from indexer.threads import leads
from indexer.webpages import quoting
from indexer.webpages.elements import BLOCKS, Element

# Blocks that an empty line sets off; any other begins a line.
_PARAGRAPHS = frozenset(
    [
        "p",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "blockquote",
        "pre",
        "table",
        "ul",
        "ol",
        "dl",
        "figure",
        "article",
        "section",
    ]
)
_HEADINGS = {f"h{level}": "#" * level for level in range(1, 7)}
_WIDEST = 200  # characters of a cell in a table of data
_SPACE = re.compile(r"[ \t\n\f\r]+")
_SAID = re.compile(r"\b(?:said|wrote|posted)\s?:\s*$", re.IGNORECASE)
_LABEL = re.compile(r"quote\s?:?", re.IGNORECASE)

Dropped = Callable[[Element], bool]


@dataclass(slots=True)
class _Page:
    """``line`` is being written; ``pre`` counts elements whose spaces count."""

    dropped: Dropped
    headings: bool
    lines: list[str] = field(default_factory=list)
    line: str = ""
    pre: int = 0

    def say(self, text: str) -> None:
        if self.pre:
            head, *more = text.split("\n")
            self.line += head
            for one in more:
                self.end()
                self.line = one
            return
        words = _SPACE.sub(" ", text)
        self.line += words.lstrip(" ") if not self.line or self.line.endswith(" ") else words

    def end(self) -> None:
        """Ends the line; an empty one only between others."""
        self.lines.append(self.line.rstrip())
        self.line = ""

    def begin(self) -> None:
        """A new line, unless nothing was said since the last began."""
        if self.line.strip():
            self.end()
        self.line = ""

    def part(self) -> None:
        """A new paragraph."""
        self.begin()
        if self.lines and self.lines[-1]:
            self.lines.append("")


def lines(element: Element, dropped: Dropped, headings: bool = False) -> list[str]:
    """The words below ``element`` without what ``dropped`` names, empty lines between paragraphs.

    ``headings``: they stand behind "#" signs.
    """
    page = _Page(dropped, headings)
    _inside(element, page)
    page.begin()
    return _trimmed(_led(page.lines))


def _element(element: Element, page: _Page) -> None:
    if element.tag == "noscript" or page.dropped(element):
        return
    if element.tag == "br":
        page.end()
    elif element.tag == "hr":
        page.part()
    elif quote := quoting.find(element):
        _quotation(quote, page)
    elif element.tag == "table" and (rows := _data(element, page.dropped)):
        page.part()
        page.lines += [*rows, ""]
    elif element.tag in {"ul", "ol"}:
        _list(element, page)
    elif element.tag in _HEADINGS and page.headings and element.text:
        page.part()
        page.lines += [f"{_HEADINGS[element.tag]} {element.text}", ""]
    elif element.tag in BLOCKS:
        _block(element, page)
    else:
        if element.tag == "sup" and re.search(r"\w$", page.line) and element.text:
            page.say("^")  # "62368<sup>1</sup>" is a code with a note, not a longer number
        _inside(element, page)


def _block(element: Element, page: _Page) -> None:
    parted = element.tag in _PARAGRAPHS
    page.part() if parted else page.begin()
    page.pre += element.tag == "pre"
    _inside(element, page)
    page.pre -= element.tag == "pre"
    page.part() if parted else page.begin()


def _inside(element: Element, page: _Page) -> None:
    for part in element.parts:
        if isinstance(part, str):
            page.say(part)
        elif part.tag == "a" and (address := _shortened(part)):
            page.say(address)
        else:
            _element(part, page)


def _shortened(link: Element) -> str | None:
    """The address of a link whose words are that address with its middle left out."""
    text, address = link.text, link.get("href")
    head, dots, tail = text.partition("..." if "..." in text else "…")
    if dots and text.startswith(("http", "www.")) and head in address and address.endswith(tail):
        return address
    return None


def _list(element: Element, page: _Page) -> None:
    page.part()
    number = int(element.get("start")) if element.get("start").isdigit() else 1
    for child in element.children:
        if child.tag != "li":
            _element(child, page)
            continue
        inner = lines(child, page.dropped, page.headings)
        if inner:
            sign = f"{number}. " if element.tag == "ol" else "- "
            page.begin()
            page.lines += [sign + inner[0], *inner[1:]]
            number += 1
    page.part()


def _data(table: Element, dropped: Dropped) -> list[str]:
    """The rows of a table of data, its header set off; nothing for a table that only lays out the page."""
    rows = [row for row in table.walk() if row.tag == "tr"]
    cells = [[cell for cell in row.children if cell.tag in {"td", "th"}] for row in rows]
    if any(one is not table and one.tag == "table" for one in table.walk()) or sum(len(row) > 1 for row in cells) < 2:
        return []
    if any(map(dropped, table.walk())):
        return []
    if any(quoting.find(cell) or len(cell.text) > _WIDEST for row in cells for cell in row):
        return []
    written = ["| " + " | ".join(cell.text.replace("|", "/") for cell in row) + " |" for row in cells if row]
    if cells[0] and all(cell.tag == "th" for cell in cells[0]):
        written.insert(1, "|" + " --- |" * len(cells[0]))
    return written


def _quotation(quote: quoting.Quote, page: _Page) -> None:
    page.part()
    heads = frozenset(map(id, quote.heads))
    inner = lines(quote.words, lambda one: id(one) in heads or page.dropped(one), page.headings)
    if quote.name:
        page.lines += [f"{quote.name} said:", ""]
    page.lines += [*(f"> {line}" if line else ">" for line in inner), ""]


def _led(written: list[str]) -> list[str]:
    """The line above a quotation that names whose words it holds, in one form, and no label beside it."""
    kept = list[str]()
    for place, line in enumerate(written):
        opens = line.startswith(">") and not (place and written[place - 1].startswith(">"))
        if opens:
            above = next((at for at in range(len(kept) - 1, -1, -1) if kept[at]), None)
            if above is not None and _LABEL.fullmatch(kept[above]):
                del kept[above:]
            elif above is not None and (found := leads.lead(kept[above])) and (found[1] or _SAID.search(kept[above])):
                kept[above:] = [f"{found[0]} said:", ""]
        kept.append(line)
    return kept


def _trimmed(written: list[str]) -> list[str]:
    """Without empty lines at either end, and with no more than two in a row."""
    full = [place for place, line in enumerate(written) if line]
    kept = written[full[0] : full[-1] + 1] if full else []
    return [line for place, line in enumerate(kept) if line or any(kept[max(0, place - 2) : place])]
