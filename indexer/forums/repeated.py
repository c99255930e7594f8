"""Postings in a page of no known family: the block that comes again and again, with a name, a date and words in each.

Candidates are elements that are alike, by tag and class, by the form of their id, or by where they stand. Those win
that say most. Where a posting is no element, its head begins it and the elements up to the next head belong to it.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from indexer.forums import moments, people
from indexer.forums.entries import Place
from indexer.forums.values import Layout
from indexer.webpages.elements import Element

_BLOCKS = frozenset(
    [
        "article",
        "aside",
        "blockquote",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "li",
        "p",
        "section",
        "table",
        "tbody",
        "td",
        "tr",
    ]
)
_FIGURES = re.compile(r"\d+")
_STATES = frozenset(
    [
        "odd",
        "even",
        "alt",
        "first",
        "last",
        "new",
        "unread",
        "online",
        "offline",
        "active",
        "current",
        "bg",
        "row",
        "has-profile",
        "clearfix",
    ]
)
_HINT = re.compile(
    r"post|message|comment|reply|answer|question|entry|article|forum|thread|topic|DiscussionForum", re.IGNORECASE
)
# What a page says of a single posting; a block with a name and a date alone is an article as well.
_ALONE = re.compile(
    r"(?:comment|reply|message|answer|question)\b|.*/(?:DiscussionForumPosting|Comment|Question|Answer)$", re.IGNORECASE
)
_COVERED = 0.6  # of the elements of a group that must be postings
_MOST = 6  # groups that are looked at closely, the most promising first
_NAMED = 0.5  # of the postings of a group that must have a name
_SHARE = 0.5  # of a posting's words that its body holds


@dataclass(frozen=True, slots=True)
class _Group:
    records: tuple[Element, ...]
    score: float


@dataclass(slots=True)
class _Weights:
    """For each element, by its identity: words outside links, and whether it states a date."""

    words: dict[int, int]
    dated: dict[int, int]


def find(root: Element) -> tuple[Layout, list[Place]]:
    """The postings of the best group, with their bodies; none where no group is a forum's."""
    weights = _weigh(root)
    groups = sorted(_groups(root, weights), key=lambda group: -group.score)[:_MOST]
    named = [group for group in groups if _share(group, lambda record: bool(people.of(record)[0])) >= _NAMED]
    marked = [group for group in named if _share(group, people.is_marked) >= _NAMED]
    for group in (marked or named)[:1]:
        for record in group.records:
            for child in record.children:
                child.parent = record  # where it was put together of several
        bodies = _bodies(group.records, weights)
        return Layout("", ""), [Place(*pair) for pair in zip(group.records, bodies, strict=True)]
    return Layout("", ""), []


def _share(group: _Group, holds: Callable[[Element], bool]) -> float:
    return sum(map(holds, group.records)) / len(group.records)


def _weigh(root: Element) -> _Weights:
    """From the leaves up; a date counts for every element around it."""
    weights = _Weights({}, {})
    dated = {id(one) for one in moments.candidates(root)}
    for element in reversed(list(root.walk())):
        own = 0 if element.tag == "a" else sum(len(part.split()) for part in element.parts if isinstance(part, str))
        inner = [0 if element.tag == "a" else weights.words[id(child)] for child in element.children]
        weights.words[id(element)] = own + sum(inner)
        below = sum(weights.dated[id(child)] for child in element.children)
        weights.dated[id(element)] = below or (id(element) in dated)
    return weights


def _groups(root: Element, weights: _Weights) -> Iterator[_Group]:
    alike = dict[tuple[str, ...], list[Element]]()
    for element in root.walk():
        if element.tag in _BLOCKS and (weights.words[id(element)] or weights.dated[id(element)]):
            for key in _keys(element):
                alike.setdefault(key, []).append(element)
    for key, elements in alike.items():
        outer = _outermost(elements)
        if group := _scored(key, outer, weights):
            yield group
        if group := _scored(key, _with_followers([one for one in outer if weights.dated[id(one)]]), weights):
            yield group


