"""Numbers known by the word before them: record, account, claim and member numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from indexer import codes
from indexer.privacy.masking import Identifier, pattern


@dataclass(frozen=True, slots=True)
class _Label:
    """Which value after ``words`` is an identifier.

    After a sign ("#", "no.", "ID") it needs ``signed`` digits, after a colon at least five, else ``bare``; up to three
    letters count as digits. Where ``sure``, even a value with a code's shape is masked.
    """

    kind: str
    words: str
    signed: int
    bare: int
    sure: bool = False


_PAYERS = r"""bcbs\w{0,2}|blue\s(?:cross|shield)|anthem|aetna|cigna|uhc|united\s?health\s?care|humana|tricare|champva
    |kaiser|medi-?cal|medicare|medicaid|molina|centene|wellcare|ambetter|oscar"""
_LABELS = (
    _Label("MRN", r"(?:e|u|h)?m\.?r\.?n|e?mpi", 4, 4, sure=True),
    _Label(
        "MRN",
        r"med(?:ical)?\.?\s?rec(?:ord)?s?|chart|patient|pt|m\.?r|emr|ehr|(?:unit|record|hosp(?:ital)?)(?=\s?(?:\#|n|id\b))",
        4,
        6,
        sure=True,
    ),
    _Label(
        "account number",
        r"acc(?:oun)?t|acnt|acc(?=\s?\#)|a/c|har|csn|guar(?:antor)?|(?:patient|pt)\scontrol(?=\s?(?:n|\#))",
        4,
        6,
        sure=True,
    ),
    _Label(
        "account number",
        r"enc(?:ounter)?|visit|fin|invoice|inv|statement|auth(?:orization)?|referral|pa(?=\s?\#)",
        5,
        6,
    ),
    _Label(
        "claim number", r"(?:[idtp]|c)cn|(?:(?:claims?|internal|document|payer|patient)\s)?control(?=\s?(?:n|\#))", 6, 6
    ),
    _Label("claim number", r"claims?|clms?|orig(?:inal)?\sref(?:erence)?", 6, 6),
    _Label("member number", r"hicn?|mbi|cin|dbn", 5, 5),
    _Label(
        "member number",
        rf"""(?:member|subscriber|beneficiary|medicare)\sidentifier|member(?:ship)?|mbr|subscriber|sub|insured
        |policy(?:holder)?|pol(?=\s?\#)|bene(?:ficiary)?|enrollee|recipient|card(?:holder)?|cert(?:ificate)?|contract
        |insurance|ins|group|grp|sponsor|id|{_PAYERS}""",
        5,
        6,
    ),
)
# What a label and its value are joined by: "MRN is", "claim number on file:", "group (", "account ending in".
_JOIN = r"""(?:/\w{2,8})?(?P<sign>(?:\s(?:ref(?:erence)?|file|tracking)\.?)?\s?(?:id\b\s?)?
    (?:\#|numbers?\b|nbr\b|nr\b|num\b|nos?\b|ids?\b))?
    (?P<mark>[\s.:=\#(/-]{0,4})
    (?:(?:is|was|are|as|on\sfile|listed|shows|reads|of|ending(?:\sin)?|ends\sin|for\s(?:him|her|this\s(?:pt|patient)))
    [\s:]{1,2}){0,3}"""
# A payer's or provider's number, though a label stands before it.
_PUBLIC = r"(?!(?:npi|tin|ein|cpt|dos|pos|ndc|drg|rev|lcd|ncd|icd|hcpcs)\b)"
# Digits in groups of at most four, which no code has; a letter and nine digits in two groups; or digits, letters and
# hyphens without a space. An upper-case prefix may stand apart, unless it is a label itself.
_VALUE = r"""(?!(?-i:MRN|DOB|SSN|NPI|[IDT]CN|HICN?|MBI|ACCT|FIN|CSN|HAR|DBN|CIN|ID)\b)
    (?P<value>(?:(?-i:[A-Z]{1,4})\ ?)?\d{1,4}(?:\ \d{1,4}){1,5}(?!\w)|[A-Z]\d{4}\ \d{5}(?!\w)
    |(?:[A-Z]{1,5}-?|(?-i:[A-Z]{2,4})\ (?=\d{6}))?\d[A-Z\d]*(?:-[A-Z\d]+)*)"""
_FURTHER = r"(?P<more>(?:\s?(?:,|&|/|and|or)\s?(?:(?:&|and|or)\s)?\#?\s?[A-Z]{0,4}\d{7,}[A-Z\d]*)*)"
_MORE = r"[A-Z]{0,4}\d{7,}[A-Z\d]*"
_DATE_OR_COUNT = r"""(?:19|20)\d\d-?(?:0[1-9]|1[0-2])-?(?:0[1-9]|[12]\d|3[01])|(?:19|20)\d\d(?:0[1-9]|1[0-2]|-\d\d?)
    |(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:19|20)?\d\d|\d\d?-\d\d?-(?:\d\d){1,2}|[1-9]\d{0,3}000"""
_COVERAGE = r"[LA]\d{5}"  # coverage determinations and articles
_PROVIDER = r"\b(?:tax|npi|payer(?=\sid)|provider|facility|federal|caller|contractor|thread|employer|group\snpi)\s$"
_PAYER_POLICY = r"\w{2}\spolicy\s?(?:numbers?|no|\#)\W{0,3}[\d.]{1,6}$"


@cache
def _pattern() -> re.Pattern[str]:
    labels = "|".join(f"(?P<label{place}>{label.words})" for place, label in enumerate(_LABELS))
    return pattern(rf"(?<![\w/?&-])(?:{labels})(?:['’]?s)?(?![A-Z])\.?{_JOIN}{_PUBLIC}{_VALUE}{_FURTHER}")


def find(text: str) -> Iterator[Identifier]:
    if not re.search(r"\d", text):
        return
    for match in _pattern().finditer(text):
        label = next(label for place, label in enumerate(_LABELS) if match[f"label{place}"])
        if _is_identifier(label, match) and not _public(text, match):
            yield Identifier(*match.span("value"), label.kind)
            for more in pattern(_MORE).finditer(text, *match.span("more")):
                yield Identifier(*more.span(), label.kind)


def _is_identifier(label: _Label, match: re.Match[str]) -> bool:
    value, signed = match["value"], match["sign"]
    digits, letters = sum(map(str.isdigit, value)), sum(map(str.isalpha, value))
    always, marked = label.bare == label.signed, re.search("[:=]", match["mark"])
    wanted = label.signed if signed else max(label.signed, 5) if marked else label.bare
    if digits < 4 or digits + min(letters, 3) < wanted:
        return False
    if label.sure and (signed or always):
        return True
    other = pattern(_DATE_OR_COUNT).fullmatch(value) or not (marked or re.search(r"\d{5}|^[\d\s-]+$", value))
    return not _is_code(value) and (bool(signed) or always or not other)


def _is_code(value: str) -> bool:
    """A modifier may follow the code: "99213-25"."""
    if pattern(_COVERAGE).fullmatch(value):
        return True
    if re.fullmatch(r"(\d\d)\d{3}-(?!\1)\d{5}", value):  # no range spans chapters
        return False
    return any(found.start == 0 and re.fullmatch(r"(?:-?\w{2})?", value[found.end :]) for found in codes.find(value))


def _public(text: str, match: re.Match[str]) -> bool:
    """Whether the word before the label makes the number a payer's or provider's."""
    before = max(0, match.start() - 24)
    return bool(
        pattern(_PROVIDER).search(text[before : match.start()])
        or pattern(_PAYER_POLICY).search(text[before : match.end("value")])
    )
