"""Whether a name in a text is not meant, "not Medicare", or set against another, "Medicare or commercial?"."""

from __future__ import annotations

import re

# How far before and behind a name, in characters, its negation is looked for.
_NEAR = 48
_FILLER = r"(?:\s+(?:an?|the|any|for|on|under|with|in|by|through|at|of|to|from|have)){0,3}"
_WHO = r"(?:pts?|patients?|he|she|it|this|that|they|plan|payer|insurance|ins|carrier|who|which|claim|visit)"
_EXCEPT = r"other\s+than|except(?:\s+for)?|excluding|apart\s+from|aside\s+from|besides|everyone\s+but|anyone\s+but"
_BEFORE = re.compile(
    rf"(?:\b(?:(?<!whether\sor\s)not|non|never|no\s+longer|without|w/o|no|instead\s+of|rather\s+than|{_EXCEPT})"
    rf"|\b{_WHO}\s+(?:isn|wasn|aren)['’]?t|\b(?:isn|wasn|aren)['’]?t\s+(?:on|under)|n['’]?t\s+(?:have|got|carry))"
    rf"{_FILLER}(?:\s+|-)[(\"“]?$",
    re.IGNORECASE,
)
_BEHIND = re.compile(
    r"\s+(?:(?:is|was)\s+)?(?:not|isn['’]?t|wasn['’]?t)\s+(?:the\s+(?:payer|insurance)|involved|in\s+play)\b|\s+(?:is\s+)?excluded\b",
    re.IGNORECASE,
)
# "No Medicare rule", "not a Medicare edit": the payer is meant, and what it lacks is told.
_LACKS = re.compile(
    r"['’]?s?\s+(?:\w+\s+)?(?:rules?|guidance|guidelines?|polic(?:y|ies)|[ln]cds?|edits?|payments?|pays?|paid|articles?"
    r"|manual|requirements?|limits?|denials?|fees?|codes?|transmittals?|instructions?|auth\w*|approv\w*|reimburse\w*"
    r"|allow\w*|require\w*|specific|only|thing)\b",
    re.IGNORECASE,
)
_LACKING = re.compile(r"\b(?:no|not|without|w/o)(?:\s+(?:an?|the|any|in|of|under|by|to|from))*\s+$", re.IGNORECASE)
_OR = re.compile(r"['\")]?\s*(?:/|,?\s*\b(?:or|nor|and/or)\b)\s*(?:an?\s|the\s|any\s|for\s)?", re.IGNORECASE)
_AND = re.compile(r"['\")]?\s*(?:,|,?\s*\b(?:and|&)\b)\s*(?:an?\s|the\s|any\s|for\s)?", re.IGNORECASE)
_AGAINST = re.compile(
    r"['\")]?\s*(?:/|,?\s*\b(?:or|vs\.?|versus)(?!\w))\s*(?:(?:an?|the|is it|for|with|w/|in|under|by)\s+)?",
    re.IGNORECASE,
)
_EXCEPTED = re.compile(rf"\b(?:{_EXCEPT}){_FILLER}\s*$", re.IGNORECASE)


def holds(text: str, start: int, end: int) -> bool:
    """Whether ``text[start:end]`` is negated by what stands right before or behind it."""
    before, behind = text[max(0, start - _NEAR) : start], text[end : end + _NEAR]
    if _BEHIND.match(behind):
        return True
    return bool(_BEFORE.search(before)) and not (_LACKING.search(before) and _LACKS.match(behind))


def goes_on(text: str, first: int, end: int, start: int) -> bool:
    """Whether a negation of what begins at ``first`` and ends at ``end`` holds of what begins at ``start`` too.

    "Not Medicare or Medicaid" negates both, "not Medicare, Medicaid" the first alone; "except TRICARE and the VA" both.
    """
    if start - end > _NEAR:
        return False
    between = text[end:start]
    if _OR.fullmatch(between):
        return True
    return bool(_AND.fullmatch(between)) and bool(_EXCEPTED.search(text[max(0, first - _NEAR) : first]))


def sets_against(text: str, end: int, start: int) -> bool:
    """Whether what ends at ``end`` and what begins at ``start`` are set against each other: "or", "vs", a slash."""
    return start - end <= _NEAR and _AGAINST.fullmatch(text, end, start) is not None
