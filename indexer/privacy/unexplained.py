"""Long numbers without a word or a shape that would tell what they are."""

from __future__ import annotations

import re
from collections.abc import Iterator

from indexer import codes
from indexer.privacy.masking import Identifier, pattern

# In a pasted header the number beside the name or the birth date is the record's; nine digits or more that nothing
# explains are somebody's too. Drug codes, dates, and providers' and published numbers are left alone.
_BESIDE = r"""\[(?:name|date\sof\sbirth|SSN)\][\s,;:|/()–-]{1,4}(?:[MF]\b[\s,;:|/()-]{1,3})?
    (?P<value>[A-Z]{0,2}\d{6,10})(?![\w/.-])"""
_LONG = r"(?<![\w$.,/=*&?#+–-])(?!N4\d{11})(?P<value>[A-Z]{0,5}-?\d(?:-?[A-Z\d]){8,24})(?![\w/–-]|\.\d)"
_PUBLIC = r"""\b(?:npis?|ndc|tin|ein|tax\sid|ptan|clia|upc|udi|gtin|taxonomy|isbn|issn|pmid|doi|url|nct|serial|model
    |lot|provider|payer|facility|contractor|oig)\b
    [^\[\n]{0,24}$"""
_DRUG = r"\d{4,5}-\d{3,4}-\d{1,2}"
_DATES = (
    r"(?:19|20)\d\d(?:0[1-9]|1[0-2])[0-3]\d(?:-?(?:19|20)\d\d(?:0[1-9]|1[0-2])[0-3]\d)?|[01]\d[0-3]\d(?:19|20)?\d\d"
)


def find(text: str) -> Iterator[Identifier]:
    for kind, source, digits in (("MRN", _BESIDE, 6), ("number", _LONG, 9)):
        for match in pattern(source).finditer(text):
            if sum(map(str.isdigit, match["value"])) >= digits and not _is_explained(text, match):
                yield Identifier(*match.span("value"), kind)


def _is_explained(text: str, match: re.Match[str]) -> bool:
    value, (start, end) = match["value"], match.span("value")
    return bool(
        not re.search(r"\d{6}", value)
        or pattern(_DRUG).fullmatch(value)
        or pattern(_DATES).fullmatch(value)
        or codes.find(value)
        or _is_npi(value)
        or pattern(_PUBLIC).search(text[max(0, start - 40) : start])
        or re.match(r"\W{1,2}(?:NPI|NDC)\b", text[end : end + 6])
    )


def _is_npi(value: str) -> bool:
    """Ten digits whose last checks the others by Luhn's formula, 80840 put before them (45 CFR 162.406)."""
    if not re.fullmatch(r"[12]\d{9}", value):
        return False
    doubled = [int(digit) * (2 if place % 2 else 1) for place, digit in enumerate(reversed("80840" + value))]
    return sum(number // 10 + number % 10 for number in doubled) % 10 == 0
