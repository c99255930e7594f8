"""A page as a tree of what its reader sees. The parser is Lexbor, which builds the tree that browsers build."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from indexer.errors import DocumentError
from indexer.webpages.elements import Element

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

DEEPEST = 150  # levels that are kept; what lies deeper hangs at this one
_MOST_OPEN = 5_000  # elements that are open at once: the parser's time grows with their square
_MOST_ATTRIBUTES = 50_000  # characters of one tag beside its values
_MOST_ELEMENTS = 500_000
_MOST_MARKED = 300  # marks of emphasis, each different, that stay open
_COMMENTS = 20  # that are looked at
_SEVERAL = "; save the topic page by page, or take the file away"

# What a tag closes by itself does not nest.
_IMPLIED = re.compile(r"p|li|dt|dd|td|th|tr|thead|tbody|tfoot|option|optgroup|colgroup|rt|rp")
_VOID = re.compile(r"area|base|br|col|embed|hr|img|input|link|meta|param|source|track|wbr|keygen|command")
# A parser opens each of these again in every block, until it is closed.
_MARKED = re.compile(r"a|b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u")
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]{0,20})([^<>]{0,200})")
_LONG_TAG = re.compile(rf"<[A-Za-z][^<>]{{{_MOST_ATTRIBUTES},}}")
_VALUE = re.compile(r"=\s*(?:\"[^\"]*\"|'[^']*')")
_EMBEDDED = re.compile(r"data:[a-z]{1,20}/[\w.+-]{1,60}[;,][^\"'\s()<>]{200,}")
_UNSEEN = re.compile(
    r"script|style|template|svg|math|iframe|object|embed|img|picture|canvas|audio|video|map|input|select|"
    r"textarea|datalist|button|link|meta|base|title|frame|frameset|noframes|applet"
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?![.\d])", re.IGNORECASE)
_HIDDEN_CLASSES = re.compile(
    r"hidden|sr-only|visually-hidden|visuallyhidden|u-srOnly|screen-reader-text|u-hidden|d-none"
)


@dataclass(frozen=True, slots=True)
class Parsed:
    """``metas`` are name and content of what the head states, ``links`` those of its relations, ``data`` its JSON-LD,
    ``comments`` the first of them.
    """

    body: Element
    title: str
    language: str
    metas: tuple[tuple[str, str], ...]
    links: tuple[tuple[str, str], ...]
    data: tuple[str, ...]
    comments: tuple[str, ...]


def parse(text: str) -> Parsed:
    """Raises DocumentError for a page that is nested or large beyond what any page of words is."""
    from selectolax.lexbor import LexborHTMLParser

    text = _EMBEDDED.sub("data:,", text.replace("\0", ""))
    _bounded(text)
    root = LexborHTMLParser(text).root
    if root is None:
        raise DocumentError("the page is empty; save it again")
    found, body = _Found(), Element("html")
    stack: list[tuple[LexborNode, Element, int]] = [(root, body, 0)]
    while stack:
        node, parent, depth = stack.pop()
        if node.is_text_node:
            parent.parts.append(node.text_content or "")
        elif node.is_comment_node:
            found.comments += [(node.comment_content or "")[:2000]] if len(found.comments) < _COMMENTS else []
        else:
            attributes = {name: value or "" for name, value in node.attributes.items()}
            here = found.element(node.tag or "", attributes, node, parent, depth)
            stack.extend((child, here, depth + 1) for child in _children(node) if here is not None)
    return Parsed(
        body,
        found.title,
        found.language,
        tuple(found.metas),
        tuple(found.links),
        tuple(found.data),
        tuple(found.comments),
    )


@dataclass(slots=True)
class _Found:
    """What is met on the way through a page."""

    title: str = ""
    language: str = ""
    count: int = 0
    metas: list[tuple[str, str]] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)
    data: list[str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)

    def element(
        self, tag: str, attributes: dict[str, str], node: LexborNode, parent: Element, depth: int
    ) -> Element | None:
        """Where the children of an element hang; None where nobody sees them."""
        self.count += 1
        if self.count > _MOST_ELEMENTS:
            raise DocumentError(f"the page has more than {_MOST_ELEMENTS:,} elements{_SEVERAL}")
        if tag == "html":
            self.language = attributes.get("lang", "")
        if _UNSEEN.fullmatch(tag) or _is_hidden(tag, attributes):
            self._note(tag, attributes, node)
            return None
        if depth >= DEEPEST or tag in {"html", "head"}:
            return parent
        element = Element(tag, attributes, parent=parent)
        parent.parts.append(element)
        return element

    def _note(self, tag: str, attributes: dict[str, str], node: LexborNode) -> None:
        """What an unseen element says of the page."""
        if tag == "meta":
            name = attributes.get("property") or attributes.get("name") or ""
            self.metas.append((name.lower(), attributes.get("content", "")))
        elif tag == "link":
            self.links.append((attributes.get("rel", "").lower(), attributes.get("href", "")))
        elif tag == "title":
            self.title = self.title or " ".join((node.text() or "").split())
        elif tag == "script" and "ld+json" in attributes.get("type", "").lower():
            self.data.append(node.text() or "")


def _children(node: LexborNode) -> list[LexborNode]:
    """The last first."""
    found: list[LexborNode] = []
    child = node.last_child
    while child is not None:
        found.append(child)
        child = child.prev
    return found


def _is_hidden(tag: str, attributes: dict[str, str]) -> bool:
    if tag in {"html", "body"}:
        return False
    return (
        "hidden" in attributes
        or bool(attributes.get("style") and _HIDDEN.search(attributes["style"]))
        or any(map(_HIDDEN_CLASSES.fullmatch, attributes.get("class", "").split()))
    )


def _bounded(text: str) -> None:
    """Raises DocumentError where the parser's time or room would grow beyond the page's size."""
    if any(len(_VALUE.sub("", tag[0])) > _MOST_ATTRIBUTES for tag in _LONG_TAG.finditer(text)):
        raise DocumentError(f"one tag of the page has more than {_MOST_ATTRIBUTES:,} characters; take the file away")
    depth, count = 0, 0
    marks = dict[str, list[str]]()
    for match in _TAG.finditer(text):
        name, closes = match[2].lower(), match[1]
        count += not closes
        if _IMPLIED.fullmatch(name) or _VOID.fullmatch(name):
            continue
        depth = max(0, depth + (-1 if closes else 1))
        if _MARKED.fullmatch(name):
            opened = marks.setdefault(name, [])
            if not closes:
                opened.append(match[3])
            elif opened:
                opened.pop()
        if depth > _MOST_OPEN:
            line = text.count("\n", 0, match.start()) + 1
            raise DocumentError(f"the page nests elements more than {_MOST_OPEN:,} deep{_SEVERAL}", line)
    if count > _MOST_ELEMENTS:
        raise DocumentError(f"the page has more than {_MOST_ELEMENTS:,} elements{_SEVERAL}")
    if sum(len(set(opened)) for opened in marks.values()) > _MOST_MARKED:
        raise DocumentError(f"the page leaves more than {_MOST_MARKED:,} marks of emphasis open{_SEVERAL}")
