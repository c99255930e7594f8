"""A YAML file of a trainer, read part by part: each part keeps its line, and a wrong one costs no more than itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, TypeVar

import yaml
from pydantic import BaseModel, BeforeValidator, Field, ValidationError

from indexer.reader import Problem

# In bytes; a long lesson has some twenty thousand.
_MOST = 500_000
# "on" and "no" are no truth values here, and 62367 is no number.
_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_Read = TypeVar("_Read", bound=BaseModel)


def _line(written: object) -> object:
    return " ".join(written.split()) if isinstance(written, str) else written


Line = Annotated[str, Field(min_length=1, max_length=2_000), BeforeValidator(_line)]


@dataclass(frozen=True, slots=True)
class Node:
    """A part of the file: its value, and where it and what is in it stand."""

    path: Path
    value: Any
    node: yaml.Node

    @property
    def line(self) -> int:
        return self.node.start_mark.line + 1

    def parts(self, key: str) -> tuple[Node, ...]:
        """The parts of the list under ``key``; none where there is no list."""
        for name, inside in reversed(self._pairs()):
            if name.value == key and isinstance(inside, yaml.SequenceNode):
                return tuple(
                    Node(self.path, value, node) for value, node in zip(self.value[key], inside.value, strict=True)
                )
        return ()

    def read(self, form: type[_Read]) -> _Read | Problem:
        """As ``form`` reads it, or what is wrong with it and at which line."""
        try:
            return form.model_validate(self.value)
        except ValidationError as error:
            first = error.errors()[0]
            named = ".".join(str(part) for part in first["loc"] if part != "function-after")
            said = first["msg"].removeprefix("Value error, ")
            return Problem(self.path, self._at(first["loc"]), f"{named}: {said}" if named else said)

    def _at(self, place: tuple[int | str, ...]) -> int:
        """The line of the part at ``place``, or of what is around it."""
        node = self.node
        for step in place:
            if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
                node = node.value[step]
            elif isinstance(node, yaml.MappingNode):
                inside = next(((name, value) for name, value in reversed(node.value) if name.value == str(step)), None)
                if inside is None:
                    break
                name, node = inside
                if isinstance(node, yaml.ScalarNode):
                    return int(name.start_mark.line) + 1
        return int(node.start_mark.line) + 1

    def _pairs(self) -> list[tuple[yaml.Node, yaml.Node]]:
        mapping = isinstance(self.node, yaml.MappingNode) and isinstance(self.value, Mapping)
        return list(self.node.value) if mapping else []


def read(path: Path, expected: str) -> Node | Problem:
    """The whole of the file, a mapping; ``expected`` says what such a file holds."""
    try:
        if (size := path.stat().st_size) > _MOST:
            return Problem(path, 1, f"{size:,} bytes, over the limit of {_MOST:,}; split it")
        text = path.read_text("utf-8-sig")
    except OSError as error:
        return Problem(path, 1, f"cannot be read: {error.strerror}; make it readable")
    except UnicodeDecodeError as error:
        return Problem(path, 1, f"no UTF-8 text (byte {error.start}); save it as UTF-8")
    return parsed(text, path, expected)


def parsed(text: str, path: Path, expected: str) -> Node | Problem:
    """As ``read``, of a text that ``path`` is to hold."""
    try:
        node = yaml.compose(text, Loader=_LOADER)
        value = yaml.load(text, Loader=_LOADER)
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        return Problem(path, mark.line + 1 if mark else 1, f"not YAML ({' '.join(str(error).split())})")
    if not isinstance(node, yaml.MappingNode) or not isinstance(value, dict):
        return Problem(path, 1, f"expected {expected}")
    if any(not isinstance(name, yaml.ScalarNode) for name, _ in node.value):
        return Problem(path, 1, f"expected {expected}")
    return Node(path, value, node)
