"""The publications whose words a posting may take over, as ``publications.yaml`` lists them, and what one is called."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cache
from importlib import resources
from typing import Any

import yaml

from indexer.documents import PartialDate
from indexer.sources import Tier


@dataclass(frozen=True, slots=True)
class Particulars:
    """Where in a publication the words stand, as far as the posting says."""

    volume: str | None = None
    issue: str | None = None
    chapter: str | None = None
    section: str | None = None
    page: str | None = None


@dataclass(frozen=True, slots=True)
class Publication:
    """One publication with its particulars; ``label`` is how it is cited, ``date`` only what the posting states."""

    label: str
    tier: Tier
    date: PartialDate | None
    particulars: Particulars


@dataclass(frozen=True, slots=True)
class Known:
    """A publication of the list. ``needs`` are sets of kinds of particulars, any one of which makes it citable."""

    label: str
    tier: Tier
    named: str
    forms: tuple[re.Pattern[str], ...]
    number: re.Pattern[str] | None
    needs: tuple[frozenset[str], ...]

    def cited(self, parts: Mapping[str, str]) -> Publication | None:
        """The publication with ``parts``, by kind; None where they are too few, or name a date that no calendar has."""
        if not any(need <= parts.keys() for need in self.needs):
            return None
        try:
            date = _date(parts)
        except ValueError:
            return None
        particulars = Particulars(**{field.name: parts.get(field.name) for field in fields(Particulars)})
        return Publication(self._label(parts, date, particulars), self.tier, date, particulars)

    def _label(self, parts: Mapping[str, str], date: PartialDate | None, particulars: Particulars) -> str:
        name = f"{self.label} {parts['number']}" if "number" in parts else self.label
        name += f" ({parts['contractor']})" if "contractor" in parts else ""
        edition = parts.get("quarter") or parts.get("season")
        when = f"{edition} {date}" if edition else str(date) if date else None
        places = [_place(field.name, getattr(particulars, field.name)) for field in fields(Particulars)]
        return ", ".join(part for part in (name, when, *places) if part)


def _date(parts: Mapping[str, str]) -> PartialDate | None:
    year, month, day = (int(parts[kind]) if kind in parts else None for kind in ("year", "month", "day"))
    return None if year is None else PartialDate(year, month, day if month else None)


def _place(kind: str, value: str | None) -> str | None:
    if value is None or not value[:1].isalnum():
        return None
    if value.startswith("note "):
        return value
    return f"{kind}{'s' if kind == 'page' and _RANGE.search(value) else ''} {value}"


_RANGE = re.compile(r"\d[-–]\d")


@cache
def known() -> tuple[Known, ...]:
    """The shipped list, in its order."""
    listed = yaml.safe_load(resources.files("indexer.authority").joinpath("publications.yaml").read_text("utf-8"))
    return tuple(_known(entry) for entry in listed)


def _known(entry: Mapping[str, Any]) -> Known:
    forms: Sequence[str] = entry.get("forms", ())
    # Longer names first, so that what a shorter one begins is read whole.
    names = [_phrase(name) for name in sorted(entry.get("names", ()), key=len, reverse=True)]
    number = entry.get("number")
    return Known(
        label=entry["label"],
        tier=Tier[entry["tier"].upper()],
        named="|".join([*(re.sub(r"\?P<\w+>", "?:", form) for form in forms), *names]),
        forms=tuple(re.compile(form, re.IGNORECASE) for form in forms),
        number=re.compile(rf"(?!(?:19|20)\d\d\b)(?P<number>{number})(?!\w)", re.IGNORECASE) if number else None,
        needs=tuple(frozenset(need.split()) for need in entry["needs"]),
    )


def _phrase(name: str) -> str:
    """A pattern of the name: words apart by one or two blanks or a line's end, a full stop optional."""
    return r"\s{1,2}".join(re.escape(word).replace(r"\.", r"\.?") for word in name.split())
