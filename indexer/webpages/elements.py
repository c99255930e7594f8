"""An element of a page, with what its reader sees below it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "br",
        "caption",
        "center",
        "dd",
        "details",
        "dialog",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "html",
        "li",
        "main",
        "nav",
        "noscript",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)


@dataclass(slots=True, eq=False)
class Element:
    """``parts`` are elements and texts in their order; texts are as they were written."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    parts: list[Element | str] = field(default_factory=list)
    parent: Element | None = None

    @property
    def children(self) -> Iterator[Element]:
        return (part for part in self.parts if isinstance(part, Element))

    @property
    def classes(self) -> list[str]:
        return self.attributes.get("class", "").split()

    def get(self, name: str) -> str:
        return self.attributes.get(name, "")

    def walk(self) -> Iterator[Element]:
        """Itself and all below it, in the page's order."""
        stack = [self]
        while stack:
            element = stack.pop()
            yield element
            stack.extend(part for part in reversed(element.parts) if isinstance(part, Element))

    def texts(self) -> Iterator[str]:
        stack: list[Element | str] = [self]
        while stack:
            part = stack.pop()
            if isinstance(part, str):
                yield part
            else:
                if part.tag in BLOCKS:
                    yield " "
                stack.extend(reversed(part.parts))

    @property
    def text(self) -> str:
        """All its words, in one line."""
        return " ".join("".join(self.texts()).split())

    def within(self, other: Element) -> bool:
        above: Element | None = self
        while above is not None:
            if above is other:
                return True
            above = above.parent
        return False