def _keys(element: Element) -> Iterator[tuple[str, ...]]:
    """By what it may be alike with others."""
    for name in element.classes[:6]:
        bare = _FIGURES.sub("", name).strip("-_")
        if bare and bare not in _STATES:
            yield "class", element.tag, bare
    if _FIGURES.search(element.get("id")):
        yield "id", element.tag, _FIGURES.sub("#", element.get("id"))
    if kind := element.get("itemtype") or element.get("itemprop"):
        yield "kind", element.tag, kind
    above, path = element.parent, [element.tag]
    while above is not None and len(path) < 5:
        path.append(above.tag)
        above = above.parent
    yield "place", str(len(list(_ancestors(element)))), *path


def _ancestors(element: Element) -> Iterator[Element]:
    above = element.parent
    while above is not None:
        yield above
        above = above.parent


def _outermost(elements: Sequence[Element]) -> list[Element]:
    inside = set(map(id, elements))
    return [one for one in elements if not any(id(above) in inside for above in _ancestors(one))]


def _scored(key: tuple[str, ...], records: Sequence[Element], weights: _Weights) -> _Group | None:
    said = [(_of(record, weights.words), _of(record, weights.dated)) for record in records]
    valid = [record for record, (words, dated) in zip(records, said, strict=True) if words and dated]
    hinted = bool(_HINT.search(" ".join(key)))
    if len(valid) < (1 if _ALONE.match(key[-1]) else 2) or len(valid) < _COVERED * len(records):
        return None
    score = sum(math.log2(1 + words) for words, dated in said if words and dated) * (1.1 if hinted else 1.0)
    return _Group(tuple(valid), score * len(valid) / len(records))


def _of(record: Element, counted: dict[int, int]) -> int:
    """Of an element of the page, or of one that was put together of several."""
    known = counted.get(id(record))
    return sum(counted[id(child)] for child in record.children) if known is None else known


def _with_followers(heads: Sequence[Element]) -> list[Element]:
    """Each head with the elements up to the next one, where all stand beside one another."""
    parent = heads[0].parent if len(heads) > 1 else None
    if parent is None or any(one.parent is not parent for one in heads):
        return []
    starts, records = {id(one) for one in heads}, list[Element]()
    for part in parent.parts:
        if isinstance(part, Element) and id(part) in starts:
            records.append(Element("div", {}, [part], parent))
        elif records:
            records[-1].parts.append(part)
    return records


def _bodies(records: Sequence[Element], weights: _Weights) -> list[Element]:
    """The element of each posting that holds its words: step by step to the part in which postings differ most."""
    at = list(records)
    while True:
        parts = [_parts(element) for element in at]
        shared = Counter(key for part in parts for key in part)
        common = [key for key, times in shared.items() if times >= 0.8 * len(at)]
        best, most, heaviest = None, 0, 0
        for key in common:
            said = [word for part in parts if key in part for word in part[key].text.split()]
            distinct = len(set(said))
            if distinct * len(said) > heaviest:
                best, most, heaviest = key, distinct, distinct * len(said)
        whole = len({word for element in at for word in element.text.split()})
        if best is None or most < _SHARE * whole:
            return at
        stepped = [part.get(best) for part in parts]
        if any(element is None and weights.words.get(id(old), 1) for element, old in zip(stepped, at, strict=True)):
            # A posting without that part keeps what it has.
            return [new or old for new, old in zip(stepped, at, strict=True)]
        at = [element for element in stepped if element is not None]


def _parts(element: Element) -> dict[tuple[str, ...], Element]:
    """The children that stand alone in their kind, where the element has no words of its own."""
    if any(isinstance(part, str) and part.strip() for part in element.parts):
        return {}
    kinds = dict[tuple[str, ...], list[Element]]()
    for place, child in enumerate(element.children):
        names = sorted({_FIGURES.sub("", name) for name in child.classes} - _STATES)
        key = (
            (child.tag, *names) if names else (child.tag, str(place) if child.tag in {"td", "tr", "div", "dd"} else "")
        )
        if child.tag != "blockquote" or names:
            kinds.setdefault(key, []).append(child)
    alone = {key: found[0] for key, found in kinds.items() if len(found) == 1}
    columns = [child for child in element.children if child.tag == "td"]
    return alone | {("td", str(place)): column for place, column in enumerate(columns) if len(columns) > 1}
