"""Names without a lead: given name and surname, or any two capitals before a birth date, an age or a degree."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from indexer.privacy.masking import Identifier, pattern
from indexer.privacy.name_words import NEXT, WORD, Name, Reading, is_thing, read
from indexer.privacy.vocabulary import PARTICLES, vocabulary

_ANY = rf"(?<!\w)(?<!\w['’-]){WORD.pattern}"
_READING = Reading(title=True, capitals=True, small_known=True, wordy=True, comma=True)
# Words of a text about a patient's care or a bill: only there two untitled names are taken for a person.
_CARE = r"""\b(?:pts?|patients?|claims?|appeal\w*|den(?:y|ied|ial)|bill(?:ed|ing|er)?|dos|seen|visit|surgery|insurance
    |chart|auth\w*|icd|cpt|modifier|medicare|medicaid|coder|diagnosis|dx|procedure|refill|consent|copay|balance|sincerely|regards
    |\d\s?y/?o)\b|\[|\d{5}|[A-Z]\d{2}\.\d|[A-Z]\d{4}\b"""
_DEGREE = r"""(?-i:MD|M\.D|DO|D\.O|D?NP|FNP(?:-C)?|PA-C|APRN|CRNA|DPM|RN|PhD|LCSW|FACS|CPC|COC|CCS|CPB|RHIT)\b
    (?!\.?\s\d{5})"""
_OWNER = rf"""[\s,;:(/|–-]{{1,4}}
    (?:(?:d\.?o\.?b|date\sof\sbirth|born|mrn|ssn|id|acct|member|hic|mbi|account|med\srec|chart)\b[^\[\n]{{0,12}})?
    \[(?:date\sof\sbirth|MRN|SSN|member\snumber|account\snumber)\]
    |,?\s?{_DEGREE}|[\s,(-]{{1,3}}(?:is\s)?(?:an?\s)?\d{{1,3}}[\s-]?(?:yo|y/o|y\.o|yrs?|year|[MF]\b)
    |[\s,(-]{{1,3}}\d{{1,2}}[/.-]\d{{1,2}}[/.-]19\d\d\b"""
# Words around two names that speak of a person, not of a hospital or a firm.
_BEFORE = r"""(?:[.:?!\n|>(\]]\s{0,2}|\bi['’]m\s|\b(?:for|about|re|from|by|with|to
    |on|of|is|was|are|named|saw|sees|see|seen|called|told|asked|hi|hello|dear|thanks|regards|sincerely|signed|cc|our|my|coworker|appeal|denial|statement|per|if|when|and
    |that|did|does|has|can|[-–]),?)\s*$"""
_AFTER = r"""['’]s\b|\s(?:was|is|has|had|have|will|would|did|does|came|comes|called|calls|calling|needs?|wants?|says
    |said|got|gets|went|left|signed|paid|received|underwent|present(?:s|ed|ing)?|returned|here|who|in|at|for|seen|due|phone
    |ph|tel|cell|email|dob|mrn|ssn|acct|requested|asked|thinks|sees|saw|died|expired|and\sher|and\shis
    |\d{1,3}\s?[yYmMfF])\b
    |\s?[,(:|]\s?(?:age|dob|mrn|who|our|her|his|the|a|an|new|est|seen|pt|\d{1,3}\s?[yYmMfF]|\[)|\s\[|\s[-–]\s|\s?$"""
_SAINT = r"(?:st|saint|san|santa|los|las|mount|fort)\b"
# What a place, an author or a firm has before its name, and an author after it.
_PUBLIC = r"""(?:\b(?:st|saint|mt|mount|fort|ft|lake|port|author|book|article|study|webinar|edited|written|consultant
    |speaker|expert|auditor|editor)\.?\s(?:by\s)?|johnson\s(?:&|and)\s)$"""
_AUTHOR = r"\s(?:says|writes|wrote|recommends|explains|advises|argues|teaches|summari[sz]es)\b"
_MONTH = r".{0,2}(?:april|may|june)\s\d"  # "eJournal, June 21"


def find(text: str) -> Iterator[Identifier]:
    care = bool(pattern(_CARE).search(text))
    for word in pattern(_ANY).finditer(text):
        if not _may_begin(word[0]):
            continue
        match = pattern(NEXT).match(text, word.start())
        if match is None:
            continue
        name, start = read(match["words"], _READING), word.start()
        stop = start + name.end
        owned = _is_owned(text, name, stop)
        if not (owned or (care and _is_person(name) and _is_cued(text, name, start, stop))):
            continue
        if not _is_public(text, name, start, stop):
            yield Identifier(start, stop, "name")


@lru_cache(50_000)
def _may_begin(word: str) -> bool:
    """Whether a name may begin with it: no need to look at what follows any other word, and most are of these.

    A word in small letters begins none unless it is a given name.
    """
    if word in PARTICLES or (len(word) == 1 and word.isupper()):
        return True
    return not (word.islower() and not vocabulary().is_given(word)) and (
        word.lower() in PARTICLES or _READING.takes(word, True)
    )


def _is_owned(text: str, name: Name, stop: int) -> bool:
    """Whether what follows belongs to a person."""
    if not name.parts or all(part.islower() for part in name.parts):
        return False
    enough = len(name.parts) > 1 or vocabulary().is_only_name(name.parts[0])
    return enough and bool(pattern(_OWNER).match(text, stop))


def _is_person(name: Name) -> bool:
    """A given name with a surname: at least one of the two has no other meaning."""
    if len(name.parts) < 2:
        return False
    words, (first, second) = vocabulary(), name.parts[:2]
    if name.turned:
        first, second = second, first
    if first.islower() != second.islower() or not words.is_given(first):
        return False
    sure = words.is_surname(second) and words.is_only_name(second)
    if first.islower() or not words.is_only_name(first):
        return sure and (words.is_only_name(first) or not first.islower())
    return words.is_surname(second) or (second.isupper() if name.turned else not second.isupper())


def _is_cued(text: str, name: Name, start: int, stop: int) -> bool:
    """Whether the names open the text, have an initial or a comma, or stand beside words that speak of a person."""
    if pattern(_BEFORE).search(text[max(0, start - 24) : start]) or pattern(_AFTER).match(text, stop):
        return True
    listed = text[:start].endswith((", ", "; "))  # as hospitals and firms are
    return not listed and (start == 0 or name.turned or name.initials)


def _is_public(text: str, name: Name, start: int, stop: int) -> bool:
    """Whether a place, a firm, a procedure or an author bears the name."""
    return bool(
        vocabulary().is_public(name.parts)
        or is_thing(text, stop)
        or is_thing(text, start + len(name.parts[0]))
        or pattern(_SAINT).match(text, start)
        or pattern(_PUBLIC).search(text[max(0, start - 16) : start])
        or pattern(_AUTHOR).match(text, stop)
        or pattern(_MONTH).match(text, stop - 5)
    )
