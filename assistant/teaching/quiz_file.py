"""The items of a quiz as YAML that a trainer edits: read item by item, and written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, model_validator

from assistant.teaching import yaml_file
from assistant.teaching.quiz import Item, Option, Quote
from assistant.teaching.yaml_file import Line, Node
from indexer.reader import Problem

_EXPECTED = "a mapping with items, each with ask and options"
# Beside the lessons.
FOLDER = "quizzes"


class Quoting(BaseModel):
    model_config = ConfigDict(extra="forbid")

    source: Line
    says: Line | None = None


class _Option(Quoting):
    option: Line
    right: bool = False
    why: Line
    source: Line | None = None  # type: ignore[assignment]

    @model_validator(mode="after")
    def _sourced(self) -> _Option:
        if self.says and not self.source:
            raise ValueError("says needs a source")
        if self.right and not (self.says and self.source):
            raise ValueError("the right option needs says and source: the text that makes it right")
        return self


class _Item(BaseModel):
    model_config = ConfigDict(extra="forbid")

    ask: Line
    on: Line | None = None
    given: Line | None = None
    options: list[_Option] = Field(min_length=2, max_length=8)

    @model_validator(mode="after")
    def _one_right(self) -> _Item:
        right = sum(option.right for option in self.options)
        if right != 1:
            raise ValueError(f"exactly one option is right, marked right: true; here {right} are")
        if len({option.option.casefold() for option in self.options}) < len(self.options):
            raise ValueError("two options are alike")
        return self


def items(of: Node) -> Iterator[Item | Problem]:
    """Those of the list ``items``, each by itself."""
    for node in of.parts("items"):
        read = node.read(_Item)
        if isinstance(read, Problem):
            yield read
        else:
            places = [option.line for option in node.parts("options")]
            options = [_option(option, line) for option, line in zip(read.options, places, strict=True)]
            yield Item(read.ask, tuple(options), read.on, read.given, node.line)


def _option(read: _Option, line: int) -> Option:
    quote = Quote(read.source, read.says, line) if read.source else None
    return Option(read.option, read.right, read.why, quote)


def read(path: Path) -> tuple[tuple[Item, ...], tuple[Problem, ...]]:
    """The items of a file, and what of it is none."""
    return _read(yaml_file.read(path, _EXPECTED), path)


def parsed(text: str, path: Path = Path("quiz.yaml")) -> tuple[tuple[Item, ...], tuple[Problem, ...]]:
    """As ``read``, of a text that ``path`` is to hold."""
    return _read(yaml_file.parsed(text, path, _EXPECTED), path)


def _read(found: Node | Problem, path: Path) -> tuple[tuple[Item, ...], tuple[Problem, ...]]:
    if isinstance(found, Problem):
        return (), (found,)
    every = list(items(found))
    if not every:
        return (), (Problem(path, 1, f"expected {_EXPECTED}"),)
    return (
        tuple(one for one in every if isinstance(one, Item)),
        tuple(one for one in every if isinstance(one, Problem)),
    )


def written(found: Sequence[Item]) -> str:
    """A file of these items; what ``read`` gives back of it is equal to them but for the lines."""
    head = "# Edit freely. One option of each question is right; says stands word for word in source.\n"
    return head + dumped({"items": plain(found)})


def plain(found: Sequence[Item]) -> list[dict[str, Any]]:
    return [_given({"ask": item.ask, "given": item.given, "on": item.on}) | _options(item) for item in found]


def _options(item: Item) -> dict[str, Any]:
    return {
        "options": [
            _given(
                {
                    "option": option.text,
                    "right": "true" if option.right else None,
                    "why": option.why,
                    "says": option.quote.says if option.quote else None,
                    "source": option.quote.source if option.quote else None,
                }
            )
            for option in item.options
        ]
    }


def _given(record: dict[str, str | None]) -> dict[str, Any]:
    return {name: True if value == "true" else value for name, value in record.items() if value is not None}


def dumped(record: dict[str, Any]) -> str:
    return yaml.safe_dump(record, sort_keys=False, allow_unicode=True, width=110)
