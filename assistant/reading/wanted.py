"""What a question wants to know of its codes where it asks about nothing else: what they are, or their worth."""

from __future__ import annotations

import re
from enum import StrEnum

from assistant.reading.abbreviations import uncounted
from indexer import codes
from indexer.codes import Code
from indexer.codes.modifier_values import NUMBERED


class Wanted(StrEnum):
    """``IDENTITY``: what the code is. ``DESCRIPTION``: the wording that its code set gives it. ``VALUE``: its rate."""

    IDENTITY = "identity"
    DESCRIPTION = "description"
    VALUE = "value"


# What may stand beside codes that are named alone, and tie them to one another.
_JOINING = re.compile(
    r"\b(?:vs|versus|and|or|with|to|thru|through|codes?|cpt|hcpcs|icd(?:-?10|-?9)?(?:-cm)?|dx|mods?|modifiers?)\b", re.I
)
_IDENTIFYING = re.compile(
    r"\b(?:what(?:'?s|\sis|\sare|\sdoes|\sdo)?|define|explain|look\sup|lookup|tell\sme\sabout|info(?:rmation)?|mean(?:s|ing)?"
    r"|stands?\sfor)\b",
    re.I,
)
_SMALL = re.compile(r"\b(?:for|of|on|the|an?|is|are|does|do|me|show|give|please|pls|this|there)\b", re.I)
_DESCRIBING = re.compile(
    r"\b(?:(?:long|short|full|official|code)\s)?(?:descriptions?|descriptors?|desc|definitions?)\b", re.I
)
_WORTH = re.compile(
    r"\b(?:(?:work|total|facility|nonfacility)\s)?(?:w?rvus?|fees?|prices?|rates?|allowables?|reimbursements?|payments?)\b"
    r"(?:\s(?:amounts?|schedules?)\b)?|\bcosts?\b|\bpays?\b|\bhow\smuch\b",
    re.I,
)
# The telling ones first: "what is the description of" asks for a description.
_ASKED = {Wanted.DESCRIPTION: _DESCRIBING, Wanted.VALUE: _WORTH, Wanted.IDENTITY: _IDENTIFYING}


def of(typed: str) -> Wanted | None:
    """None where no code is named, or something else is said beside the codes."""
    mentions = codes.find(typed)
    if not mentions:
        return Wanted.IDENTITY if lone_modifier(typed) else None
    rest = typed
    for mention in reversed(mentions):
        rest = rest[: mention.start] + " # " + rest[mention.end :]
    rest = uncounted(rest)
    if not _said(_JOINING.sub(" ", rest)):
        return Wanted.IDENTITY
    kinds = [kind for kind, pattern in _ASKED.items() if pattern.search(rest)]
    for pattern in (*_ASKED.values(), _SMALL, _JOINING):
        rest = pattern.sub(" ", rest)
    return kinds[0] if kinds and not _said(rest) else None


def _said(rest: str) -> bool:
    return bool(re.search(r"[^\W_]{2,}|\b[a-z]/[a-z]\b", rest, re.IGNORECASE))


def lone_modifier(typed: str) -> tuple[Code, ...]:
    """The modifier of a text that is nothing but its number: beside words, a number alone proves nothing."""
    value = typed.strip(" -?.#")
    return (Code("modifier", value),) if value in NUMBERED else ()
