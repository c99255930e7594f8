"""CPT and HCPCS level II codes: lists that drop the stem, ranges and wildcards."""

from __future__ import annotations

import re
from collections.abc import Iterator

from indexer.codes.modifier_values import NUMBERED, RARE, applies
from indexer.codes.notation import Code, Mention, written_out

# A plural or a unit count may stick to a code ("99215s", "36415x2"); so may a modifier of two letters or its word.
_ANCHOR = re.compile(
    r"""
    (?<![A-Z0-9$#])(?<!\d\.)
    (?:\d{5}|\d{4}[FTUM]|0[01]\d\dA|[A-HJ-MP-V]\d{4}|\d{4}X|\d{3}XX|\d\dXXX|\dXXXX|[A-HJ-MP-V]\d{3}X|[A-HJ-MP-V]\d\dXX|[A-HJ-MP-V]\dXXX)
    (?=\x03|'?s\b|mod|(?:QW|RT|LT|TC|GT)\b|[^A-Z0-9%]|$)(?!\.\d)
    """,
    re.VERBOSE | re.IGNORECASE | re.ASCII,
)
_NEXT = re.compile(
    r"""
    \s{0,3}(?P<sep>-|/|,|;|&|\+|\band/or\b|\bto\b|\bthru\b|\bthrough\b|\band\b|\bor\b|\bvs\b\.?|(?<=\d)\s(?=\d))\s{0,16}
    (?:(?:and|or|&)\s{1,2})?(?:an?\s|the\s|(?P<hyphen>-)(?=\d\b))?
    (?P<value>[A-Z]\d{4}|\d{5}|\d{4}[FTUM]|0[01]\d\dA|\d{4}X|\d{3}XX|\d{1,4})(?!\.?\w|%|'s)
    """,
    re.VERBOSE | re.IGNORECASE | re.ASCII,
)
_RANGE = frozenset({"-", "to", "thru", "through"})
_TWO_CODES = re.compile(
    r"\b(?:(?:chang|switch|down|up|bump|mov|correct|convert|crosswalk|went|go|recod)\w{0,10}\s(?:\w{1,12}\s){0,3}from"
    r"|(?:add|added|adding|attach|append|link|linked)\b(?:\s\w{1,10}){0,2})\s\Z",
    re.IGNORECASE,
)


def find(text: str) -> Iterator[Mention]:
    """``text`` has lookalikes and diagnoses overwritten, so what is left with a procedure's shape is one."""
    position = 0
    while anchor := _ANCHOR.search(text, position):
        position = anchor.end()
        if not _is_procedure(anchor[0]):
            continue
        found, last, end = [anchor[0].upper()], anchor[0].upper(), anchor.end()
        listed = False
        apart = bool(_TWO_CODES.search(text, max(0, anchor.start() - 60), anchor.start()))
        while follow := _NEXT.match(text, end):
            separator = "/" if follow["hyphen"] else follow["sep"].lower()
            more = _continued(last, follow["value"].upper(), separator, listed, apart)
            if more is None:
                break
            found += more
            listed = len(follow["value"]) == 2
            last, end = more[-1], follow.end()
        position = end
        yield Mention(anchor.start(), end, tuple(Code(_system(value), value) for value in dict.fromkeys(found)))


def _is_procedure(value: str) -> bool:
    """Category I runs from 00100 to 01999 and from 10004; the numbers between are ZIP codes of New England."""
    return not (value.isdigit() and (value < "00100" or "02000" <= value <= "09999"))


def _continued(last: str, value: str, separator: str, listed: bool, apart: bool) -> list[str] | None:
    """The codes that ``value`` adds to a list ending in ``last``; None where it belongs to no such list."""
    full = _with_stem(last, value, separator, listed)
    if full is None:
        return None
    if separator in _RANGE and not apart:
        written = None if "X" in last + full else written_out(last, full)
        if written is None:
            return [full] if _ascends(last, full) else None
        return written[1:] or [full]
    return [full]


def _with_stem(last: str, value: str, separator: str, listed: bool) -> str | None:
    if len(value) == len(last) == 5:
        return value if value[0].isdigit() == last[0].isdigit() and _is_procedure(value) else None
    if len(value) >= len(last) or not value.isdigit() or not last[1:].isdigit():
        return None
    full = last[: -len(value)] + value
    gap = int(full[1:]) - int(last[1:])
    if gap == 0 or (gap < 0 and (gap < -5 or separator not in {"/", "or", "and"})):
        return None
    if len(value) == 1:
        return full if gap > 0 and separator in {"-", "/"} else None
    if len(value) == 2 and applies(value, last):
        # A neighbour in a list is a code; a modifier that the code takes is a modifier.
        near = abs(gap) <= 3 and separator not in {"-", " "} and value not in {"24", "25", "26", "57"}
        near = near or (gap == 1 and separator in {"/", "and", "or"} and value != "26")
        ranged = separator in {"thru", "through"} or (separator == "-" and value in RARE and 1 < gap <= 12)
        return full if near or ranged or (listed and separator == "," and 0 < gap <= 20) else None
    if len(value) >= 3 and (gap < 0 or (gap > 50 and separator not in {"-", "/", "thru", "through"})):
        return None
    if value in NUMBERED and gap > 20:
        return None
    limit = {"-": 99, "thru": 99, "through": 99, "to": 99, " ": 5}.get(separator, 30)
    return full if len(value) >= 3 or abs(gap) <= limit else None


def _ascends(first: str, last: str) -> bool:
    return (first[0].isdigit(), len(first), first[-1].isdigit()) == (
        last[0].isdigit(),
        len(last),
        last[-1].isdigit(),
    ) and (first < last)


def _system(value: str) -> str:
    return "CPT" if value[0].isdigit() else "HCPCS"
