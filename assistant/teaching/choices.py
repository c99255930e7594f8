"""Wrong options near a right one: codes of its family that the base names, and that no text of the point does."""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import dataclass, field

from assistant.dossiers import typed
from assistant.dossiers.browsing import Catalogue
from assistant.showing import phrases
from assistant.teaching.quiz import UNNAMED, Quote
from indexer import codes, terms
from indexer.codes import Code
from indexer.index import Index
from indexer.points import Point, PointCase

# The part of the question's words that a text has which may name the code for the very same.
_SAME = 0.5


@dataclass(frozen=True, slots=True)
class Choice:
    """An option, and what it is for, as far as a text of the base says so."""

    text: str
    why: str
    quote: Quote | None


@dataclass(frozen=True, slots=True)
class Shelves:
    """The codes of a base and what its record reports each alone for."""

    index: Index
    catalogue: Catalogue
    alone: dict[Code, list[PointCase]] = field(default_factory=dict)
    named: dict[str, frozenset[Code]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for point in self.index.points.recorded:
            for case in point.cases:
                meant = {code for one in case.report for code in typed.meant(one)}
                if len(meant) == 1:
                    self.alone.setdefault(meant.pop(), []).append(case)

    def near(self, point: Point, right: Set[Code], ask: str) -> Iterator[Choice]:
        """Nearest first. A code that a source of the point names, or that a text names for what is asked, is none."""
        barred = self._named(point)
        services = sorted(code for code in right if code.is_procedure)
        around = {code: place for one in services or sorted(right) for place, code in enumerate(self._near(one))}
        for code in sorted(around, key=lambda one: (around[one], one)):
            whole = not codes.is_wildcard(code) and code.value.replace(".", "").isalnum()
            if whole and code not in barred and not self._for(code, ask):
                yield Choice(code.value, *self._said(code))

    def _near(self, code: Code) -> list[Code]:
        """Those above and below it in its family, by distance."""
        near = self.catalogue.near(code)
        return sorted(near, key=lambda one: (abs(_number(one) - _number(code)), one))

    def _said(self, code: Code) -> tuple[str, Quote | None]:
        for case in self.alone.get(code, ()):
            return f"here it is for: {phrases.line(case.when)}", Quote(case.source, case.says)
        return UNNAMED, None

    def _for(self, code: Code, ask: str) -> bool:
        """Whether a recorded case reports ``code`` for what is asked."""
        asked = set(terms.find(ask))
        return any(
            len(asked & set(terms.find(f"{case.when} {case.says}"))) >= _SAME * len(asked)
            for case in self.alone.get(code, ())
        )

    def _named(self, point: Point) -> frozenset[Code]:
        """Every code that a source of the point, or the point itself, names."""
        if point.on not in self.named:
            sources = [source for side in point.sides for source in side.sources]
            sources += [case.source for case in point.cases]
            ids = tuple(dict.fromkeys(source.partition("#")[0] for source in sources))
            held = self.index.store.documents(ids)
            found = {code for stored in held.values() for one in stored for code in one.passage.searched_codes}
            found |= {code for text in (point.on, *point.views) for code in codes.values(codes.find(text))}
            self.named[point.on] = frozenset(found)
        return self.named[point.on]


def _number(code: Code) -> int:
    return int("".join(filter(str.isdigit, code.value)) or 0)
