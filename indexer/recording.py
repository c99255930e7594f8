"""Reads what the editors of a knowledge base recorded: ``disagreements.yaml`` at its top, entry by entry."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from indexer import files, points
from indexer.passages import Passage
from indexer.points import Point, PointSide, Why
from indexer.reader import Problem

FILE = files.RECORD
# The largest record, in bytes: ten times the shipped one, and a minute for YAML.
_MOST = 2_000_000
# The passages of each source by its name.
_Known = Mapping[str, Sequence[Passage]]


class _Side(BaseModel):
    model_config = ConfigDict(extra="forbid")

    stands_for: str = Field(alias="for", min_length=1, max_length=80)
    says: str = Field(min_length=1)
    sources: list[str] = Field(min_length=1)

    def read(self, own: Mapping[str, str]) -> PointSide:
        sources = tuple(own.get(source, source) for source in self.sources)
        return PointSide(self.stands_for, " ".join(self.says.split()), sources)


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid")

    on: str = Field(min_length=1, max_length=160)
    why: Why
    asked: list[str] = []
    beside: list[str] = []
    sides: list[_Side] = Field(min_length=2, max_length=4)


def read(roots: Sequence[Path], cut: Sequence[Passage]) -> tuple[list[Point], list[Problem]]:
    """What stands in the file at the top of each folder of ``roots``; an entry that does not fit is a problem.

    ``cut`` are the passages of the base: a source that none of them comes from is no source. Of two documents of one
    name an entry means that of its own folder.
    """
    known: dict[str, list[Passage]] = {}
    for passage in cut:
        for name in points.names(passage):
            known.setdefault(name, []).append(passage)
    recorded: list[Point] = []
    problems: list[Problem] = []
    for root, label in zip(roots, files.labels(roots), strict=True):
        mine = files.apart(label, "")
        own = {name.removeprefix(mine): name for name in known if name.startswith(mine)}
        if (path := root / FILE).is_file():
            for found in _entries(path, known, own):
                recorded.append(found) if isinstance(found, Point) else problems.append(found)
    return recorded, problems


def _entries(path: Path, known: _Known, own: Mapping[str, str]) -> Iterator[Point | Problem]:
    """``own``: what a source that the file names is called in the index, where that is something else."""
    try:
        if path.stat().st_size > _MOST:
            raise yaml.YAMLError(f"{path.stat().st_size:,} bytes, over the limit of {_MOST:,}; record fewer points")
        text = path.read_text("utf-8-sig")
        node = yaml.compose(text, Loader=yaml.BaseLoader)
        entries = yaml.load(text, Loader=yaml.BaseLoader)  # "on" is no truth value here
    except OSError as error:
        yield Problem(path, 1, f"cannot be read: {error.strerror}")
        return
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        yield Problem(path, mark.line + 1 if mark else 1, f"not YAML ({' '.join(str(error).split())})")
        return
    if not isinstance(node, yaml.SequenceNode):
        if entries is not None:
            yield Problem(path, 1, "expected a list of entries with on, why, asked and sides")
        return
    for at, entry in zip(node.value, entries, strict=True):
        line = at.start_mark.line + 1
        try:
            read = _Entry.model_validate(entry)
        except ValidationError as error:
            first = error.errors()[0]
            yield Problem(path, line, f"{'.'.join(map(str, first['loc'])) or 'entry'}: {first['msg']}")
            continue
        sides = tuple(side.read(own) for side in read.sides)
        misfit = next((misfit for side in sides if (misfit := _misfit(side, known))), None)
        point = Point(read.on, read.why, tuple(read.asked), tuple(read.beside), sides)
        yield Problem(path, line, misfit) if misfit else point


def _misfit(side: PointSide, known: _Known) -> str | None:
    missing = [source for source in side.sources if source not in known]
    if missing:
        return f"{missing[0]}: no such document or posting in the knowledge base"
    if not any(side.place(passage) for passage in known[side.sources[0]] if passage.role != "asker"):
        return f"{side.sources[0]} does not say \u201c{side.says}\u201d; copy the words from it"
    return None
