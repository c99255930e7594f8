"""The files of all knowledge bases in the units in which they are read, each with the id that it has in the index."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from indexer import files
from indexer.choosing import Format
from indexer.files import File


@dataclass(frozen=True, slots=True)
class Base:
    """A folder or file that was named. Its documents bear the ``label`` where an earlier one has the same id."""

    root: Path
    label: str
    labelled: frozenset[str] = frozenset()

    def known_as(self, id: str) -> str:
        """The id in the index of what is called ``id`` in this folder."""
        shared = any(id == one or id.startswith(f"{one}/") for one in self.labelled)
        return files.apart(self.label, id) if shared else id


@dataclass(frozen=True, slots=True)
class Unit:
    """What is read at once: a file, or those that the format ``together`` takes for parts of one document."""

    base: Base
    id: str
    files: tuple[File, ...]
    together: str | None = None

    def path(self, name: str | None) -> Path:
        """That of the file or sidecar ``name``, or of the first file."""
        paths = {one.name: one.path for file in self.files for one in (file, file.sidecar)}
        return paths.get(name or "", self.files[0].path)


def of(roots: Sequence[Path], known: Sequence[Format]) -> Iterator[Unit]:
    """The units of every root; a file that an earlier root holds too is not among them."""
    paths: set[str] = set()
    ids: set[str] = set()
    for root, label in zip(roots, files.labels(roots), strict=True):
        every = [(os.path.realpath(file.path), file) for file in files.find(root)]
        fresh = [file for path, file in every if path not in paths]
        units = grouped(fresh, known, Base(root, label))
        base = Base(root, label, frozenset(unit.id for unit in units) & ids)
        paths |= {path for path, _ in every}
        ids |= {unit.id for unit in units}
        yield from (_labelled(unit, base) for unit in units)


def _labelled(unit: Unit, base: Base) -> Unit:
    if unit.id not in base.labelled:
        return replace(unit, base=base)
    parts = tuple(replace(file, label=base.label) for file in unit.files)
    return replace(unit, base=base, id=base.known_as(unit.id), files=parts)


def grouped(found: Sequence[File], known: Sequence[Format], base: Base) -> list[Unit]:
    """The files of one knowledge base, those that belong together by their names as one."""
    groups: dict[tuple[str, str | None], list[File]] = {}
    grouping = [one for one in known if one.groups]
    for file in found:
        name = file.name
        together = next(((key, one.name) for one in grouping if (key := one.group(name))), None)
        # A file that belongs to no other is told apart by its path: two may have one id.
        groups.setdefault(together or (str(file.path), None), []).append(file)
    return [
        Unit(
            base, id if together else parts[0].id, tuple(sorted(parts, key=lambda file: numbered(file.name))), together
        )
        for (id, together), parts in groups.items()
    ]


def numbered(name: str) -> list[str | int]:
    """Names in this order: page 2 comes before page 10."""
    return [int(part) if place % 2 else part for place, part in enumerate(re.split(r"(\d+)", name))]
