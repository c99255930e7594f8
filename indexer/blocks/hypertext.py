"""A page of HTML as blocks: what it says, without scripts, styles, forms and navigation."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from indexer.blocks import Block, table
from indexer.documents import Page

if TYPE_CHECKING:
    from lxml.etree import _Element

_UNSAID = frozenset(
    {"script", "style", "head", "nav", "form", "noscript", "template", "svg", "iframe", "object", "button"}
)
_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "center",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "figcaption",
        "figure",
        "footer",
        "header",
        "hr",
        "html",
        "main",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "ul",
        "li",
        "table",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
    ]
)
_TYPE = "{http://www.idpf.org/2007/ops}type"
_DEEPEST = 200


def of(root: _Element) -> Iterator[Block]:
    """The blocks in their order. Where the page marks printed pages, blocks bear them."""
    yield from _Reading().blocks(root, False)


class _Reading:
    def __init__(self) -> None:
        self._page: str | None = None
        self._open: list[str] = []
        self._starts: list[Page] = []

    def blocks(self, one: _Element, apart: bool, depth: int = 0) -> Iterator[Block]:
        """Of what stands between ``one``'s own words; words deeper than any author writes are left out."""
        if not isinstance(one.tag, str) or depth > _DEEPEST:
            return
        tag = one.tag.rpartition("}")[2].lower()
        kind = one.get(_TYPE) or one.get("epub:type") or one.get("role", "")
        if "pagebreak" in kind:
            self._turn(one.get("title") or one.get("aria-label") or "".join(one.itertext()))
            return
        if tag in _UNSAID:
            return
        if tag == "table":
            yield from self._closed(apart)
            yield from self._table(one)
            return
        level = int(tag[1]) if tag in {"h1", "h2", "h3", "h4", "h5", "h6"} else 0
        if tag in _BLOCKS:
            yield from self._closed(apart)
        apart = apart or "footnote" in kind or "endnote" in kind
        if tag == "li":
            self._open.append("- ")
        self._open.append(" " if tag == "br" else one.text or "")
        for child in one:
            yield from self.blocks(child, apart, depth + 1)
            self._open.append(child.tail or "")
        if tag in _BLOCKS:
            yield from self._closed(apart, level)

    def _turn(self, label: str) -> None:
        self._page = label.strip().removeprefix("Page ").strip(". ") or self._page
        if self._page and "".join(self._open).strip(" -\n\t"):
            self._starts.append(Page(len(" ".join("".join(self._open).split())) + 1, self._page))

    def _closed(self, apart: bool, level: int = 0) -> Iterator[Block]:
        text = " ".join("".join(self._open).split())
        turned = self._starts[0] if self._starts else None
        if text.strip("- "):
            yield Block(text, level, self._pages(len(text)), apart)
        elif turned:
            self._page = self._starts[-1].label
        self._open.clear()
        self._starts.clear()
        self._before = self._page

    _before: str | None = None

    def _pages(self, length: int) -> tuple[Page, ...]:
        first = self._before if self._starts else self._page
        opening = (Page(0, first),) if first else ()
        return (*opening, *(Page(min(one.start, length), one.label) for one in self._starts))

    def _table(self, one: _Element) -> Iterator[Block]:
        rows = [row for row in one.iter() if isinstance(row.tag, str) and row.tag.rpartition("}")[2].lower() == "tr"]
        cells = [
            [" ".join("".join(cell.itertext()).split()) for cell in row if isinstance(cell.tag, str)] for row in rows
        ]
        if text := table(cells):
            yield Block(text, 0, (Page(0, self._page),) if self._page else ())
