"""A small part of CSS selectors: enough to name the elements of a forum's markup.

``div.post#p*[data-author] .username, time`` is: any of the two; in the first a descendant; ``*`` ends a name of which
only the beginning counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from indexer.webpages.elements import Element

_SIMPLE = re.compile(
    r"(?P<tag>^[a-z][a-z0-9]*)|\.(?P<class>[\w-]+\*?)|#(?P<id>[\w-]+\*?)|"
    r"\[(?P<name>[\w-]+)(?:(?P<sign>[*^]?=)(?P<value>[^\]]*))?\]"
)


@dataclass(frozen=True, slots=True)
class _Compound:
    tag: str | None
    classes: tuple[str, ...]
    attributes: tuple[tuple[str, str | None, str], ...]

    def fits(self, element: Element) -> bool:
        if self.tag and element.tag != self.tag:
            return False
        if self.classes:
            own = element.classes
            if not all(any(_is(name, one) for one in own) for name in self.classes):
                return False
        return all(_has(element, *wanted) for wanted in self.attributes)


def _is(wanted: str, found: str) -> bool:
    return found.startswith(wanted[:-1]) if wanted.endswith("*") else found == wanted


def _has(element: Element, name: str, sign: str | None, value: str) -> bool:
    found = element.attributes.get(name)
    if found is None or sign is None:
        return found is not None
    return value in found if sign == "*=" else found.startswith(value) if sign == "^=" else found == value


@lru_cache(512)
def _read(selector: str) -> tuple[tuple[_Compound, ...], ...]:
    return tuple(tuple(map(_compound, one.split())) for one in selector.split(",") if one.strip())


def _compound(written: str) -> _Compound:
    tag, classes, attributes = None, list[str](), list[tuple[str, str | None, str]]()
    end = 0
    for match in _SIMPLE.finditer(written):
        if match.start() != end:
            break
        end = match.end()
        if match["tag"]:
            tag = match["tag"]
        elif match["class"]:
            classes.append(match["class"])
        elif match["id"]:
            begins = match["id"].endswith("*")
            attributes.append(("id", "^=" if begins else "=", match["id"].rstrip("*")))
        else:
            attributes.append((match["name"], match["sign"], (match["value"] or "").strip("\"'")))
    if end != len(written) or not written:
        raise ValueError(f"{written!r} is no selector that is known here")
    return _Compound(tag, tuple(classes), tuple(attributes))


def matches(element: Element, selector: str) -> bool:
    """Whether any of the alternatives names the element."""
    return any(_chain(element, chain) for chain in _read(selector))


def _chain(element: Element, chain: tuple[_Compound, ...]) -> bool:
    if not chain[-1].fits(element):
        return False
    above, rest = element.parent, list(chain[:-1])
    while rest and above is not None:
        if rest[-1].fits(above):
            rest.pop()
        above = above.parent
    return not rest


def select(root: Element, selector: str) -> Iterator[Element]:
    """Every element below ``root`` that the selector names, in the page's order."""
    if selector:
        yield from (element for element in root.walk() if element is not root and matches(element, selector))


def first(root: Element, selector: str) -> Element | None:
    """By the first alternative that names any."""
    for alternative in selector.split(","):
        found = next(select(root, alternative), None)
        if found is not None:
            return found
    return None
