"""Questions that a base can be asked, of different kinds, from what its editors recorded or what people asked in it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from indexer import codes, points
from indexer.index import Index
from indexer.passages import Passage
from indexer.points import Point

# Those of a longer line are harder to read at a glance.
_SHORT = 52
# How many passages are looked through for threads, where no point is recorded.
_LOOKED = 400


@dataclass(frozen=True, slots=True)
class Example:
    """``kind`` says in a word or two what is asked."""

    kind: str
    question: str


def of(index: Index, most: int = 6) -> tuple[Example, ...]:
    """At most one of each kind and of each subject; none where the base records no point and has no thread."""
    found: list[Example] = []
    taken: set[str] = set()
    for kind, fits in _KINDS.items():
        one = next(_fitting(index.points.recorded, fits, taken), None)
        if one:
            found.append(Example(kind, one))
    if not found:
        found = [Example("asked here", title) for title in _titles(index)]
    return tuple(found[:most])


def _fitting(recorded: Iterable[Point], fits: Callable[[Point], bool], taken: set[str]) -> Iterator[str]:
    """The first short way to ask about a point of the kind, where its subject is not ``taken`` yet."""
    for point in recorded:
        subject = set(re.findall(r"\w{5,}", point.on.lower()))
        if fits(point) and not subject & taken:
            asked = next((one for one in point.asked if 12 < len(one) <= _SHORT), None)
            if asked:
                taken |= subject
                yield asked


def _code(point: Point) -> bool:
    return bool(point.verdict and codes.find(point.verdict))


def _count(point: Point) -> bool:
    return bool(point.verdict and re.match(r"\W*(?:\d{1,3}\b(?![.\d])|once|twice|one|two|three)", point.verdict, re.I))


_KINDS: Mapping[str, Callable[[Point], bool]] = {
    "guidance changed": lambda point: point.why is not None and point.why.over_time,
    "yes or no": lambda point: point.why is None and point.verdict in {points.YES, points.NO},
    "which code": _code,
    "how many": lambda point: _count(point) and not _code(point),
    "it depends": lambda point: point.why is None and point.verdict == points.DEPENDS and bool(point.cases),
    "sources differ": lambda point: point.why is not None and not point.why.over_time,
}


def _titles(index: Index) -> list[str]:
    asked: dict[str, Passage] = {}
    for passage in index.store.passages(range(min(_LOOKED, len(index.store)))):
        if passage.role == "asker" and passage.title:
            asked.setdefault(passage.document_id, passage)
    return [" ".join(passage.title.split()) for passage in asked.values()]
