"""Where fitted numbers come from: the ``provenance`` of every file of fitted numbers, shipped or a user's own."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from pydantic import ConfigDict, TypeAdapter
from pydantic.dataclasses import dataclass as checked

# Two ways to run one model, whose vectors differ by rounding alone: what was fitted on one holds for the other.
SAME_VECTORS = ("onnx", "sentence_transformer")
_STRICT = ConfigDict(extra="forbid")


@dataclass(frozen=True, slots=True)
class Model:
    """An embedding model by the sha256 of its weights, with the ``embedders`` that the numbers hold for."""

    name: str
    sha256: str
    embedders: tuple[str, ...]

    @classmethod
    def run_by(cls, name: str, sha256: str, embedder: str) -> Model:
        return cls(name, sha256, SAME_VECTORS if embedder in SAME_VECTORS else (embedder,))


@dataclass(frozen=True, slots=True)
class Source:
    """A file of examples. ``shipped``: it stands in the repository, where ``file`` is its path; else only its name."""

    file: str
    sha256: str
    shipped: bool


@checked(frozen=True, slots=True, config=_STRICT)
class Provenance:
    """``script`` is the command, ``examples`` counts them by kind, ``knowledge_base`` is the index's sha256.

    ``date`` is the day of the fit, as 2026-01-31.
    """

    script: str
    sources: tuple[Source, ...]
    examples: dict[str, int]
    knowledge_base: str
    model: Model
    date: str

    @classmethod
    def read(cls, record: Mapping[str, Any]) -> Provenance:
        """Raises ValueError where the record has no sound provenance."""
        return TypeAdapter(cls).validate_python(record.get("provenance"))

    def record(self) -> dict[str, Any]:
        return asdict(self)


def sources(paths: Sequence[Path], root: Path | None = None) -> tuple[Source, ...]:
    """Of ``paths``, those below ``root`` are shipped. Raises OSError where one cannot be read."""
    found = []
    for path in paths:
        inside = path.resolve().relative_to(root).as_posix() if root and path.resolve().is_relative_to(root) else None
        found.append(Source(inside or path.name, sha256(path), inside is not None))
    return tuple(found)


def sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
