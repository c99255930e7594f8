"""What a question wants to be told that a text either states or does not: a payer's own rule, an amount, a frequency.

A document may share every word of a question and still leave out the one thing asked for. These demands are read from
the question by its words and looked for in a text by what would have to stand there.
"""

from __future__ import annotations

import re

from indexer import codes

_PAYERS = (
    "medicaid|medi-?cal|bcbs\\w*|blue (?:cross|shield)|aetna|cigna|uhc|united ?health\\w*|humana|anthem|tricare|champva"
    "|workers.? comp\\w*|regence|moda|lifewise|novitas|noridian|palmetto|ngs|wps|cgs|fcso|first coast|optum|kaiser"
    "|ambetter|molina|centene|highmark|carefirst|premera|railroad medicare"
)
# Two letters only where they are no word and no modifier: "in", "or", "pa" and "co" are left out.
_STATES = (
    "alabama|alaska|arizona|arkansas|california|colorado|connecticut|delaware|florida|georgia|hawaii|idaho|illinois"
    "|indiana|iowa|kansas|kentucky|louisiana|maine|maryland|massachusetts|michigan|minnesota|mississippi|missouri"
    "|montana|nebraska|nevada|new hampshire|new jersey|new mexico|new york|north carolina|north dakota|ohio|oklahoma"
    "|oregon|pennsylvania|rhode island|south carolina|south dakota|tennessee|texas|tx|utah|vermont|virginia|washington"
    "|wisconsin|wyoming|ny|nj"
)
_PARTY = re.compile(rf"\b(?:{_PAYERS}|{_STATES})\b", re.IGNORECASE)
_YEAR = re.compile(r"\b20[0-4]\d\b")
# What is asked for, and what a text that answers it holds.
_FIGURES = (
    (
        "an amount",
        r"\bhow much\b|\bwhat (?:does|did|do|will) (?:\S+ ){1,3}pays?\b|\bpa(?:y|id|yment) (?:amount|rate|for)\b"
        r"|\b(?:fee|allowable|allowed amount|conversion factor|price[sd]?|w?rvus?|cost)\b",
        r"\$\s?\d|\b\d+(?:\.\d+)? ?(?:percent\b|%)|\brvu",
    ),
    ("a percentage", r"\b(?:percent\w*|pct|what share|split of)\b|\d ?%", r"\d ?(?:%|percent)|percentage"),
    (
        "a frequency",
        r"\bhow (?:often|long between)\b|\bhow many (?:times|sessions|visits|per)\b|\bfrequency\b|\bevery how\b"
        r"|\bper (?:year|yr|quarter|month)\b|\bsessions\b",
        r"\b(?:once|twice|times|per (?:year|day|month|week)|every \w+|months?|annual\w*|frequency)\b",
    ),
    ("a medically unlikely edit", r"\bmues?\b", r"\bmues?\b|medically unlikely"),
)
_ASKED = tuple(
    (name, re.compile(asked, re.IGNORECASE), re.compile(held, re.IGNORECASE)) for name, asked, held in _FIGURES
)
_DIAGNOSES = re.compile(
    r"\b(?:dx|icd\S*|diagnos[ie]s) (?:codes?|list)\b|\b(?:what|which|covered) dx\b|\bdx for\b", re.I
)


def parties(question: str) -> list[str]:
    """The payers, contractors and states that a question names, as typed, each once."""
    return list(dict.fromkeys(match[0] for match in _PARTY.finditer(question)))


def unnamed(question: str, text: str) -> list[str]:
    """Those of ``parties`` that ``text`` does not name."""
    low = text.lower()
    return [party for party in parties(question) if party.lower() not in low]


def lacking(question: str, text: str) -> list[str]:
    """What is asked for (amount, share, frequency, unlikely edits, diagnoses) and ``text`` does not hold, in words."""
    found = [name for name, asked, held in _ASKED if asked.search(question) and not held.search(text)]
    if _DIAGNOSES.search(question) and not any(
        code.system.startswith("ICD") for code in codes.values(codes.find(text))
    ):
        found.append("diagnosis codes")
    return found


def other_party(question: str, text: str) -> bool:
    """Whether the question names payers, contractors or states and ``text`` not one of them."""
    asked = parties(question)
    return bool(asked) and unnamed(question, text) == asked


def unmet(question: str, text: str) -> int:
    """How many of the things asked for ``text`` does not hold."""
    return len(lacking(question, text))


def years(question: str) -> list[str]:
    """The years that a question names, each once."""
    return list(dict.fromkeys(_YEAR.findall(question)))


def other_year(question: str, text: str) -> bool:
    """Whether the question names a year that ``text`` does not speak of."""
    asked = years(question)
    return bool(asked) and not set(asked) & set(_YEAR.findall(text))
