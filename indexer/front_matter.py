"""Front matter: the YAML head that both Markdown forms share, with a level-one title below, or a sidecar's lines."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import yaml

from indexer.documents import PartialDate
from indexer.errors import DocumentError
from indexer.formats import Source

# A level-one title, or one of a lower level where nothing stands above it.
_TITLE = re.compile(r"#{1,6}[ \t]+(\S.*?)\s*$")
# A value that begins so is written as YAML: in quotes, a list, an alias.
_MEANT = tuple("\"'[{&*!|>%@`#")
_CURLY = "\u201c\u201d"
# Nothing that coders cite is older than printed statutes, and nothing is printed a lifetime ahead.
_FIRST_YEAR, _LAST_YEAR = 1850, 2099
# The most characters of front matter: what is larger is a text in the wrong place, and takes YAML minutes.
_MOST = 50_000
_TRUTHS = {"true": True, "yes": True, "false": False, "no": False}


@dataclass(frozen=True, slots=True)
class Fields:
    """Each key with its text and line; ``name`` is the file that holds them."""

    name: str
    found: Mapping[str, tuple[str, int]] = field(default_factory=dict)

    def value(self, key: str) -> str | None:
        found = self.found.get(key)
        return found[0] if found and found[0] else None

    def flag(self, key: str) -> bool:
        """False where it is absent. Raises DocumentError, with the key's line, for what is no yes or no."""
        text = self.value(key)
        if text is None:
            return False
        if text.lower() not in _TRUTHS:
            raise DocumentError(f"{key}: expected true or false, not {text!r}", self.line(key), self.name)
        return _TRUTHS[text.lower()]

    def line(self, key: str) -> int:
        return self.found[key][1]

    def date(self, key: str) -> PartialDate | None:
        """Raises DocumentError, with the key's line, for what is no date."""
        text = self.value(key)
        if text is None:
            return None
        try:
            found = PartialDate.parse(text)
        except ValueError as error:
            raise DocumentError(
                f"{key}: {text!r} is not a possible date ({error})", self.line(key), self.name
            ) from error
        if not _FIRST_YEAR <= found.year <= _LAST_YEAR:
            why = f"the year is not between {_FIRST_YEAR} and {_LAST_YEAR}"
            raise DocumentError(f"{key}: {text!r} is not a possible date ({why})", self.line(key), self.name)
        return found


@dataclass(frozen=True, slots=True)
class Header:
    """``body`` is what follows the title, from ``body_line`` on."""

    fields: Fields
    title: str
    body: str
    body_line: int


def parse(source: Source, known: frozenset[str]) -> Header:
    """Raises DocumentError as ``above`` does, and for a missing title."""
    lines = source.text.splitlines()
    fields, start = _front(source, lines, known)
    for number, line in enumerate(lines[start:], start):
        if title := _TITLE.match(line):
            return Header(fields, title[1], "\n".join(lines[number + 1 :]), number + 2)
        if line.strip():
            raise DocumentError("a title line '# ...' must come before the text", number + 1)
    raise DocumentError("there is no title line '# ...'", max(1, len(lines)))


def above(source: Source, known: frozenset[str]) -> Fields:
    """The keys above a text; none where no front matter is.

    Raises DocumentError for front matter that does not close or parse, for an unknown key, and for a sidecar: what can
    hold its front matter has none, for two places could say two things.
    """
    return _front(source, source.text.splitlines(), known)[0]


def _front(source: Source, lines: Sequence[str], known: frozenset[str]) -> tuple[Fields, int]:
    """The fields, and how many lines they take with their marks."""
    if source.sidecar:
        raise DocumentError(
            "front matter of this form stands in the file; move these lines there", 1, source.sidecar.name
        )
    first = next((n for n, line in enumerate(lines) if line.strip()), 0)
    if not lines or lines[first].strip() != "---":
        return Fields(source.name), 0
    end = next((n for n, line in enumerate(lines[first + 1 :], first + 1) if line.strip() == "---"), None)
    if end is None:
        raise DocumentError("the front matter has no closing '---' line", first + 1)
    return Fields(source.name, _fields("\n".join(lines[first + 1 : end]), known, first + 2, source.name)), end + 1


def beside(source: Source, known: frozenset[str]) -> Fields:
    """What the sidecar says; nothing where there is none. Raises DocumentError, with its name, as ``parse`` does."""
    sidecar = source.sidecar
    return Fields(sidecar.name, _fields(sidecar.text, known, 1, sidecar.name)) if sidecar else Fields(source.name)


def _quoted(block: str) -> str:
    """Every ``key: value`` whose value holds a colon, or stands behind a tab, as YAML would have it: in quotes."""
    return "\n".join(map(_quoted_line, block.split("\n")))


def _quoted_line(line: str) -> str:
    key, _, behind = line.partition(":")
    value = behind.strip()
    odd = behind[:1] == "\t" or ": " in value
    if not (odd and key.isidentifier() and behind[:1] in " \t") or value[:1] in _MEANT or " #" in value:
        return line
    return f"{key}: {json.dumps(value, ensure_ascii=False)}"


def _composed(block: str, first: int, name: str) -> yaml.Node | None:
    if len(block) > _MOST:
        raise DocumentError(
            f"the front matter has {len(block):,} characters, over the limit of {_MOST:,}; the text stands below it",
            first,
            name,
        )
    # BaseLoader keeps every scalar as the text that was written: 2012-10 stays a month, never a number or a day.
    try:
        node: yaml.Node | None = yaml.compose(_quoted(block), Loader=yaml.BaseLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + first if error.problem_mark else first
        raise DocumentError(f"broken front matter: {error.problem}", line, name) from error
    except RecursionError as error:
        why = "it is nested without end; write lines of 'key: value'"
        raise DocumentError(f"broken front matter: {why}", first, name) from error
    except yaml.YAMLError as error:
        raise DocumentError(f"broken front matter: {' '.join(str(error).split())}", first, name) from error
    return node


def _fields(block: str, known: frozenset[str], first: int, name: str) -> dict[str, tuple[str, int]]:
    """``first`` is the line of the file ``name`` at which the block begins."""
    node = _composed(block, first, name)
    if node is None:
        return {}
    if not isinstance(node, yaml.MappingNode):
        raise DocumentError("broken front matter: expected lines of 'key: value'", first, name)
    fields: dict[str, tuple[str, int]] = {}
    for key, value in node.value:
        line = key.start_mark.line + first
        if not isinstance(key, yaml.ScalarNode):
            raise DocumentError("broken front matter: expected lines of 'key: value'", line, name)
        if not isinstance(value, yaml.ScalarNode):
            raise DocumentError(f"{key.value}: expected a single value", line, name)
        named = key.value.lower()
        if named not in known:
            raise DocumentError(f"unknown key {key.value!r}; known are {', '.join(sorted(known))}", line, name)
        if named in fields:
            raise DocumentError(f"{named} stands in line {fields[named][1]} already; keep one of them", line, name)
        fields[named] = (value.value.strip().strip(_CURLY), line)
    return fields
