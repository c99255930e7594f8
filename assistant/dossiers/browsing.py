"""Which codes a base names, shelf by shelf: to browse by range, to find one by words, to see what stands near one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.dossiers.typed import HOW, Typed
from indexer import terms
from indexer.codes import Code, families, related
from indexer.codes.families import Family
from indexer.errors import QuestionError
from indexer.stores import Store

_BATCH = 1_000
# How many codes are told beside one that no document names.
_NEAR = 8


@dataclass(frozen=True, slots=True)
class Shelf:
    """The codes of a base that stand in one family, in their order; ``family`` is None of those that are in none."""

    system: str
    family: Family | None
    codes: tuple[Code, ...]

    @property
    def name(self) -> str:
        if not self.family:
            return f"{self.system}, in no family of codes"
        ends = dict.fromkeys((self.family.first, self.family.last))
        return f"{self.system} {'-'.join(ends)}: {self.family.words}"


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Every code that a document of the base names, with the number of documents that do."""

    documents: Mapping[Code, int]

    @property
    def shelves(self) -> tuple[Shelf, ...]:
        return _shelved(sorted(self.documents))

    @property
    def sections(self) -> Mapping[str, tuple[Shelf, ...]]:
        """The shelves by the widest family that theirs stands in, under code set and name."""
        found: dict[str, list[Shelf]] = {}
        for shelf in self.shelves:
            around = families.around(shelf.codes[0])
            found.setdefault(f"{shelf.system}: {around[0].name if around else 'in no family'}", []).append(shelf)
        return {name: tuple(shelves) for name, shelves in found.items()}

    def near(self, code: Code) -> tuple[Code, ...]:
        """The codes of the base that stand nearest to ``code`` in its family, in their order."""
        family = families.of(code)
        around = sorted({*self._of(family, code), code})
        at = around.index(code)
        nearest = sorted(around, key=lambda one: abs(around.index(one) - at))[1 : _NEAR + 1]
        return tuple(sorted(nearest))

    def found(self, typed: Typed) -> tuple[Shelf, ...]:
        """The shelves with the codes of a list, range or wildcard, or those whose names have every word that was typed.

        Raises QuestionError where there is none.
        """
        if typed.codes:
            meant = {one for code in typed.codes for one in related.written_out(code)}
            shelves = _shelved([code for code in sorted(self.documents) if code in meant])
        else:
            words = set(terms.find(typed.words))
            shelves = tuple(shelf for shelf in self.shelves if words and words <= set(terms.find(shelf.name)))
        if not shelves:
            raise QuestionError(
                f"{typed.words!r} is no code, and this base names none in a family of that name; "
                f"for a code {HOW}, or ask in a sentence on the page Ask"
                if not typed.codes
                else f"{typed.words!r}: no document of this base names one of these codes; try a wider range"
            )
        return shelves

    def _of(self, family: Family | None, code: Code) -> list[Code]:
        return [one for one in self.documents if one.system == code.system and families.of(one) == family]


def catalogue(store: Store) -> Catalogue:
    """Reads every passage once, a batch at a time."""
    documents: Counter[Code] = Counter()
    last: dict[Code, str] = {}
    for start in range(0, len(store), _BATCH):
        for passage in store.passages(range(start, min(start + _BATCH, len(store)))):
            for code in passage.codes:
                # The passages of a document stand together.
                documents[code] += last.get(code) != passage.document_id
                last[code] = passage.document_id
    return Catalogue(dict(documents))


def _shelved(codes: Sequence[Code]) -> tuple[Shelf, ...]:
    found: dict[tuple[str, Family | None], list[Code]] = {}
    for code in codes:
        found.setdefault((code.system, families.of(code)), []).append(code)
    return tuple(Shelf(system, family, tuple(held)) for (system, family), held in found.items())
