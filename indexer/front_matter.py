"""Front matter: the YAML head that both Markdown forms share, or a sidecar's lines."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import yaml

from indexer import licences
from indexer.accounts import Note
from indexer.documents import PartialDate
from indexer.errors import DocumentError
from indexer.formats import Source
from indexer.text import front

# A value that begins so is written as YAML: in quotes, a list, an alias.
_MEANT = tuple("\"'[{&*!|>%@`#")
_CURLY = "\u201c\u201d"
# Nothing that coders cite is older than printed statutes, and nothing is printed a lifetime ahead.
_FIRST_YEAR, _LAST_YEAR = 1850, 2099
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]{1,30}:(?!\s)", re.IGNORECASE)
# The most characters of front matter: what is larger is a text in the wrong place, and takes YAML minutes.
_MOST = 50_000
_MEND = "write lines of 'key: value' between the two lines of ---"
_TRUTHS = {"true": True, "yes": True, "false": False, "no": False}


def _is_other(address: str) -> bool:
    """Whether it names a scheme that is not of the web; white space within one does not hide it from a browser."""
    found = _SCHEME.match("".join(address.split()))
    return found is not None and found[0].lower() not in {"http:", "https:"}


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

    def address(self, key: str) -> str | None:
        """None also for what a browser would run or open instead of a page: ``doubts`` tells it."""
        text = self.value(key)
        return None if text is None or _is_other(text) else text

    def doubts(self, *keys: str) -> Iterator[Note]:
        """Which of the addresses is none of the web, so that no answer links to it."""
        for key in keys:
            text = self.value(key)
            if text is not None and _is_other(text):
                yield Note(f"{key}: {text!r} is no address of the web (https://...); it is not shown", self.line(key))

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

    def period(self, first: str, last: str) -> tuple[PartialDate | None, PartialDate | None]:
        """The dates under two keys. Raises DocumentError for what is no date, and where the second is the earlier."""
        begins, ends = self.date(first), self.date(last)
        if begins and ends and ends.days[1] < begins.days[0]:
            raise DocumentError(f"{last}: {ends} is before {first}, {begins}", self.line(last), self.name)
        return begins, ends


@dataclass(frozen=True, slots=True)
class Header:
    """The text begins behind the first ``lines`` of the mended ones; ``marked``: the keys stood between marks."""

    fields: Fields
    lines: int
    marked: bool = True


def above(source: Source, known: frozenset[str]) -> Header:
    """The keys above a text; none where no front matter is.

    Raises DocumentError for front matter that does not close or parse, for an unknown key, and for a sidecar: what can
    hold its front matter has none, for two places could say two things.
    """
    if source.sidecar:
        raise DocumentError(
            "front matter of this form stands in the file; move these lines there", 1, source.sidecar.name
        )
    lines, numbers = source.mended.text.split("\n"), source.mended.lines
    found = front.find(lines)
    if found is None:
        return Header(Fields(source.name), 0)
    if found.last is None:
        raise DocumentError("the front matter has no closing '---' line", numbers[found.first - 1])
    block = "\n".join(lines[found.first : found.last])
    fields = _fields(block, known, numbers[found.first], source.name)
    return Header(Fields(source.name, fields), found.end, found.marked)


def beside(source: Source, known: frozenset[str]) -> Fields:
    """What the sidecar says; nothing where there is none. Raises DocumentError, with its name, as ``above`` does."""
    sidecar = source.sidecar
    return (
        Fields(sidecar.name, _fields(sidecar.mended.text, known, 1, sidecar.name)) if sidecar else Fields(source.name)
    )


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
        raise DocumentError(f"broken front matter: {error.problem}; {_MEND}", line, name) from error
    except RecursionError as error:
        raise DocumentError(f"broken front matter: it is nested without end; {_MEND}", first, name) from error
    except yaml.YAMLError as error:
        raise DocumentError(f"broken front matter: {' '.join(str(error).split())}; {_MEND}", first, name) from error
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
        if named not in known and named != licences.KEY:
            raise DocumentError(f"unknown key {key.value!r}; known are {', '.join(sorted(known))}", line, name)
        if named in fields:
            raise DocumentError(f"{named} stands in line {fields[named][1]} already; keep one of them", line, name)
        fields[named] = (value.value.strip().strip(_CURLY), line)
    return fields
