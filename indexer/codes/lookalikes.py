"""What has a code's shape and is none: money, dates, telephone numbers, ZIP codes, identifiers, citations, counts.

``plain`` overwrites all of it in place, so every offset into what is left is an offset into the original.
"""

from __future__ import annotations

import re
from string import ascii_uppercase

BLANK, CODE, UNITS = "\x01", "\x02", "\x03"  # stand for a lookalike, a code already read, a unit count

_SAME_LENGTH = str.maketrans(
    dict.fromkeys("‐‑‒–—―−", "-") | dict.fromkeys("\x01\x02\x03\xa0\u2007\u202f", " ") | {"×": "x", "’": "'"}
)
# Small letters alone are matched several times faster than both cases; ASCII keeps the length.
_LOWER = {ord(capital): capital.lower() for capital in ascii_uppercase}
_SYSTEM = re.compile(
    r"""
    \bicd[-\s]?(?:10|9)(?:[-\s]?(?:cm|pcs))? | \b\d{1,2}\s?x\s?(?=\d{5}\b)
    | \b(?:(?:cpts?|hcpcs|proc|procedure|px)(?:\s?codes?)?[\s#:.-]{0,3}|codes?(?:\s?[#:.-]{1,2}\s?)?)(?=[a-z]?\d)
    """,
    re.VERBOSE,
)
_UNITS = re.compile(
    r"""
    x(?:(?<![a-z\d]x)\s? | (?<=\d{5}x) | (?<=\d{4}[ftuma]x) | (?<=[a-v]\d{4}x) | (?<=\d{5}\sx)\s?) \d{1,3}\b (?!\.\w)
    """,
    re.VERBOSE,
)
_NUMBER = r"\d{1,4}(?:\.\d{1,3})?"
_SHAPES = re.compile(
    rf"""
    (?=[\d$€£(hwu])(?:
    https?://\S+ | \bwww\.\S+
    | [$€£]\s?\d[\d,]*(?:\.\d+)? | \busd\s?\d[\d,]*(?:\.\d+)?
    | \b\d[\d,]{{0,12}}(?:\.\d{{1,4}})?\s?(?:dollars|usd|bucks)\b
    | (?<![\d,])\d{{1,3}}(?:,\d{{3}}){{1,4}}\b(?:\.\d\d?\b)?
    | \b(?:1[-.\s])?(?:\(\d{{3}}\)\s?|\d{{3}}[-.\s])\d{{3}}[-.\s]\d{{4}}\b
    | \b\d{{3}}([-.])\d{{3}}\1\d{{5,7}}\b | \b8(?:00|33|44|55|66|77|88)\s\d{{3}}[-.\s]\d{{5,7}}\b
    | \(\d{{3}}\)\s?\d{{3}}[-.\s]\d{{4}}\b | (?<![\w-])\d{{3}}-\d{{4}}\b
    | \b\d{{3}}-\d{{2}}-\d{{4}}\b | \b\d{{5}}-\d{{3,4}}-\d{{1,2}}\b | \b\d{{5}}-\d{{4}}\b
    | (?<![\d.])\d{{1,5}}(?:\.\d{{1,5}}){{2,8}}\b
    | (?<![\w/.-])(?:0?[1-9]|1[0-2])/(?:0?[1-9]|[12]\d|3[01])(?:/(?:\d{{4}}|\d{{2}}))?(?![\w/])
    | (?<![\w-])(?:0?[1-9]|1[0-2])[-.](?:0?[1-9]|[12]\d|3[01])[-.](?:\d{{4}}|\d{{2}})\b
    | \b\d{{4}}-\d{{2}}-\d{{2}}\b
    | (?<![\w.]){_NUMBER}(?:\s?x\s?{_NUMBER}){{1,2}}\s?(?:mm|cm|in|inch|inches)\b | (?<![\w.]){_NUMBER}x{_NUMBER}\b
    | \b\d\d000(?=[-\s](?:series|codes)\b) | \b\d0000(?:'?s\b|(?=[-\s]series)|\s?(?:units?|u)\b)
    | \b\d\d000\s?(?:iu\b|(?:units?|u)\s(?:of|per|iv|im|sq|subq)\b)
    | \b\d{{5}}\s(?:people|patients|members|lives|beneficiaries|employees|miles|steps)\b
    )
    """,
    re.VERBOSE,
)
_ID = r"\s?(?:(?:id|no|num|number|nbr)\b\.?|\#){0,2}\s?[:\#]?\s?(?:is\s)?"
_MARK = r"\s?(?:(?:id|no|num|number|nbr)\b\.?|\#)\s?[:\#]?\s?(?:is\s)?"
_IDENTIFIERS = re.compile(
    rf"""
    (?=\b\w|[\#§])(?:
    \bzip(?:s|\s?codes){_ID}\d{{5}}(?:-\d{{4}})?(?:(?:,|\s(?:and|or|to))\s?\d{{5}}\b){{0,9}}
    | \bzip(?:\s?code)?{_ID}\d{{5}}(?:-\d{{4}})?(?:(?:,|\s(?:or|to))\s?(?!99[234])\d{{5}}\b){{0,9}}
    | \b(?:office|clinic|practice|location|located)\s(?:at|in)\s(?!99[234])\d{{5}}\b(?!-?\s?(?:\d|rate|level))
    | \b\d{{5}}(?:(?:,|\s(?:and|or|&))\s?\d{{5}}){{0,9}}\s(?=zips?\b)
    | \b(?:change\ request|threads?|topic|post|ticket|invoice|acct|account|mrn|npi|dcn|icn|tin|ptan|pmid|mln|transmittal
        |po(?=\s\d{{5}}(?!-))|ext|extension|room|apt|suite|lot|box|ssn|cr(?=\s?\#?\d{{5}})){_ID}[a-z]?\d[\d-]*\b
    | \b(?:claim|case|order|patient|pt|chart|policy|group|check|member|reference|ref|auth(?:orization)?|confirmation
        |control|job|po|faq|message|subscriber){_MARK}[a-z]{{0,3}}\d[\d-]*\b
    | \b[a-z]{{1,3}}(?:-\d\d){{2}}-\d{{5}}\b | \bid\s?[:\#]?\s?\d[\d-]*\b | \#\d{{3,}}\b
    | \b(?:lcd|article){_ID}d?[la]?\d{{5}}\b | \bd?l[1-3]\d{{4}}\b | \ba\d{{5}}\b
    | \b(?:\d{{1,3}}\s)?c\.?f\.?r\.?\s(?:part\s|§\s?|sec\.?\s)?\d{{1,4}}(?:\.\d{{1,4}})? | §\s?\d+(?:\.\d+)?
    | \bcms[-\s]?\d{{3,5}}\b | \bub[-\s]?0?4\b | \bpc/tc(?=\s(?:indicator|split|modifiers?\sindicator))
    | \b(?:status|payment)\sindicators?\s[a-z]\d?\b
    | \b(?:remark|rarc)(?:\scodes?)?\s[a-z]{{1,2}}\d{{1,3}}\b | \b[nm]a?\d{{1,3}}(?=\s(?:remark|rarc))
    )
    """,
    re.VERBOSE,
)
# Where a ZIP code of the state begins, for the states whose letters are also a word or a title ("OR", "MD") and for
# those often written without a comma.
_ZIPPED = (
    r"(?:AZ\s{1,2}8[56]|CO\s{1,2}8[01]|DE\s{1,2}19|FL\s{1,2}3[234]|GA\s{1,2}3[019]|HI\s{1,2}96|ID\s{1,2}83|IL\s{1,2}6[0-2]"
    r"|IN\s{1,2}4[67]|LA\s{1,2}7[01]|MA\s{1,2}0[12]|MD\s{1,2}2[01]|ME\s{1,2}0[34]|MI\s{1,2}4[89]|NC\s{1,2}2[78]"
    r"|NJ\s{1,2}0[78]|NY\s{1,2}1[0-4]|OH\s{1,2}4[345]|OK\s{1,2}7[34]|OR\s{1,2}97|PA\s{1,2}1[5-9]|TX\s{1,2}7[5-9]"
    r"|VA\s{1,2}2[0-46]|WA\s{1,2}9[89]|WI\s{1,2}5[34])"
)
_STATES = r"(?:A[KLR]|C[AT]|DC|I[A]|K[SY]|M[NOST]|N[DEHMV]|PR|RI|S[CD]|TN|UT|VT|W[VY])"
_CITIES = (
    r"(?:Albuquerque|Atlanta|Austin|Baltimore|Boston|Brooklyn|Charlotte|Chicago|Cincinnati|Cleveland|Columbus|Dallas|Denver"
    r"|Detroit|Houston|Indianapolis|Jacksonville|Louisville|Memphis|Miami|Milwaukee|Minneapolis|Nashville|Omaha|Orlando"
    r"|Philadelphia|Phoenix|Pittsburgh|Portland|Raleigh|Sacramento|Seattle|Tampa|Tucson|Tulsa"
    r"|(?:Las|Los|New|San|Salt|Kansas|Oklahoma|Fort|St\.?)\s[A-Z][a-z]{1,12}(?:\sCity)?)"
)
_MONTH = (
    r"(?:(?:[Jj]an(?:uary)?|[Ff]eb(?:ruary)?|[Mm]ar(?:ch)?|[Aa]pr(?:il)?|[Jj]une?|[Jj]uly?|[Aa]ug(?:ust)?"
    r"|[Ss]ept?(?:ember)?|[Oo]ct(?:ober)?|[Nn]ov(?:ember)?|[Dd]ec(?:ember)?)\b\.?|May)"
)
# Capitals tell a month from the verb "may", a state from a word, a denial code from "or".
_CAPITALISED = re.compile(
    rf"""
    (?=\b[A-Z\d])(?:
    \b{_CITIES}\s\d{{5}}\b
    | \b[A-Z][A-Za-z]{{1,30}}\.?,\s?{_STATES}\.?,?\s{{1,2}}\d{{5}}\b | \b[A-Z][A-Za-z]{{1,30}}\.?,?\s?{_ZIPPED}\d{{3}}\b
    | \b\d{{1,5}}\s(?:[NSEW]\.?\s)?[A-Z][a-z]{{1,30}}\s(?:St|Street|Ave|Avenue|Rd|Road|Blvd|Drive|Lane|Ln|Hwy)\b
    | \b{_MONTH}\s\d{{1,2}}(?:st|nd|rd|th)?\b(?:,?\s\d{{4}}\b)? | \b\d{{1,2}}\s{_MONTH}(?=\s|$)
    | \b(?:CO|PR|OA|PI|CARC|RARC)[-\s]?[A-Z]{{0,2}}\d{{1,3}}\b
    )
    """,
    re.VERBOSE,
)
_COUNTED = r"""
    minutes?|mins?|hours?|hrs?|seconds?|secs?|(?:global\ )?days?|weeks?|wks?|months?|mos?|years?|yrs?|yo|y/o|y\.o
    |patients|pts|people|members|employees|residents|beneficiaries|lives|providers|physicians|doctors|docs|nurses|coders
    |charts|records|claims|denials|encounters|cases|codes|units?|times|visits|lesions|wounds|sites|polyps|specimens|jars
    |levels|joints|muscles|shots|doses|vials|injections|percent|pct|mm|cm|sq|square|mg|mcg|ml|cc|gm?|kg|lbs?|pounds
    |inch|inches|ft|feet|meq|iu|gauge|fr|french|degrees?|dollars|bucks|cents|points|pages|questions|w?rvus?|mhz|watts
    |joules|stitches|sutures|screws|pins|plates|tests|views?|reps|miles|states|payers|carriers|audits|sessions
    |treatments|films|needles|leads
"""
_SHORT = r"pp?|pgs?|vols?|ch|secs?|sect|figs?|rm|approx|addl|wt|ver|rev|issue\sno"
_LABEL = r"""
    age[ds]?|pages?|volumes?|issues?|chapters?|sections?|items?|box|fields?|blocks?|locators?|pos|place\ of\ service
    |mai|indicators?(?:\ of)?|rev(?:enue)?(?:\ codes?)?|(?:ms-?)?drgs?|apc|asa|class|stage|grade|type|forms?|version
    |release|step|figure|table|appendix|room|bed|floor|minute|day|week|month|year|fy|cy|score|scored|bmi|bp|temp|weight
    |under|(?<!\bx[epsu]\s)(?<!\b\d\d\s)over
    |about|approximately|around|nearly|almost|questions?|at\ least|at\ most|up\ to|top|first|next|each|every
    |past|another|iop|hr|rr|pulse|resp|ef|gcs|wbc|hgb|hct|plt|spo2
    |additional|pub|part|title|ncd|sats?|denial(?:\ codes?)?|reason\ codes?|remark\ codes?
    |(?:less|more|fewer|older|younger|greater|longer|higher|lower|other)\ than
"""
_COUNTS = re.compile(
    rf"""
    (?=\b\w)(?:
    \b(?:passed|failed)\s(?:my\s|the\s)?(?:cpc|coc|ccs|exam|test)\b(?:\s\w{{1,10}}){{0,4}}\s\d{{2,3}}\b
    | \b(?:he|she|pt|patient|who|i)\s(?:is|was|turned)\s\d{{1,2}}\b(?:\s(?:or|to)\s\d{{1,2}}\b)?
    | (?<![\w.])(?<!\w[-/.]){_NUMBER}(?:\s?(?:-|to|or|and|/)\s?{_NUMBER})?(?:\s?%|[\s-]{{0,2}}(?:{_COUNTED})\b)
    | \b(?:(?:{_SHORT})\b\.?\s?|(?<=,\s)no\.\s?|(?:{_LABEL})\b(?:\s?[:=]\s?|-|\s)?)\#?{_NUMBER}\b
        (?:\s?(?:-|/|&|to|or|and|over|then|vs\.?)\s?{_NUMBER}\b(?!\s?(?:mod|on\b))){{0,3}}
    )
    """,
    re.VERBOSE,
)

_PASSES = (
    (_SYSTEM, " "),
    (_IDENTIFIERS, BLANK),
    (_SHAPES, BLANK),
    (_CAPITALISED, BLANK),
    (_UNITS, UNITS),
    (_COUNTS, BLANK),
)


def normalised(text: str) -> str:
    """Dashes, spaces and signs as typed on a keyboard; the length stays."""
    return text.translate(_SAME_LENGTH)


def plain(normal: str) -> str:
    """``normal`` with lookalikes and unit counts overwritten."""
    text, low = normal, normal.translate(_LOWER)
    for pattern, fill in _PASSES:
        spans = _spans(pattern, text if pattern is _CAPITALISED else low)
        text, low = _filled(text, spans, fill), _filled(low, spans, fill)
    return text


def _spans(pattern: re.Pattern[str], text: str) -> list[tuple[int, int]]:
    return [match.span() for match in pattern.finditer(text)]


def _filled(text: str, spans: list[tuple[int, int]], fill: str) -> str:
    pieces, position = [], 0
    for start, end in spans:
        pieces += [text[position:start], fill * (end - start)]
        position = end
    return "".join([*pieces, text[position:]]) if spans else text
