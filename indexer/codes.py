"""Codes in free text, as coders write them: lists that drop the stem, ranges, wildcards, modifiers and units.

Every mention keeps its offsets. What merely looks like a code (dollars, ZIP codes, telephone numbers, dates, thread
ids, coverage articles) is taken out before codes are looked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

MAX_RANGE = 50


@dataclass(frozen=True, slots=True, order=True)
class Code:
    """``system`` is CPT, HCPCS, ICD-10-CM, ICD-9-CM or modifier; ``value`` is upper case, ICD with its dot."""

    system: str
    value: str


@dataclass(frozen=True, slots=True)
class Mention:
    """``text[start:end]`` means ``codes``: one code, or a list or range written out."""

    start: int
    end: int
    codes: tuple[Code, ...]


# What has a code's shape and is none. Each alternative is linear in its input.
_NOT_CODES = re.compile(
    r"""
    https?://\S+ | www\.\S+
    | \$\s?\d[\d,]*(?:\.\d+)? | \b\d[\d,]*(?:\.\d+)?\s?(?:dollars|usd)\b
    | \b(?:\(\d{3}\)\s?|\d{3}[-.\s])\d{3}[-.\s]\d{4}\b
    | \b\d{1,2}/\d{1,2}/(?:\d{4}|\d{2})\b | \b\d{4}-\d{2}-\d{2}\b
    | \b\d{5}-\d{4}\b
    | \b(?:zip(?:\ code)?|thread)\s?(?:id|no\.?|number|\#)?\s?[:\#]?\s?\d+\b
    | \b(?:post|ticket|claim|invoice|acct|account|mrn|faq)\s?(?:id|no\.?|number|\#)\s?[:\#]?\s?\d+\b
    | \#\s?\d+
    | \b[A-Z][a-z]+,\s[A-Z]{2}\s\d{5}\b
    | \b[LA]\d{5}\b
    | \b\d{1,3}(?:,\d{3})+\b
    | \b\d{1,3}(?:\.\d+)?\s?x\s?\d{1,3}(?:\.\d+)?\s?(?:mm|cm|in)\b
    | \b\d{1,4}(?:\.\d+)?\s?(?:mm|cm|mg|mcg|ml|cc|units|%|minutes|min|hrs|days)\b
    """,
    re.VERBOSE | re.IGNORECASE,
)

_FULL = r"(?:\d{5}|\d{4}[FTU])"
# A unit count may stick to a code ("36415x2"); any other letter or digit there means that it is no code.
_ANCHOR = re.compile(
    rf"(?<![\w.$#])(?:{_FULL}|[A-HJ-MP-V]\d{{4}}|\d{{2,4}}[xX]{{1,3}}|[GJQS]\d{{2,3}}[xX]{{1,2}})(?=[xX]\d{{1,3}}\b|[^\w%]|$)"
)
_NEXT = re.compile(
    r"\s?(?P<sep>-|–|/|,|&|\+|\bto\b|\bthru\b|\bthrough\b|\band\b|\bor\b|\bvs\.?)\s?(?P<value>[A-Z]?\d{2,5}[FTU]?)(?![\w.%]*\w)",
    re.IGNORECASE,
)
_RANGE = frozenset({"-", "–", "to", "thru", "through"})


def is_wildcard(code: Code) -> bool:
    return code.system in {"CPT", "HCPCS"} and code.value.endswith("X")


def find(text: str) -> tuple[Mention, ...]:
    """Procedure codes (CPT and HCPCS level II) in order of their place; mentions never overlap."""
    masked = _NOT_CODES.sub(lambda match: " " * len(match[0]), text)
    return tuple(_procedures(masked))


def values(mentions: tuple[Mention, ...]) -> tuple[Code, ...]:
    """Every code meant, once, in order of first mention."""
    return tuple(dict.fromkeys(code for mention in mentions for code in mention.codes))


def _procedures(text: str) -> Iterator[Mention]:
    position = 0
    while anchor := _ANCHOR.search(text, position):
        position = anchor.end()
        value = anchor[0].upper()
        if "X" in value and len(value) != 5:
            continue
        found, last, end = [value], value, anchor.end()
        while (follow := _NEXT.match(text, end)) and "X" not in last:
            full = _with_stem(last, follow["value"].upper())
            if full is None or (follow["sep"] == "-" and len(follow["value"]) == 2):
                break
            if follow["sep"].lower() in _RANGE:
                written = _range(last, full)
                if written is None:
                    break
                found.extend(written[1:])
            else:
                found.append(full)
            last, end = full, follow.end()
        position = end
        codes = tuple(dict.fromkeys(Code(_system(value), value) for value in found))
        yield Mention(anchor.start(), end, codes)


def _with_stem(last: str, short: str) -> str | None:
    """``62367`` and ``68`` give ``62368``; None where the short form belongs to no list after ``last``."""
    if len(short) == len(last):
        return short if _ANCHOR.fullmatch(short) and short[0].isdigit() == last[0].isdigit() else None
    if len(short) < len(last) and short.isdigit() and last.isdigit():
        full = last[: -len(short)] + short
        return full if full > last else None
    return None


def _range(first: str, last: str) -> list[str] | None:
    """Both ends and all between, or None where the ends make no range of at most MAX_RANGE codes."""
    one, other = re.fullmatch(r"(\D?)(\d+)(\D?)", first), re.fullmatch(r"(\D?)(\d+)(\D?)", last)
    if not one or not other or (one[1], one[3], len(one[2])) != (other[1], other[3], len(other[2])):
        return None
    size = int(other[2]) - int(one[2]) + 1
    if not 1 <= size <= MAX_RANGE:
        return None
    return [f"{one[1]}{int(one[2]) + step:0{len(one[2])}}{one[3]}" for step in range(size)]


def _system(value: str) -> str:
    return "CPT" if value[0].isdigit() else "HCPCS"
