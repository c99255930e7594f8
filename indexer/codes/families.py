"""What a code is by its number alone: the family of its code set that it stands in, under a plain name."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources

import yaml

from indexer.codes.notation import Code, is_wildcard


@dataclass(frozen=True, slots=True)
class Family:
    """Codes of ``system`` from ``first`` to ``last``, both held; of ICD these are categories of three characters.

    ``words`` are the names of the families around it and its own, the widest first.
    """

    name: str
    system: str
    first: str
    last: str
    words: str

    def holds(self, first: str, last: str) -> bool:
        """Whether all from ``first`` to ``last`` stand in it, in the order of their series."""
        return _key(self.first) <= _key(first) and _key(last) <= _key(self.last)


def of(code: Code) -> Family | None:
    """The narrowest family that holds ``code``, or every code of a wildcard; None of a number that no family has."""
    holding = around(code)
    return holding[-1] if holding else None


@functools.lru_cache(8192)
def around(code: Code) -> tuple[Family, ...]:
    """Every family that holds ``code``, the widest first."""
    first, last = _ends(code)
    return tuple(family for family in known().get(code.system, ()) if family.holds(first, last))


@functools.cache
def known() -> Mapping[str, tuple[Family, ...]]:
    """The families of every system, each after those around it; read once."""
    text = resources.files("indexer.codes").joinpath("families.yaml").read_text("utf-8")
    # The parser in C takes a tenth of the time; a PyYAML built without it has only the other.
    return parse(yaml.load(text, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader)))


def parse(table: Mapping[str, Mapping[str, str]]) -> Mapping[str, tuple[Family, ...]]:
    """By system, from lines "first-last": name. Raises ValueError where a range runs backwards or two ranges cross."""
    return {system: tuple(_nested(system, lines)) for system, lines in table.items()}


def _nested(system: str, lines: Mapping[str, str]) -> list[Family]:
    found: list[Family] = []
    around: list[Family] = []
    for first, last, name in sorted((_line(system, *line) for line in lines.items()), key=_wide_before_narrow):
        while around and _key(around[-1].last) < _key(first):
            around.pop()
        if around and not around[-1].holds(first, last):
            raise ValueError(f"indexer/codes/families.yaml: {system} {first}-{last} crosses {around[-1].name!r}")
        words = ", ".join([*(family.name for family in around), name])
        family = Family(name, system, first, last, words)
        found.append(family)
        around.append(family)
    return found


def _line(system: str, ends: str, name: str) -> tuple[str, str, str]:
    first, _, last = ends.partition("-")
    # Both ends belong to one series: 0001F to 9999F, 00100 to 01999.
    if not name.strip() or not last or len(first) != len(last) or not _key(first) <= _key(last):
        raise ValueError(f"indexer/codes/families.yaml: {system} {ends!r} is no range in order with a name")
    return first, last, name


def _wide_before_narrow(line: tuple[str, str, str]) -> tuple[tuple[str, str], tuple[int, ...]]:
    # Of two ranges that begin together the one that ends later is the wider.
    return _key(line[0]), tuple(-ord(character) for character in line[1])


def _key(value: str) -> tuple[str, str]:
    """What codes are ordered by: the letter in which those of a series end (0402T, 1P), then the characters."""
    series = value[-1] if value[0].isdigit() and value[-1].isalpha() else ""
    return series, value


def _ends(code: Code) -> tuple[str, str]:
    value = code.value.split(".")[0] if code.is_diagnosis else code.value
    if code.system == "ICD-9-CM" and value.startswith("E"):
        value = value[:4]
    if not is_wildcard(code) or code.is_diagnosis:
        return value, value
    stem = value.rstrip("X")
    width = len(value) - len(stem)
    return stem + "0" * width, stem + "9" * width
