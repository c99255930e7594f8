"""Lines that announce somebody's words: "X said:", "Originally posted by X", "On DATE, X wrote:"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from indexer.threads import people

_SAID = r"(?:said|says|wrote|writes|posted|asked|replied|stated|states|answered|commented)"
_LEAD = re.compile(
    rf"on\s(?=\D{{0,20}}\d).{{4,60}}?,\s(?P<mailed>[^\s,\d][^,]{{0,60}}?)\s(?:<[^<>]{{3,60}}>\s)?"
    rf"(?:wrote|said|posted)\s?:\s*$"
    rf"|(?P<name>\S.{{0,79}}?)\s{_SAID}\s?(?:on\s.{{4,40}}|\(.{{4,40}}\))?\s?:\s*(?:↑|⬆)?\s*$",
    re.IGNORECASE,
)
_ORIGINAL = re.compile(
    r"(?:originally\sposted\sby|quote\sfrom|quoted?\sby|"
    r"quoting)\s?:?\s+(?P<name>\S.{0,79}?)\s?(?:on\s.{4,40})?(?:view\spost|:)?\s*$",
    re.IGNORECASE,
)
_PUBLICATION = re.compile(
    r"\b(?:manual|cpt|hcpcs|icd|cms|medicare|medicaid|ncci|cci|guidelines?|article|lcd|ncd|book|"
    r"newsletter|mln|assistant|policy|transmittal|ama|aapc|ahima|rule|regulations?"
    r"|website|site|faq|bulletin|register|payer|carrier|mac|noridian|novitas|palmetto|cgs|wps|ngs|aetna|"
    r"cigna|humana|uhc|bcbs|coding\sclinic|journal|edits?|appendix|chapter|section)\b",
    re.IGNORECASE,
)
_HEADING = re.compile(r"#{1,6}\s*\S|\*\*[^*\n]{1,150}\*\*\s*$")
_HANDLE = re.compile(r"\S*(?:\d|_|[a-z][A-Z])\S*$")


@lru_cache(maxsize=4096)
def lead(text: str) -> tuple[str, bool] | None:
    """Whose words a line announces, and whether only a quotation is announced so."""
    bare = text.strip().strip("*_").strip()
    if len(bare) > 160 or not bare:
        return None
    if match := _ORIGINAL.match(bare):
        return match["name"].strip(), True
    if match := _LEAD.match(bare):
        return (match["name"] or match["mailed"]).strip(), match["mailed"] is not None
    return None


def person(by: str, authors: frozenset[str]) -> tuple[int, int] | None:
    """Where a line above a quotation names somebody of the thread, or another user."""
    found = lead(by)
    if found is None or not is_person(found[0], authors):
        return None
    start = by.find(found[0])
    return (start, start + len(found[0])) if start >= 0 else None


def names_publication(by: str | None) -> bool:
    """Whether a quotation is announced as a publication's."""
    return by is not None and _PUBLICATION.search(by) is not None


def opens_article(before: Sequence[str], line: str) -> bool:
    """Whether a heading of Markdown, or a line in bold, below "From the manual:" opens a text that was pasted in."""
    above = next((one.rstrip() for one in reversed(before) if one.strip()), "")
    return _HEADING.match(line) is not None and above.endswith(":") and names_publication(above)


def is_person(name: str, authors: frozenset[str]) -> bool:
    return people.key(name) in authors or (bool(_HANDLE.match(name)) and not _PUBLICATION.search(name))
