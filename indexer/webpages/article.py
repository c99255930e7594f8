"""The article of a page: the part that holds its paragraphs, without menus, advertisements and what else is around."""

from __future__ import annotations

import re

from indexer.webpages import writing
from indexer.webpages.elements import Element

_AROUND = frozenset(["nav", "footer", "aside", "form", "button", "dialog", "menu"])
_AROUND_CLASS = re.compile(
    r"(?:(?:site|page|main|global|top|bottom|left|right|js|block|region|l|c|m|the|widget|post|entry|article)[-_]*)?"
    r"(?:(?:nav(?:bar|igation)?|menu|side-?bar|footer|masthead|bread-?crumbs?|share|sharing|social|related|recommended|"
    r"comments?|cookie|consent|banner|promo|subscribe|newsletter|adverts?|advertisement|ads?|sponsored|pagination|pager|"
    r"skip-?(?:link|to-?content)|search|login|toolbar|print-?button|back-?to-?top|popup|modal|toc|tags|disqus)[-_]*){1,4}"
    r"(?:(?:box|bar|area|block|links?|list|wrap(?:per)?|container|content|section|widget|inner|form|icons?|buttons?|top|"
    r"bottom)[-_]*){0,4}",
    re.IGNORECASE,
)
_ROLES = frozenset(["navigation", "banner", "contentinfo", "search", "complementary", "dialog", "alert"])
_BODY_CLASS = re.compile(
    r"(?:article|entry|post|story|page|main|field|content|text|node)[-_]*(?:body|content|text|main|"
    r"article|copy)(?:[-_]*(?:inner|wrap(?:per)?|area))?"
    r"|articlebody|content|prose|markdown-body|mw-parser-output",
    re.IGNORECASE,
)
_PROSE = frozenset(["p", "li", "td", "th", "pre", "dd", "dt", "blockquote", "h2", "h3", "h4", "h5", "h6", "caption"])
_LINKED = 0.6  # of the words of a list that, being links, make it a menu
_ENOUGH = 0.5  # of the page's words that its article holds


def main(root: Element) -> Element:
    """By what the page itself marks, else by where most words of paragraphs stand."""
    words = _weigh(root)
    whole = words[id(root)]
    marked = [one for one in root.walk() if _is_marked(one) and not around(one) and words[id(one)] >= _ENOUGH * whole]
    if marked:
        return min(marked, key=lambda one: words[id(one)] * 1000 - len(list(_above(one))))
    at = root
    while True:
        best = max(at.children, key=lambda one: words[id(one)], default=None)
        if best is None or best.tag in _PROSE or words[id(best)] < 0.8 * max(1, words[id(at)]):
            return at
        at = best


def _above(element: Element) -> list[Element]:
    found, above = list[Element](), element.parent
    while above is not None:
        found.append(above)
        above = above.parent
    return found


def _is_marked(element: Element) -> bool:
    return (
        element.tag in {"article", "main"}
        or element.get("role") in {"main", "article"}
        or "articleBody" in element.get("itemprop")
        or any(map(_BODY_CLASS.fullmatch, [*element.classes, element.get("id")]))
    )


def _weigh(root: Element) -> dict[int, int]:
    """Words of paragraphs below each element, without what stands around an article."""
    words = dict[int, int]()
    for element in reversed(list(root.walk())):
        inner = sum(words[id(child)] for child in element.children)
        if element.tag in _PROSE and not any(child.tag in _PROSE for child in element.walk() if child is not element):
            inner = len(element.text.split())
        words[id(element)] = 0 if around(element) else inner
    return words


def around(element: Element) -> bool:
    """Whether it is a menu, an advertisement or the like, and none of the article."""
    if element.tag in {"html", "body", "main"}:
        return False
    if element.tag in _AROUND or element.get("role") in _ROLES:
        return True
    if any(map(_AROUND_CLASS.fullmatch, [*element.classes, element.get("id")])):
        return True
    if element.tag in {"ul", "ol"}:
        whole = len(element.text.split())
        linked = sum(len(one.text.split()) for one in element.walk() if one.tag == "a")
        return whole > 3 and linked >= _LINKED * whole and whole / max(1, len(list(element.children))) < 8
    return False


def lines(element: Element, title: str) -> list[str]:
    """Its words in Markdown; the heading that is the title is left out."""

    def dropped(one: Element) -> bool:
        return around(one) or (one.tag in {"h1", "h2", "header"} and one.text.casefold() == title.casefold())

    return writing.lines(element, dropped, headings=True)
