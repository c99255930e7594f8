"""Reads what the editors of a knowledge base recorded: ``points.yaml`` at its top, entry by entry."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, TypeVar

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from indexer import codes, files, points, record_files, verdicts
from indexer.documents import PartialDate
from indexer.passages import Passage
from indexer.points import DEPENDS, Point, PointCase, PointSide, Why
from indexer.reader import Problem
from indexer.record_files import RecordFile

# The passages of each source by its name.
_Known = Mapping[str, Sequence[Passage]]
_Read = TypeVar("_Read", bound=BaseModel)


def _date(written: str) -> PartialDate:
    return PartialDate.parse(written)


def _line(written: str) -> str:
    return " ".join(written.split())


_Date = Annotated[PartialDate, BeforeValidator(_date)]
_Line = Annotated[str, Field(min_length=1), BeforeValidator(_line)]


class _Side(BaseModel):
    model_config = ConfigDict(extra="forbid")

    stands_for: str = Field(alias="for", min_length=1, max_length=80)
    says: _Line
    sources: list[str] = Field(min_length=1)
    since: _Date | None = Field(alias="from", default=None)
    until: _Date | None = None

    @model_validator(mode="after")
    def _in_order(self) -> _Side:
        if self.since and self.until and self.until.days[1] < self.since.days[0]:
            raise ValueError(f"until {self.until} is before from {self.since}")
        return self


class _Case(BaseModel):
    model_config = ConfigDict(extra="forbid")

    when: str = Field(min_length=1, max_length=120)
    report: list[str] = []
    not_with: list[str] = []
    says: _Line
    source: str


class _Entry(BaseModel):
    """A point that nobody disputes has ``says`` and ``sources``, a disagreement ``why`` and ``sides``."""

    model_config = ConfigDict(extra="forbid")

    on: str = Field(min_length=1, max_length=160)
    why: Why | None = None
    verdict: _Line | None = None
    asked: list[str] = []
    beside: list[str] = []
    says: _Line | None = None
    sources: list[str] = Field(default=[])
    sides: list[_Side] = Field(default=[], max_length=4)
    # Each is read by itself, so that a wrong one costs no more than itself.
    cases: list[Any] = []

    @model_validator(mode="after")
    def _one_form(self) -> _Entry:
        plain = self.says is not None and bool(self.sources) and not self.sides and self.why is None
        disputed = self.says is None and not self.sources and len(self.sides) > 1 and self.why is not None
        if not (plain or disputed):
            raise ValueError("needs says and sources, or why and at least two sides")
        return self


@dataclass(frozen=True, slots=True)
class _Base:
    """``own``: what a source that the file names is called in the index, where that is something else."""

    path: Path
    known: _Known
    own: Mapping[str, str]

    def name(self, source: str) -> str:
        return self.own.get(source, source)

    def sides(self, read: _Entry) -> tuple[PointSide, ...]:
        if read.says is not None:
            return (PointSide(None, read.says, tuple(map(self.name, read.sources))),)
        return tuple(
            PointSide(one.stands_for, one.says, tuple(map(self.name, one.sources)), one.since, one.until)
            for one in read.sides
        )

    def case(self, read: _Case) -> PointCase:
        return PointCase(read.when, tuple(read.report), tuple(read.not_with), read.says, self.name(read.source))

    def misfit(self, said: PointSide | PointCase) -> str | None:
        sources = said.sources if isinstance(said, PointSide) else (said.source,)
        missing = [source for source in sources if source not in self.known]
        if missing:
            return f"{missing[0]}: no such document or posting in the knowledge base"
        if not any(said.place(passage) for passage in self.known[said.source] if passage.role != "asker"):
            return f"{said.source} does not say \u201c{said.says}\u201d; copy the words from it"
        return None

    def unnamed(self, case: PointCase) -> str | None:
        """A code of ``case`` that its source does not name."""
        named = {code for passage in self.known[case.source] for code in passage.codes}
        for code in codes.values(codes.find(case.told)):
            if code not in named:
                return f"{case.source} does not name {code.value}; a case reports what its source does"
        return None


def read(roots: Sequence[Path], cut: Sequence[Passage]) -> tuple[list[Point], list[Problem]]:
    """As ``fit``, of what stands in the files at the top of each folder of ``roots``."""
    return fit(record_files.read(roots), cut)


def fit(record: Sequence[RecordFile], cut: Sequence[Passage]) -> tuple[list[Point], list[Problem]]:
    """The points; an entry that does not fit is a problem, and so is a case, without which its entry stands.

    ``cut`` are the passages of the base, at least those of ``record_files.sources``: a source that none of them comes
    from is no source. Of two documents of one name an entry means that of its own folder.
    """
    known: dict[str, list[Passage]] = {}
    for passage in cut:
        for name in points.names(passage):
            known.setdefault(name, []).append(passage)
    recorded: list[Point] = []
    problems: list[Problem] = []
    for one in record:
        mine = files.apart(one.label, "")
        own = {name.removeprefix(mine): name for name in known if name.startswith(mine)}
        problems += [one.problem] if one.problem else []
        for at, entry in one.entries:
            for found in _entry(_Base(one.path, known, own), at, entry):
                recorded.append(found) if isinstance(found, Point) else problems.append(found)
    return recorded, problems


def _entry(base: _Base, at: yaml.Node, entry: object) -> Iterator[Point | Problem]:
    line = at.start_mark.line + 1
    read = _validated(_Entry, entry)
    if isinstance(read, str):
        yield Problem(base.path, line, read)
        return
    sides = base.sides(read)
    misfit = next((misfit for side in sides if (misfit := base.misfit(side))), None)
    cases: list[PointCase] = []
    for place, written in zip(_lines(at, "cases"), read.cases, strict=True):
        case = _case(base, written)
        if isinstance(case, str):
            yield Problem(base.path, place, f"cases: {case}")
        else:
            cases.append(case)
    if not misfit and read.verdict:
        misfit = verdicts.misfit(read.verdict, [one.says for one in sides] + [one.says for one in cases])
    if not misfit and read.verdict == DEPENDS and not cases:
        misfit = "verdict: what it depends on stands in cases, and there is none"
    if misfit:
        yield Problem(base.path, line, misfit)
    else:
        asked, beside = tuple(read.asked), tuple(read.beside)
        yield Point(read.on, read.why, asked, beside, sides, read.verdict, tuple(cases))


def _case(base: _Base, written: object) -> PointCase | str:
    read = _validated(_Case, written)
    if isinstance(read, str):
        return read
    case = base.case(read)
    return base.misfit(case) or base.unnamed(case) or case


def _validated(form: type[_Read], written: object) -> _Read | str:
    """As ``form`` reads it, or what is wrong with it."""
    try:
        return form.model_validate(written)
    except ValidationError as error:
        first = error.errors()[0]
        said = first["msg"].removeprefix("Value error, ")
        return f"{'.'.join(map(str, first['loc'])) or 'entry'}: {said}"


def _lines(entry: yaml.Node, key: str) -> list[int]:
    """The line of each item of the list under ``key``."""
    pairs = entry.value if isinstance(entry, yaml.MappingNode) else []
    return [item.start_mark.line + 1 for name, value in pairs if name.value == key for item in value.value]
