"""Dates of birth: any date that a word for birth or a masked name stands beside."""

from __future__ import annotations

from collections.abc import Iterator

from indexer.privacy.masking import Identifier, pattern

_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]{0,6}\.?"
_DAY, _YEAR = r"\d{1,2}(?:st|nd|rd|th)?", r"(?:\d{4}|['’]?\d{2})"
DATE = rf"""(?:\d{{1,2}}\s?[/.–-]\s?\d{{1,2}}\s?[/.–-]\s?(?:\d{{4}}|\d{{2}})|\d{{4}}[/.-]\d{{1,2}}[/.-]\d{{1,2}}
    |{_MONTH}\s?{_DAY}(?:,?\s?{_YEAR})?|{_DAY}[\s-](?:of\s)?{_MONTH},?[\s-]{_YEAR}|{_MONTH},?\s\d{{4}}
    |{_DAY}[\s/-]?{_MONTH}[\s/-]?{_YEAR}|\d{{1,2}}\s\d{{1,2}}\s(?:19|20)\d\d|\d{{8}}|\d{{6}})(?!\w)"""
# Not before DOS or a visit: what follows those is a date of service.
_LINK = r"""(?:[\s.:=(\#,–-]|(?:is|was|on|in|of|the|her|his|their|as|at|file|listed|shows?|reads|entered|says|should|be
    |an?|card|patient|pt|yr|year|month|day)\b){0,12}"""
_WORD = r"""(?<!\w)(?:d[./]?\s?o[./]?\s?b|date\s(?:of\s)?birth|birth\s?-?date|birth\s?day|b-?day)\b(?:['’]?s\b)?"""
_FURTHER = rf"""(?P<more>(?:,?\s?(?:but|not|or|and|vs\.?|instead\sof|rather\sthan|/|&)
    (?:\s(?:should|be|is|was|has|it|actually|really|the|card|says|shows)){{0,4}}\s{DATE}){{0,3}})"""
_AFTER_WORD = rf"(?:{_WORD}|\b(?:re)?born\b|(?<!\w)b\.|(?<!\w)dob){_LINK}(?P<value>{DATE}){_FURTHER}"
_BEFORE_WORD = (
    rf"(?<![\w/.-])(?P<value>{DATE})[\s,]{{0,2}}\(?(?:is\s(?:the\s|her\s|his\s)?)?{_WORD}(?=\s?(?:[),;.\n]|$))"
)
_BESIDE_NAME = r"\[name\](?:,?\s[JS]r\.?)?[\s,;:/(|–-]{1,4}(?P<value>\d{1,2}[/.-]\d{1,2}[/.-]19\d\d)(?!\w)"
_CUE = r"d[./]?\s?o[./]?\s?b|birth|b-?day|born|(?<!\w)b\.|\[name\]"


def find(text: str) -> Iterator[Identifier]:
    if not pattern(_CUE).search(text):
        return
    for source in (_AFTER_WORD, _BEFORE_WORD, _BESIDE_NAME):
        for match in pattern(source).finditer(text):
            yield Identifier(*match.span("value"), "DOB")
            if source is _AFTER_WORD:
                for more in pattern(DATE).finditer(text, *match.span("more")):
                    yield Identifier(*more.span(), "DOB")
