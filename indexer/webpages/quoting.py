"""Quotations in a page: which element holds somebody else's words, and whose they are."""

from __future__ import annotations

import re
from dataclasses import dataclass

from indexer.threads import leads
from indexer.webpages.elements import Element

_QUOTE = re.compile(
    r"(?:[a-z]{0,8}[-_]?)?(?:block)?quot(?:e|ed|ation)(?:[-_]?(?:block|box|body|container|content|"
    r"wrap(?:per)?|msg|main|text|post))?"
    r"|bb-?code-?block--quote|(?:bb-?code|bbc|mycode|ips|user|uncited|c)[-_]?(?:standard_)?quote",
    re.IGNORECASE,
)
_NOT_QUOTES = re.compile(r"multi-?quote|quote-?(?:link|button|icon|btn)|unquote", re.IGNORECASE)
_HEAD = re.compile(
    r"(?:bb-?code-?block-|ips-?quote_?|bbcode_|quote[-_]?)?(?:title|attribution|cit(?:e|ation)|posted-?by|"
    r"author|header?|by|from|top|info)"
    r"|quoteheader|quotetitle|quoteauthor|topslice_quote|smalltext",
    re.IGNORECASE,
)
_LABEL = re.compile(r"(?:quote|quotation|zitat|cita|citation)\s?:?", re.IGNORECASE)
_NAMING = ("data-quote", "data-author", "data-username", "data-ipsquote-username", "data-quoted-user")
_LINES = frozenset({"div", "p", "span", "b", "strong", "em", "i", "a", "h4", "h5", "h6"})
_MARKS = re.compile(r"[↑⬆→»«\u2191\u2197]+")
_WHEN = re.compile(r"\s?\([^()]{0,12}\d[^()]{0,40}\)\s?")
_LONGEST = 160  # characters of a line that says whose words follow


@dataclass(frozen=True, slots=True)
class Quote:
    """``words`` is the element with the words; ``heads`` are elements of it that say whose they are."""

    name: str | None
    words: Element
    heads: tuple[Element, ...]


def find(element: Element) -> Quote | None:
    """None where the element is no quotation."""
    labelled = _labelled(element)
    if not (labelled or _is_quote(element)):
        return None
    heads = list(labelled)
    inner = element
    while True:
        heads += _heads(inner)
        nested = [child for child in inner.children if child not in heads and child.text]
        if len(nested) != 1 or _own(inner) or (not nested[0].children and not _is_quote(nested[0])):
            break
        inner = nested[0]
        if _is_quote(inner) and any(one for one in heads if one not in labelled) and _heads(inner):
            break  # a quotation within the quotation
    said = next((name for head in heads if (name := name_of(head.text))), None)
    attributed = next((element.get(key) for key in _NAMING if element.get(key).strip()), None)
    return Quote(attributed.strip() if attributed else said, inner, tuple(heads))


def _own(element: Element) -> bool:
    return any(isinstance(part, str) and part.strip() for part in element.parts)


def _is_quote(element: Element) -> bool:
    if element.tag == "blockquote":
        return True
    if element.tag not in {"div", "aside", "td", "section", "table", "span", "p", "dd", "figure", "article"}:
        return False
    if any(key in element.attributes for key in ("data-quote", "data-ipsquote")):
        return True
    return any(
        _QUOTE.fullmatch(name) and not (_NOT_QUOTES.search(name) or _HEAD.fullmatch(name)) for name in element.classes
    )


def _labelled(element: Element) -> tuple[Element, ...]:
    """The label "Quote:" that an old forum prints above a box, where the element holds label and box."""
    if element.tag not in {"div", "table", "td", "center", "dl"}:
        return ()
    children = [child for child in element.children if child.tag not in {"br", "hr"}]
    if (
        len(children) != 2
        or _own(element)
        or children[0].tag not in {"div", "dt", "span", "b", "strong", "p", "h4", "h5"}
    ):
        return ()
    return (children[0],) if _LABEL.fullmatch(children[0].text) and children[1].text else ()


def _heads(element: Element) -> list[Element]:
    """The first children with words, as far as they are labels, are marked as heads or announce somebody's words."""
    found = list[Element]()
    for part in element.parts:
        if isinstance(part, str):
            if part.strip():
                break
            continue
        text = part.text
        if not text:
            continue
        label = _LABEL.fullmatch(text) is not None
        marked = part.tag == "cite" or any(_HEAD.fullmatch(name) for name in part.classes)
        # What holds all the words holds more than the line that announces them.
        said = leads.lead(_bare(text)) is not None and part.tag in _LINES and len(text) < len(element.text)
        if len(text) > _LONGEST or not (label or said or (marked and not _is_quote(part))):
            break
        found.append(part)
        if not label:
            break
    return found


def name_of(text: str) -> str | None:
    """Whose words a head announces; None where it names nobody."""
    bare = _bare(text)
    if not bare or len(bare) > _LONGEST or _LABEL.fullmatch(bare):
        return None
    if found := leads.lead(bare) or leads.lead(f"{bare.rstrip(' :')}:"):
        return found[0]
    return bare.rstrip(" :") or None


def _bare(text: str) -> str:
    """Without arrows and without the time that stands before or behind the name."""
    marked = _WHEN.sub(" ", _MARKS.sub("\0", text)).strip(" \0")
    return " ".join(marked.partition("\0")[0].replace("\xa0", " ").split())
