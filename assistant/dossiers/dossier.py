"""What a base has on one code, and what it has on two of them side by side."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.dossiers import typed
from assistant.naming import Named
from indexer import points
from indexer.codes import Code
from indexer.documents import PartialDate
from indexer.passages import Passage
from indexer.points import Why
from indexer.sources import Tier


@dataclass(frozen=True, slots=True)
class Said:
    """``words`` stand word for word in ``passage`` from ``start`` on."""

    words: str
    passage: Passage
    start: int


@dataclass(frozen=True, slots=True)
class View:
    """What one side of a point says, and the passages of its further sources; a plain rule has one, of nobody."""

    stands_for: str | None
    said: Said
    since: PartialDate | None
    until: PartialDate | None
    others: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class CaseOf:
    """A case of the point that ``on`` names; ``report`` and ``not_with`` are as its editor wrote them."""

    on: str
    when: str
    report: tuple[str, ...]
    not_with: tuple[str, ...]
    said: Said

    @property
    def told(self) -> str:
        return points.told(self.when, self.report, self.not_with)

    @property
    def reported(self) -> frozenset[Code]:
        return _codes(self.report)

    @property
    def barred(self) -> frozenset[Code]:
        return _codes(self.not_with)


@dataclass(frozen=True, slots=True)
class Recorded:
    """A recorded point that names the code. ``why`` says how its sources pull apart, None of a plain rule; ``asked``
    are ways to ask about it that name the code.
    """

    on: str
    verdict: str | None
    why: Why | None
    views: tuple[View, ...]
    cases: tuple[CaseOf, ...]
    asked: tuple[str, ...]

    @property
    def disagrees(self) -> bool:
        """Whether more than one side of it can be quoted."""
        return self.why is not None and len(self.views) > 1


@dataclass(frozen=True, slots=True)
class Naming:
    """A document with its first sentence that names the code, whoever binds most in it. ``replaced_by`` is of the
    document in its place, None too where the base lacks that one.
    """

    said: Said
    replaced_by: Passage | None

    @property
    def passage(self) -> Passage:
        return self.said.passage

    @property
    def replaced(self) -> bool:
        return self.passage.superseded_by is not None


@dataclass(frozen=True, slots=True)
class Dossier:
    """``documents`` by date, the oldest first and undated ones last; ``threads`` are postings of those in whose title
    or postings askers name the code, one a thread. ``cut``: more passages name it than were read.
    ``unsearched`` names parts of the store that did not answer.
    """

    named: Named
    documents: tuple[Naming, ...]
    points: tuple[Recorded, ...]
    threads: tuple[Passage, ...]
    cut: bool
    unsearched: tuple[str, ...] = ()

    @property
    def code(self) -> Code:
        return self.named.code

    @property
    def known(self) -> bool:
        return bool(self.documents or self.points or self.threads)

    @property
    def rules(self) -> tuple[Recorded, ...]:
        return tuple(point for point in self.points if not point.disagrees)

    @property
    def disagreements(self) -> tuple[Recorded, ...]:
        return tuple(point for point in self.points if point.disagrees)

    @property
    def rulings(self) -> tuple[Naming, ...]:
        return tuple(one for one in self.documents if one.passage.tier is Tier.HOUSE)

    @property
    def reported(self) -> tuple[CaseOf, ...]:
        """The cases in which it is reported."""
        return _different(case for point in self.points for case in point.cases if self.code in case.reported)

    @property
    def barred(self) -> tuple[CaseOf, ...]:
        """The cases in which it is not."""
        return _different(case for point in self.points for case in point.cases if self.code in case.barred)

    @property
    def beside(self) -> tuple[Code, ...]:
        """The codes that a case reports with it, or in its place."""
        return self._others([case.reported for case in self.reported])

    @property
    def never(self) -> tuple[Code, ...]:
        """The codes that a case sets apart from it."""
        return self._others([case.barred for case in self.reported] + [case.reported for case in self.barred])

    def _others(self, found: Sequence[frozenset[Code]]) -> tuple[Code, ...]:
        return tuple(sorted(frozenset().union(*found) - {self.code}))


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two dossiers. ``both`` are documents and points that name both codes, as the first has them."""

    one: Dossier
    other: Dossier

    @property
    def both(self) -> tuple[Naming, ...]:
        held = {_document(naming) for naming in self.other.documents}
        return tuple(naming for naming in self.one.documents if _document(naming) in held)

    @property
    def points(self) -> tuple[Recorded, ...]:
        held = {point.on for point in self.other.points}
        return tuple(point for point in self.one.points if point.on in held)

    @property
    def together(self) -> tuple[CaseOf, ...]:
        """The cases that report both."""
        return tuple(case for case in self._every if self._pair <= case.reported)

    @property
    def apart(self) -> tuple[CaseOf, ...]:
        """The cases that report one and bar the other."""
        return tuple(case for case in self._every if self._pair & case.reported and self._pair & case.barred)

    def cases(self, dossier: Dossier) -> tuple[CaseOf, ...]:
        """The cases that report the code of one of the two, and do not name the other."""
        return tuple(case for case in dossier.reported if case not in (*self.together, *self.apart))

    def alone(self, dossier: Dossier) -> tuple[tuple[Naming, ...], tuple[Recorded, ...]]:
        """The documents and points of one of the two that do not name the other code."""
        documents, points = {_document(one) for one in self.both}, {point.on for point in self.points}
        return (
            tuple(naming for naming in dossier.documents if _document(naming) not in documents),
            tuple(point for point in dossier.points if point.on not in points),
        )

    @property
    def _pair(self) -> frozenset[Code]:
        return frozenset({self.one.code, self.other.code})

    @property
    def _every(self) -> tuple[CaseOf, ...]:
        return _different(case for one in (self.one, self.other) for point in one.points for case in point.cases)


def _document(naming: Naming) -> str:
    return naming.passage.document_id


def _different(cases: Iterable[CaseOf]) -> tuple[CaseOf, ...]:
    """Several points may have one case, with the same codes by the same words: the first of these."""
    found: dict[tuple[object, ...], CaseOf] = {}
    for case in cases:
        found.setdefault((case.report, case.not_with, case.said), case)
    return tuple(found.values())


def _codes(written: Sequence[str]) -> frozenset[Code]:
    return frozenset(code for entry in written for code in typed.meant(entry))
