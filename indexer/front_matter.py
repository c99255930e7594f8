"""The head that both Markdown forms share: optional YAML front matter, then a level-one title."""

from __future__ import annotations

from dataclasses import dataclass

import yaml

from indexer.documents import PartialDate
from indexer.errors import DocumentError


@dataclass(frozen=True, slots=True)
class Header:
    """``fields`` maps a key to its text and line; ``body`` is what follows the title, from ``body_line`` on."""

    fields: dict[str, tuple[str, int]]
    title: str
    body: str
    body_line: int

    def value(self, key: str) -> str | None:
        found = self.fields.get(key)
        return found[0] if found and found[0] else None

    def date(self, key: str) -> PartialDate | None:
        """Raises DocumentError, with the key's line, for what is no date."""
        text = self.value(key)
        if text is None:
            return None
        try:
            return PartialDate.parse(text)
        except ValueError as error:
            raise DocumentError(f"{key}: {text!r} is not a possible date ({error})", self.fields[key][1]) from error


def parse(text: str, known: frozenset[str]) -> Header:
    """Raises DocumentError for front matter that does not close or parse, an unknown key, or a missing title."""
    lines = text.splitlines()
    fields, start = _front(lines, known)
    for number, line in enumerate(lines[start:], start):
        if line.startswith("# ") and line[2:].strip():
            return Header(fields, line[2:].strip(), "\n".join(lines[number + 1 :]), number + 2)
        if line.strip():
            raise DocumentError("a title line '# ...' must come before the text", number + 1)
    raise DocumentError("there is no title line '# ...'", max(1, len(lines)))


def fields(text: str, known: frozenset[str]) -> dict[str, tuple[str, int]]:
    """The keys above a text, each with its value and line; none where no front matter is.

    Raises DocumentError for front matter that does not close or parse, or an unknown key.
    """
    return _front(text.splitlines(), known)[0]


def _front(lines: list[str], known: frozenset[str]) -> tuple[dict[str, tuple[str, int]], int]:
    """The fields, and how many lines they take with their marks."""
    if not lines or lines[0].strip() != "---":
        return {}, 0
    end = next((n for n, line in enumerate(lines[1:], 1) if line.strip() == "---"), None)
    if end is None:
        raise DocumentError("the front matter has no closing '---' line")
    return _fields("\n".join(lines[1:end]), known), end + 1


def _fields(block: str, known: frozenset[str]) -> dict[str, tuple[str, int]]:
    # BaseLoader keeps every scalar as the text that was written: 2012-10 stays a month, never a number or a day.
    try:
        node = yaml.compose(block, Loader=yaml.BaseLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 2 if error.problem_mark else 2
        raise DocumentError(f"broken front matter: {error.problem}", line) from error
    except yaml.YAMLError as error:
        raise DocumentError(f"broken front matter: {error}", 2) from error
    if node is None:
        return {}
    if not isinstance(node, yaml.MappingNode):
        raise DocumentError("broken front matter: expected lines of 'key: value'", 2)
    fields: dict[str, tuple[str, int]] = {}
    for key, value in node.value:
        line = key.start_mark.line + 2
        if not isinstance(value, yaml.ScalarNode):
            raise DocumentError(f"{key.value}: expected a single value", line)
        if key.value not in known:
            raise DocumentError(f"unknown key {key.value!r}; known are {', '.join(sorted(known))}", line)
        fields[key.value] = (value.value.strip(), line)
    return fields
