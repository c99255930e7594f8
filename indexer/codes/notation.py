"""What a code is, and how a range of codes is written out."""

from __future__ import annotations

import re
from dataclasses import dataclass

MAX_RANGE = 50

_COUNTED = re.compile(r"(\D*(?:\d{2,3}\.|\d[A-Z]\.)?)(\d+)(\D?)")


@dataclass(frozen=True, slots=True, order=True)
class Code:
    """``system`` is CPT, HCPCS, ICD-10-CM, ICD-9-CM or modifier; ``value`` is upper case, ICD with its dot."""

    system: str
    value: str

    @property
    def is_procedure(self) -> bool:
        """CPT or HCPCS: a service or a supply."""
        return self.system in {"CPT", "HCPCS"}

    @property
    def is_diagnosis(self) -> bool:
        return self.system.startswith("ICD")

    @property
    def is_modifier(self) -> bool:
        return self.system == "modifier"


@dataclass(frozen=True, slots=True)
class Mention:
    """``text[start:end]`` means ``codes``: one code, or a list or range written out."""

    start: int
    end: int
    codes: tuple[Code, ...]


def is_wildcard(code: Code) -> bool:
    """True of ``9921X`` and ``E11.-``; no complete code of these systems ends so, but modifiers such as KX do."""
    return not code.is_modifier and code.value.endswith(("X", "-"))


def values(mentions: tuple[Mention, ...]) -> tuple[Code, ...]:
    """Every code meant, once, in order of first mention."""
    return tuple(dict.fromkeys(code for mention in mentions for code in mention.codes))


def written_out(first: str, last: str) -> list[str] | None:
    """Both ends and all between; None where the ends make no range of at most MAX_RANGE codes."""
    one, other = _COUNTED.fullmatch(first), _COUNTED.fullmatch(last)
    if not one or not other or (one[1], one[3], len(one[2])) != (other[1], other[3], len(other[2])):
        return None
    size = int(other[2]) - int(one[2]) + 1
    if not 1 <= size <= MAX_RANGE:
        return None
    return [f"{one[1]}{int(one[2]) + step:0{len(one[2])}}{one[3]}" for step in range(size)]
