"""Identifiers that their shape gives away, at most with a word before them: e-mail, SSN, Medicare numbers, phones."""

from __future__ import annotations

import re
from collections.abc import Iterator

from indexer.privacy.masking import Identifier, pattern

_MAILS = (
    r"(?<![\w.+%'’-])[\w.+%'’-]{1,64}\s?(?:@|[(\[]at[)\]])\s?[\w-]{1,63}(?:\.[\w-]{1,63})+",
    r"(?<!\w)[\w.-]{1,40}(?:\s(?:dot|underscore)\s\w{1,40}){0,2}\sat\s\w{1,40}\sdot\s(?:com|net|org|edu|gov|us)\b",
)
_SOCIAL = r"(?<!\w)(?:ssn|s\.s\.n|ss|social(?:\ssec(?:urity)?)?|soc\.?\ssec)\b"
_NINE = r"[\dx*•]{3}[\s.–-]?[\dx*•]{2}[\s.–-]?\d{4}(?!\w)"
_L, _N = "[AC-HJKMNP-RT-Y]", r"[\dAC-HJKMNP-RT-Y]"
_MBI = rf"[1-9]{_L}{_N}\d[\s-]?{_L}{_N}\d[\s-]?{_L}{{2}}\d\d"
_HICN = r"\d{3}-\d\d-\d{4}-?[A-Z]\d?|\d{9}[A-DMTW]\d?"
_AREA, _EXTENSION = (
    r"(?:\([2-9]\d\d\)[\s.–-]{0,2}|[2-9]\d\d\s?[./–-]\s?|[2-9]\d\d\s)",
    r"(?:,?\s?(?:extension|ext|x)\.?\s?\d{1,6}\b)?",
)
_CALL = r"""\b(?:phone|tele?|telephone|cell|mobile|fax|call(?:ed|back)?|reach(?:ed)?|text|contact|ph|pager|line|direct
    |desk|home|work|office|evenings?|daytime|voicemail|vm|extension|(?<!\w)[pfchw]:)(?!\w)
    (?:[\s.:=\#,(]|(?:me|us|him|her|them|pt|is|at|on|number|no|num|nbr|back|line|my|our|the|phone|cell|or|direct|tomorrow
    |today|mom|dad|wife|husband|daughter|son|patient|office|home|work|left|msg|message)\b){0,16}"""
_NUMBERS = (
    (
        "SSN",
        rf"""{_SOCIAL}\.?(?:\s?(?:number|num|no|\#))?[\s.:=\#(-]{{0,4}}(?:(?:is|was|of|as|on\sfile)[\s:]{{1,2}}){{0,2}}
        (?P<value>{_NINE})""",
    ),
    (
        "SSN",
        rf"""(?:{_SOCIAL}\.?\s?\#?\s\(?(?:end(?:ing|s)|last\s(?:4|four))\)?(?:\s(?:digits|of|in|with|is|are|\#)){{0,3}}
        |\bssn)
        [\s:\#=]{{1,3}}(?:[x*•]{{1,5}}-?){{0,2}}(?P<value>\d{{4}})(?![\w-])""",
    ),
    (
        "SSN",
        rf"""\blast\s(?:4|four)\s(?:[\w'’]{{2,8}}\s){{0,4}}?{_SOCIAL}(?:\s?\#|\snumber|\sno)?[\s:=\#]{{1,3}}
        (?:(?:is|are|was)\s)?(?P<value>\d{{4}})\b""",
    ),
    ("member number", rf"(?<![\w-])(?P<value>{_MBI}|{_HICN}|(?-i:[A-Z]{{3}})\d{{9,12}})(?![\w-])"),
    ("SSN", r"(?<![\w-])(?P<value>[\dx*•]{3}[–-][\dx*•]{2}[–-](?:\d{4}|(?<=\d-)[x*•]{4}))(?![\w-])"),
    (
        "phone",
        rf"""(?<![\w$])(?<!\d[.–-])(?P<value>(?:\+?1\s?[\s.–-]?\s?)?{_AREA}\d{{3}}(?:\s?[./–-]\s?|\s)\d{{4}}(?![\w–-])
        {_EXTENSION})""",
    ),
    ("phone", r"(?<![\w$.–-])(?P<value>(?:[2-9]\d\d[.-]|\([2-9]\d\d\)\s?)[2-9]\d{6})(?![\w–-])"),
    ("phone", r"(?<![\w+])(?P<value>\+\d{1,3}(?:[\s.-]?\(?\d{1,4}\)?){2,5})(?![\w–-])"),
    (
        "phone",
        r"""(?<!\w)(?P<value>[2-9]\d{9})\s(?:is|was)\s(?:[\w'’]{2,9}\s){0,3}(?:cell|phone|number|fax|mobile|home|work)\b""",
    ),
    ("phone", rf"{_CALL}(?P<value>(?:\d{{3}}[\s.-]?)?\d{{7}}|\d{{3}}[\s.–-]\d{{4}}{_EXTENSION})(?![\w–-])"),
)

# Without one of these no pattern above matches: seven figures with little between, a word for a social number, a
# figure before a letter as in Medicare numbers, a country's code.
_NUMBERED = re.compile(
    r"(?:[\dxX*•][\s().,/–+-]{0,3}){6}[\dxX*•]|\b[sS][sS]|[sS]\.[sS]|[sS][oO][cC]|(?<!\w)[1-9][A-Za-z]|\+\d"
)


def mails(text: str) -> Iterator[Identifier]:
    for source, cue in zip(_MAILS, (r"@|[(\[]at[)\]]", r"\sdot\s"), strict=True):
        if re.search(cue, text, re.IGNORECASE):
            for match in pattern(source).finditer(text):
                yield Identifier(*match.span(), "e-mail")


def numbers(text: str) -> Iterator[Identifier]:
    """The first kind that finds a number has it."""
    if not _NUMBERED.search(text):
        return
    taken = list[Identifier]()
    for kind, source in _NUMBERS:
        for match in pattern(source).finditer(text):
            span = Identifier(*match.span("value"), kind)
            if not any(other.start < span.end and span.start < other.end for other in taken):
                taken.append(span)
    yield from taken
