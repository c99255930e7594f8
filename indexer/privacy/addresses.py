"""Street addresses, post-office boxes, and the town that somebody lives in."""

from __future__ import annotations

import re
from collections.abc import Iterator

from indexer.privacy.masking import Identifier, pattern

# Each state with the first digit of its ZIP codes, so that a code after an address is not taken for one.
_ZIPS = (
    ("CT MA ME NH NJ RI VT PR", 0),
    ("DE NY PA", 1),
    ("DC MD NC SC VA WV", 2),
    ("AL FL GA MS TN", 3),
    ("IN KY MI OH", 4),
    ("IA MN MT ND SD WI", 5),
    ("IL KS MO NE", 6),
    ("AR LA OK TX", 7),
    ("AZ CO ID NM NV UT WY", 8),
    ("AK CA HI OR WA", 9),
)
_ZIP = r"\d{5}\b(?:-\d{4}\b)?"
_STATE_ZIP = "|".join(rf"(?:{'|'.join(states.split())})\b\.?,?\s(?={digit}){_ZIP}" for states, digit in _ZIPS)
_STATE = "|".join(state for states, _ in _ZIPS for state in states.split())
_LONG_STATE = rf"(?-i:[A-Z])[a-z]{{3,12}}(?:\s(?-i:[A-Z])[a-z]{{4,8}})?,?\s{_ZIP}"
_PLACE = r"(?-i:[A-Z][\w.'’-]{1,20}(?:\s[A-Z][\w.'’-]{1,20}){0,2}?)"
_CITY_ZIP = rf"(?:{_PLACE}|[\w.'’-]{{3,20}}),?\s(?:{_STATE_ZIP})|{_PLACE},\s{_LONG_STATE}"
_CITY = rf"(?:{_CITY_ZIP}|{_PLACE},?\s(?:{_STATE})\b\.?)"
_UNIT = r"(?:apt|apartment|suite|ste|unit|floor|fl|bldg|building|room|rm|lot|trlr|spc|space)"
_WITHIN = rf"""(?:,?\s(?:{_UNIT}\b\.?\s?\#?\s?[A-Z]?-?\d{{0,5}}[A-Z]?\b|\#\s?[A-Z\d-]{{1,6}}\b
    |\d{{1,2}}(?:st|nd|rd|th)\s(?:fl|floor)))"""
_TAIL = rf"{_WITHIN}{{0,2}}(?:,?\s{_CITY}|,\s(?-i:[A-Z][a-z]{{2,20}})(?=\s?(?:[.;)\n]|$)))?"
_STOP = rf"""(?=\s?(?:[,.;)\#\n]|$)|\s(?:{_UNIT}|[NS]?[EW]|is|was|and|for|where|on\sfile|has|with|since|but|or|not|are
    |she|he|in|near|as|to)\b|\s{_CITY})"""
# "3 Main Street locations" is no address.
_PREMISES = (
    r"location|clinic|office|polic|clothes|campus|site|facilit|block|practice|entrance|team|group|doctor|provider"
)
# "St" and "Dr" are also saint and doctor, "place" and "way" also words: they need the capital or the end of a phrase.
_ROAD = rf"""(?:(?-i:St(?!\.?\s(?:Elev|Depr|Louis|Jude))|Street|Ave(?:nue)?|Road|Rd|Blvd|Lane|Ln|Hwy|Pkwy|Drive)
    \.?(?:{_STOP}|(?=(?-i:\s[a-z]))(?!\s(?:{_PREMISES})))
    |(?:st|street|ave(?:nue)?|road|rd|blvd|boulevard|lane|ln|highway|parkway|drive)\b{_STOP}|dr(?=,\s{_CITY}))
    \.?(?:\s[NS]?[EW]\b)?"""
_LESS_SURE_ROAD = rf"""(?-i:Dr|Ct|Court|Pl|Place|Way|Cir|Circle|Ter|Terrace|Trail|Trl|Plaza|Square|Pike)\b{_STOP}
    \.?(?:\s[NS]?[EW]\b)?"""
_NO_STREET = r"""(?:\d+|(?-i:[a-z'’]+(?:ed|ing))|an?|the|and|or|of|on|in|at|to|for|per|with|by|is|was|mm|cm|mg|ml|min\w*
    |lead|units?|visits?|days?|hours?|hrs|times|claims?|yo|years?|pts?|patients?|codes?|down|up|mod|view|part|level|our
    |different|separate|other|locations?|offices?)\b"""
_HOUSE = r"(?<![\w$.-])\d{1,6}(?:-\d{1,5})?[A-Z]?(?:\s1/2)?\s"
_NUMBERED = r"""\d{1,6}\s(?:[NSEW]\.?\s)?(?:highway|hwy|route|rte|county\s(?:road|rd)|state\s(?:road|rd|route)
    |co\s(?:road|rd)|cr|sr|us\s(?:highway|hwy)|fm)\s?\d{1,6}\b(?:\s[NSEW]\b)?"""
_BOX = r"(?:p\.?\s?o\.?|post\soffice|r\.?r\.?\s\d{1,3}|rural\sroute\s\d{1,3},?)\s?box\s?\#?\s?\d{1,6}\b"
# Where town, state and ZIP follow, any capitals after a house number are a street.
_ANY_STREET = rf"""(?:{_HOUSE}|\b(?-i:One|Two|Three|Four|Five|Ten)\s)
    (?-i:[A-Z][\w'’.-]{{0,20}}(?:\s(?:de|del|la|las|los|of|the)\b|\s[A-Z\d][\w'’.-]{{0,20}}){{0,4}}){_WITHIN}{{0,2}},?\s(?:{_CITY_ZIP})"""
_STREET = rf"""(?:{_HOUSE}(?:(?!{_NO_STREET})[\w'’-]{{1,20}}\.?\s){{1,4}}?{_ROAD}
    |{_HOUSE}(?:(?!{_NO_STREET})(?-i:[A-Z\d])[\w'’-]{{0,20}}\.?\s){{1,4}}?{_LESS_SURE_ROAD}
    |(?<![\w-])(?:{_BOX}|{_NUMBERED})){_TAIL}"""
_HOME = rf"""\b(?:liv(?:es?|ing)\s(?:in|at|on)|resid(?:es|ing)\s(?:in|at|on)|(?:home\s)?address(?:\sis|\s?:)|addr:)\s
    (?P<value>{_CITY}|\d{{1,6}}\s(?-i:[A-Z])\w+)"""

# Looked for first: without one of these there is no address, and the patterns above need not even be compiled.
_CUE = rf"""\b(?:street|st|ave|avenue|road|rd|blvd|boulevard|lane|ln|highway|hwy|parkway|pkwy|drive|dr|ct|court|pl|place
    |way|cir|circle|ter|terrace|trail|trl|plaza|square|pike|route|rte|cr|sr|fm|lives?|living|box|resid\w+|address|addr)\b
    |\b(?:{_STATE}|[a-z]{{4,}})\.?,?\s\d{{5}}\b"""


def find(text: str) -> Iterator[Identifier]:
    if not (re.search(r"\d|liv|resid", text) and pattern(_CUE).search(text)):
        return
    for match in pattern(_STREET).finditer(text):
        yield Identifier(*match.span(), "address")
    for match in pattern(_ANY_STREET).finditer(text):
        yield Identifier(*match.span(), "address")
    for match in pattern(_HOME).finditer(text):
        yield Identifier(*match.span("value"), "address")
