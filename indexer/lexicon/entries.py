"""What the lexicon knows: payers, states, settings and performers, each with the names by which coders write it."""

from __future__ import annotations

import functools
from dataclasses import dataclass, field
from enum import StrEnum
from importlib import resources
from typing import Any

import yaml

from indexer.lexicon import words


class Facet(StrEnum):
    """What an entry is. A lookalike holds a name of another entry and means something else: "private practice"."""

    PAYER = "payers"
    STATE = "states"
    SETTING = "settings"
    PERFORMER = "performers"
    LOOKALIKE = "lookalikes"


class Kind(StrEnum):
    """Kinds of payer, with the words that the data has for them."""

    MEDICARE = "medicare"
    CONTRACTOR = "contractor"
    ADVANTAGE = "medicare advantage"
    MEDICAID = "medicaid"
    COMMERCIAL = "commercial"
    MILITARY = "military"
    COMPENSATION = "workers compensation"
    AUTO = "auto"
    SELF_PAY = "self pay"
    ANY = "any"


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that is known. ``kind`` is set for payers only; ``instrument`` is what a payer rules by, an LCD."""

    facet: Facet
    name: str
    kind: Kind | None = None
    instrument: bool = field(default=False, compare=False)

    @property
    def whole(self) -> bool:
        """Whether it is its kind as a whole: Medicaid, and not the Medicaid of one state."""
        return self.kind is not None and self.name.lower() == self.kind

    def covers(self, other: Entry) -> bool:
        """Whether who speaks of ``other`` speaks of this: the same name, or one of the kind that this is as a whole."""
        return self.facet is other.facet and (self.name == other.name or (self.whole and self.kind is other.kind))


@dataclass(slots=True)
class Node:
    """A step in the names, word by word. ``cased`` ends a name that is read in capitals only."""

    following: dict[str, Node] = field(default_factory=dict)
    ends: Entry | None = None
    cased: Entry | None = None


@dataclass(frozen=True, slots=True)
class Names:
    """``places`` are the entries of the places of service, by their two digits."""

    root: Node
    beginnings: tuple[tuple[str, Entry], ...]
    places: dict[str, Entry]

    def may_begin(self, word: str) -> bool:
        """Whether a name can begin with ``word``, which most words can't."""
        first = self.root.following
        return (
            word in first
            or (word.endswith("s") and word[:-1] in first)
            or word.startswith("non")
            or any(word.startswith(beginning) for beginning, _ in self.beginnings)
        )


@functools.cache
def known() -> Names:
    """All names, read once."""
    root, beginnings, places = Node(), [], {}
    for facet in Facet:
        for line in _lines(facet):
            kind = Kind(line["kind"]) if "kind" in line else None
            entry = Entry(facet, line["name"], kind, line.get("instrument", False))
            places.update({f"{place:>02}": entry for place in line.get("pos", ())})
            for name in line["names"]:
                if name.endswith("*"):
                    beginnings.append((name[:-1], entry))
                else:
                    _add(root, name, entry)
    return Names(root, tuple(beginnings), places)


def payers() -> list[tuple[Entry, list[str]]]:
    """Every payer with its names as they are written in the data."""
    return [(Entry(Facet.PAYER, line["name"], Kind(line["kind"])), line["names"]) for line in _lines(Facet.PAYER)]


def names(facet: Facet) -> list[str]:
    """What each entry of ``facet`` is called."""
    return [line["name"] for line in _lines(facet)]


@functools.cache
def _lines(facet: Facet) -> list[dict[str, Any]]:
    text = resources.files("indexer.lexicon").joinpath(f"{facet}.yaml").read_text("utf-8")
    # The parser in C takes a tenth of the time; a PyYAML built without it has only the other.
    lines = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return [line if isinstance(line, dict) else {"name": line, "names": [line]} for line in lines]


def _add(root: Node, name: str, entry: Entry) -> None:
    node = root
    for word in words.split(name):
        node = node.following.setdefault(word.text, Node())
    held = node.cased if name.isupper() else node.ends
    if held is not None and held != entry:
        raise ValueError(f"indexer/lexicon: {name!r} is a name of both {held.name} and {entry.name}; leave it in one")
    if name.isupper():
        node.cased = entry
    else:
        node.ends = entry
