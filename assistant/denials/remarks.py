"""Reason and remark codes of a denial: their numbering, and plain words of ours for those that coding edits bring."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

_DATA = Path(__file__).with_name("remarks.yaml")
REASON, REMARK = "reason code", "remark code"
GROUPS = {
    "CO": "the provider bears it",
    "PR": "the patient bears it",
    "OA": "another adjustment",
    "PI": "lowered by the payer",
    "CR": "a correction of an earlier one",
}
# With its group or its list before it a code may be any; else it is a remark code, or a reason code with a letter.
_WRITTEN = re.compile(
    r"\b(?:(?P<group>CO|PR|OA|PI|CR)[ -]?(?P<grouped>[A-Z]?\d{1,3})|CARC[ :-]*(?P<reason>[A-Z]?\d{1,3})"
    r"|(?:RARC[ :-]*)?(?P<remark>(?:MA|M|N)\d{1,4})(?!\.?\d|[-–]\d)|(?P<lettered>[BP]\d{1,2})(?![.\d]))\b",
    re.IGNORECASE,
)
# At the very beginning a small number is one too: "97 62370 95991".
_BARE = re.compile(r"\s*(?P<bare>\d{1,3})(?=$|[\s,;])")


@dataclass(frozen=True, slots=True)
class Kind:
    """Denials of one cause, whose texts have words that ``about`` finds. ``pair`` and ``one`` are ways to ask the base
    about two codes and about one; ``claim`` is what has to be so for the payer to be wrong. ``corrects``: such a claim
    is mended, not appealed.
    """

    name: str
    about: re.Pattern[str]
    means: str
    claim: str
    pair: tuple[str, ...]
    one: tuple[str, ...]
    appeal: tuple[str, ...]
    correct: tuple[str, ...]
    corrects: bool


@dataclass(frozen=True, slots=True)
class Remark:
    """``value`` is its number without the ``group`` that stands before it; ``kind`` is None for one that is not known
    here, whatever it says.
    """

    value: str
    list: str
    group: str | None
    kind: Kind | None
    means: str | None

    @property
    def written(self) -> str:
        return f"{self.group}-{self.value}" if self.group else self.value


def find(text: str) -> tuple[tuple[Remark, ...], str]:
    """The codes of a denial in ``text``, in its order, each once, and the rest of the text."""
    found = list(_WRITTEN.finditer(text))
    if not found and (bare := _BARE.match(text)):
        found = [bare]
    rest = text
    for one in reversed(found):
        rest = f"{rest[: one.start()]} {rest[one.end() :]}"
    return tuple(dict.fromkeys(map(_remark, found))), " ".join(rest.split())


@functools.cache
def kinds() -> Mapping[str, Kind]:
    """By name."""
    return {name: _kind(name, told) for name, told in _data()["kinds"].items()}


def known() -> Iterator[Remark]:
    """Every code that is known here, reason codes first."""
    data, named = _data(), kinds()
    for which, table in ((REASON, data["reasons"]), (REMARK, data["remarks"])):
        for name, values in table.items():
            yield from (Remark(str(one), which, None, named[name], _means(str(one), named[name])) for one in values)


def _remark(found: re.Match[str]) -> Remark:
    parts = {name: text.upper() for name, text in found.groupdict().items() if text}
    group = parts.pop("group", None)
    ((name, value),) = parts.items()
    which = REMARK if name == "remark" or re.fullmatch(r"(?:MA|M|N)\d+", value) else REASON
    value = value if value[0].isalpha() else str(int(value))
    kind = _kinds_of().get((which, value))
    return Remark(value, which, group, kind, _means(value, kind) if kind else None)


def _means(value: str, kind: Kind) -> str:
    return str(_data()["means"].get(value, kind.means))


@functools.cache
def _kinds_of() -> dict[tuple[str, str], Kind]:
    return {(one.list, one.value): one.kind for one in known() if one.kind}


def _kind(name: str, told: dict[str, Any]) -> Kind:
    def lines(which: object) -> tuple[str, ...]:
        return tuple(" ".join(str(one).split()) for one in which) if isinstance(which, list) else ()

    ask = told["ask"]
    return Kind(
        name=name,
        about=re.compile(told["about"], re.IGNORECASE),
        means=told["means"],
        claim=told["claim"],
        pair=lines(ask.get("pair")),
        one=lines(ask.get("one")),
        appeal=lines(told["appeal"]),
        correct=lines(told["correct"]),
        corrects=bool(told.get("corrects", False)),
    )


@functools.cache
def _data() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(_DATA.read_text("utf-8"))
    return found
