"""The files of a record, ``points.yaml`` at the top of a knowledge base, as YAML and before any entry is judged."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from indexer import files
from indexer.reader import Problem

# The largest record, in bytes: several times the shipped one.
_MOST = 4_000_000
# "on" and "no" are no truth values here. The parser in C is some ten times as fast; not every build of PyYAML has it.
_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_EXPECTED = "expected a list of entries with on, asked and says, or on, why, asked and sides"


@dataclass(frozen=True, slots=True)
class RecordFile:
    """A file of the record as it was written: each entry with its place, or the problem that the file has.

    ``label`` is that of its knowledge base.
    """

    path: Path
    label: str
    entries: tuple[tuple[yaml.Node, Any], ...] = ()
    problem: Problem | None = None


def read(roots: Sequence[Path]) -> list[RecordFile]:
    """The files at the top of each folder of ``roots``, before anything is known of the documents."""
    labelled = zip(roots, files.labels(roots), strict=True)
    paths = [(root / name, label) for root, label in labelled for name in files.RECORDS]
    return [_read(path, label) for path, label in paths if path.is_file()]


def sources(record: Sequence[RecordFile]) -> frozenset[str]:
    """Every source that an entry may mean, as it is written there."""
    return frozenset(name for one in record for _, entry in one.entries for name in _sources(entry))


def _read(path: Path, label: str) -> RecordFile:
    try:
        if path.stat().st_size > _MOST:
            raise yaml.YAMLError(f"{path.stat().st_size:,} bytes, over the limit of {_MOST:,}; record fewer points")
        loader = _LOADER(path.read_text("utf-8-sig"))
        node = loader.get_single_node()
        entries = loader.construct_document(node) if node else None
    except OSError as error:
        return RecordFile(path, label, problem=Problem(path, 1, f"cannot be read: {error.strerror}; make it readable"))
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        why = f"not YAML ({' '.join(str(error).split())})"
        return RecordFile(path, label, problem=Problem(path, mark.line + 1 if mark else 1, why))
    if not isinstance(node, yaml.SequenceNode):
        return RecordFile(path, label, problem=Problem(path, 1, _EXPECTED) if entries is not None else None)
    return RecordFile(path, label, tuple(zip(node.value, entries or (), strict=True)))


def _sources(entry: object) -> Iterator[str]:
    """Whatever is written under ``source`` and ``sources``, at any depth."""
    if isinstance(entry, list):
        for one in entry:
            yield from _sources(one)
    elif isinstance(entry, dict):
        for key, value in entry.items():
            if key in {"source", "sources"}:
                yield from (one for one in (value if isinstance(value, list) else [value]) if isinstance(one, str))
            else:
                yield from _sources(value)
