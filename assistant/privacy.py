"""Identifiers of persons in a pasted question, found and masked before anything is searched.

Labels stay and only values go ("MRN 00123456" becomes "MRN [MRN]"), so that the sentence can still be read. Codes,
provider numbers (NPI), dates of service, ages and years are no identifiers here. Repeats in the patterns are bounded,
or start where no other match could: the time grows with the length of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from indexer import codes

_KINDS = ("name", "MRN", "DOB", "SSN", "phone", "e-mail", "address", "member number", "claim number", "account number")
PLACEHOLDERS = {kind: f"[{kind}]" for kind in _KINDS} | {"DOB": "[date of birth]"}


@dataclass(frozen=True, slots=True)
class Screened:
    """``kinds`` names what was masked in ``text``, each kind once, in a fixed order."""

    text: str
    kinds: tuple[str, ...]


def screen(text: str) -> Screened:
    """One mask can give away its neighbour (a date after a name), so the passes end with one that finds nothing."""
    kinds: set[str] = set()
    while (masked := _without_names(_without_numbers(text, kinds), kinds)) != text:
        text = masked
    return Screened(text, tuple(kind for kind in _KINDS if kind in kinds))


@cache
def _pattern(source: str) -> re.Pattern[str]:
    return re.compile(source, re.VERBOSE | re.IGNORECASE)


# A number known by the word before it. What follows a word in ``apart`` belongs to a payer or provider and is public.
_NUMBER = r"""(?P<apart>\b(?:tax|npi|payer(?=\sid)|provider|facility|federal|contractor|thread|employer)\s
        |\b\w{2,15}\s(?=policy\s?(?:number|no|\#)\W{0,3}[\d.]{1,6}\b))?
    (?<![\w/-])(?:LABEL)(?:['’]?s)?(?![A-Z])\.?(?P<sign>\s?(?:id\b\s?)?(?:\#|numbers?\b|nbr\b|num\b|nos?\b|id\b))?
    [\s.:=\#(-]{0,4}(?:(?:is|was)[\s:]{1,2})?(?!(?:npi|tin|ein|cpt|dos|pos|ndc|drg|rev)\b)
    (?P<value>(?:(?-i:[A-Z]{1,4})\ ?)?\d{1,4}(?:\ \d{1,4}){1,5}(?!\w)|[A-Z]\d{4}\ \d{5}(?!\w)
        |(?:[A-Z]{1,5}-?|(?-i:[A-Z]{2,4})\ (?=\d{6}))?\d[A-Z\d]*(?:-[A-Z\d]+)*)
    (?P<more>(?:\s?(?:,|&|/|and|or)\s?\#?\s?[A-Z]{0,4}\d{7,}[A-Z\d]*)*)"""
_MORE = _pattern(r"[A-Z]{0,4}\d{7,}[A-Z\d]*")
_INSURED = r"""member(?:ship)?|subscriber|insured|policy(?:holder)?|beneficiary|enrollee|recipient|cardholder|medicare
    |medicaid|insurance|ins|group|grp|bcbs|tricare|aetna|cigna|uhc|humana|anthem|id"""
# Kind, label, digits asked for after a sign ("#", "no.", "ID"), digits in a row asked for without one (0: the label is
# sign enough), and whether even a value with a code's shape is masked.
_LABELS: tuple[tuple[str, str, int, int, bool], ...] = (
    ("MRN", r"m\.?r\.?n|mpi", 4, 0, True),
    ("MRN", r"med(?:ical)?\.?\s?rec(?:ord)?s?|chart|patient|pt|mr|emr|ehr", 4, 6, True),
    ("account number", r"acct|account|a/c", 4, 6, True),
    ("account number", r"encounter|visit|fin|har|csn|invoice|auth(?:orization)?|referral|guarantor", 5, 8, False),
    ("claim number", r"[idt]cn|(?:claims?|internal|document|payer)\scontrol", 6, 0, False),
    ("claim number", r"claims?|clms?", 6, 8, False),
    ("member number", r"hicn?|mbi", 5, 0, False),
    ("member number", _INSURED, 5, 8, False),
)
_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]{0,6}\.?"
_DAY, _YEAR = r"\d{1,2}(?:st|nd|rd|th)?", r"(?:\d{4}|['’]?\d{2})"
_DATE = rf"""(?:\d{{1,2}}\s?[/.–-]\s?\d{{1,2}}\s?[/.–-]\s?(?:\d{{4}}|\d{{2}})|\d{{4}}[/.-]\d{{1,2}}[/.-]\d{{1,2}}
    |{_MONTH}\s?{_DAY}(?:,?\s?{_YEAR})?|{_DAY}[\s-](?:of\s)?{_MONTH},?[\s-]{_YEAR}|{_MONTH},?\s\d{{4}}
    |{_DAY}{_MONTH}{_YEAR}|\d{{8}}|\d{{6}})(?!\w)"""
_BIRTH = r"(?<!\w)(?:d\.?\s?o\.?\s?b|date\s(?:of\s)?birth|birth\s?-?date|birthday|b-?day)\b"
_SOCIAL = r"(?<!\w)(?:ssn|s\.s\.n|ss|social(?:\ssec(?:urity)?)?|soc\.?\ssec)\b"
_NINE = r"(?P<value>[\dx*]{3}[\s.–-]?[\dx*]{2}[\s.–-]?\d{4})(?!\w)"
_CALL = r"""\b(?:phone|tele?|telephone|cell|mobile|fax|call|reach|text|contact|ph)\b
    (?:[\s.:=\#]|me\b|us\b|him\b|her\b|them\b|pt\b|is\b|at\b|on\b|number\b|no\b|back\b){0,8}"""
_AREA, _EXTENSION = r"(?:\([2-9]\d\d\)[\s.–-]?|[2-9]\d\d[\s./–-])", r"(?:,?\s?(?:extension|ext|x)\.?\s?\d{1,6}\b)?"
_L, _N = "[AC-HJKMNP-RT-Y]", r"[\dAC-HJKMNP-RT-Y]"
_MBI = rf"[1-9]{_L}{_N}\d[\s-]?{_L}{_N}\d[\s-]?{_L}{{2}}\d\d"
_HICN = r"\d{3}-\d\d-\d{4}-?[A-Z]\d?|\d{9}[A-DMTW]\d?"
_STATE = r"""(?:,?\s(?:A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|PA|RI|S[CD]|T[NX]
    |UT|V[AT]|W[AIVY]|PR)\b|,\s(?-i:[A-Z])[a-z]{3,12}(?=\s\d{5}\b))\.?"""
_PLACE = r"(?-i:[A-Z][\w.'’-]{1,20}(?:\s[A-Z][\w.'’-]{1,20}){0,2}?)"
_CITY = rf"(?:{_PLACE}{_STATE}|[\w.'’-]{{3,20}}{_STATE}(?=\s\d{{5}}\b))(?:\s\d{{5}}\b(?:-\d{{4}}\b)?)?"
_TAIL = rf"""(?:,?\s(?:(?:apt|apartment|suite|ste|unit|floor|bldg|room|rm|lot)\b\.?\s?\#?|\#)\s?[A-Z\d]{{1,6}}\b)?
    (?:,?\s{_CITY}|,\s(?-i:[A-Z][a-z]{{2,20}})(?=\s?(?:[.;)\n]|$)))?"""
_STOP = rf"(?=\s?(?:[,.;)\#\n]|$)|\s(?:apt|suite|ste|unit|[NS]?[EW])\b|\s{_CITY})"
_ROAD = rf"""(?:(?-i:St(?!\.?\s(?:Elev|Depr|Louis|Jude))|Street|Ave(?:nue)?|Road|Rd|Blvd|Lane|Ln|Hwy|Pkwy|Drive)\b
    |(?:st|street|ave(?:nue)?|road|rd|blvd|boulevard|lane|ln|highway|parkway|drive)\b{_STOP}|dr(?=,\s{_CITY})
    |(?-i:Dr|Ct|Court|Pl|Place|Way|Cir|Circle|Ter|Terrace|Trail|Trl|Plaza)\b{_STOP})\.?(?:\s[NS]?[EW]\b)?"""
_NO_STREET = r"""(?:\d+|(?-i:[a-z'’]+(?:ed|ing))|an?|the|and|or|of|on|in|at|to|for|per|with|by|is|was|mm|cm|mg|ml|min\w*
    |lead|units?|visits?|days?|hours?|hrs|times|claims?|yo|years?|pts?|patients?|codes?|down|up|mod)\b"""
_HOUSE = r"(?<![\w$.-])\d{1,6}[A-Z]?\s"
_BOX = r"(?:(?:p\.?\s?o\.?|post\soffice|r\.?r\.?\s\d{1,3})\s?box\s?\#?|\d{1,6}\s(?:highway|hwy|route|rte))\s?\d{1,6}\b"
_SHAPES = (
    ("e-mail", r"(?<![\w.+%-])[\w.+%-]{1,64}\s?(?:@|[(\[]at[)\]])\s?[\w-]{1,63}(?:\.[\w-]{1,63})+"),
    ("e-mail", r"(?<!\w)\w{1,40}(?:\sdot\s\w{1,40}){0,2}\sat\s\w{1,40}\sdot\s(?:com|net|org|edu|gov)\b"),
    ("DOB", rf"(?:{_BIRTH}|\bborn\b|\bb\.)(?:[\s.:=(\#-]|is\b|was\b|on\b|in\b|of\b){{0,8}}(?P<value>{_DATE})"),
    ("DOB", rf"(?<![\w/.-])(?P<value>{_DATE})\s?\(?{_BIRTH}(?=\s?(?:[),;.\n]|$))"),
    ("DOB", r"\[name\][\s,;(-]{1,3}(?P<value>\d{1,2}[/.-]\d{1,2}[/.-]19\d\d)(?!\w)"),
    ("SSN", rf"{_SOCIAL}\.?(?:\s?(?:number|num|no|\#))?[\s.:=\#]{{0,4}}(?:(?:is|was)\s)?{_NINE}"),
    ("SSN", rf"(?:{_SOCIAL}\s(?:end(?:ing|s)|last\s(?:4|four))(?:\s(?:in|with|is))?|\bssn):?\s(?P<value>\d{{4}})\b"),
    ("SSN", rf"\blast\s(?:4|four)\s(?:[\w'’]{{2,8}}\s){{0,4}}?{_SOCIAL}[\s:\#]{{1,3}}(?:is\s)?(?P<value>\d{{4}})\b"),
    ("member number", rf"(?<![\w-])(?:{_MBI}|{_HICN}|(?-i:[A-Z]{{3}})\d{{9,12}})(?![\w-])"),
    ("SSN", r"(?<![\w-])\d{3}[–-]\d{2}[–-]\d{4}(?![\w-])"),
    ("phone", rf"(?<![\w$])(?<!\d[.–-])(?:\+?1[\s.–-]?)?{_AREA}\d{{3}}(?:\s?[.–-]\s?|\s)\d{{4}}(?![\w–-]){_EXTENSION}"),
    ("phone", rf"{_CALL}(?P<value>\d{{10}}|\d{{7}}|\d{{3}}[\s.–-]\d{{4}})(?![\w–-])"),
    ("address", rf"(?:{_HOUSE}(?:(?!{_NO_STREET})[\w'’-]{{1,20}}\.?\s){{1,4}}?{_ROAD}|(?<!\w){_BOX}){_TAIL}"),
    ("address", rf"\b(?:lives?\s(?:in|at)|address(?:\sis|:))\s(?P<value>{_CITY}|\d{{1,6}}\s(?-i:[A-Z])\w+)"),
)


def _without_numbers(text: str, kinds: set[str]) -> str:
    for kind, label, signed, bare, sure in _LABELS:
        spans: list[tuple[int, int]] = []
        for match in _pattern(_NUMBER.replace("LABEL", label)).finditer(text):
            value, unsigned = match["value"], bare and not match["sign"]
            enough = re.search(rf"\d{{{bare}}}", value) if unsigned else sum(map(str.isdigit, value)) >= signed
            code = any(found.start == 0 and found.end + 3 >= len(value) for found in codes.find(value))  # 3 for "-25"
            if enough and not match["apart"] and (sure or not code):
                spans.append(match.span("value"))
                spans += (more.span() for more in _MORE.finditer(text, *match.span("more")))
        text = _masked(text, spans, kind, kinds)
    for kind, source in _SHAPES:
        group = "value" if "(?P<value>" in source else 0
        text = _masked(text, (match.span(group) for match in _pattern(source).finditer(text)), kind, kinds)
    return text


def _masked(text: str, spans: Iterable[tuple[int, int]], kind: str, kinds: set[str]) -> str:
    """Overlapping spans become one placeholder."""
    parts, end = [], 0
    for start, stop in sorted(spans):
        if stop > start >= end:
            parts += [text[end:start], PLACEHOLDERS[kind]]
            kinds.add(kind)
        end = max(end, stop)
    return "".join([*parts, text[end:]])


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Without a capital and small letters to go by, only these words are known as names.
_GIVEN = _words("""james john robert michael william david richard joseph thomas charles christopher daniel matthew
    anthony donald steven steve paul andrew joshua kenneth kevin brian george edward ronald timothy jason jeffrey ryan
    stephen brandon gregory patrick peter mary patricia jennifer linda elizabeth barbara susan jessica sarah karen
    nancy lisa betty sandra ashley kimberly emily michelle carol amanda melissa deborah stephanie rebecca sharon laura
    cynthia anna emma katherine christine rachel catherine maria jane janet sara jose juan mohammed priya anita ann""")
_SURNAMES = _words("""smith johnson williams jones garcia miller davis rodriguez martinez hernandez lopez gonzalez
    wilson anderson thomas taylor moore jackson martin lee perez thompson harris sanchez clark ramirez lewis robinson
    walker allen wright torres nguyen flores adams nelson baker rivera campbell mitchell carter roberts gomez phillips
    evans diaz parker cruz morris murphy rogers gutierrez morgan kelly kim cox brooks hughes alvarez patel ross shah
    gupta singh kumar khan ali chen wang zhang yang tran pham huang lin sharma cohen doe roe desai""")
_KNOWN = _GIVEN | _SURNAMES
_TITLED = _KNOWN | _words("brown white green young king hill black wood cook price long gray rice stone")
# Words that end a name, or are none, where a capital stands only for a heading or the start of a sentence.
_ORDINARY = _words("""a an and or the is was has had have did does do will can should not no says said say wants asks
    billed bill billing only just also never still always office note notes visit visits who in on of for to with his
    he she medicare medicaid aetna cigna uhc humana anthem blue cross bcbs payer advantage part plan google consult
    consultation eval evaluation reeval assistant therapist therapy new established est care health hospital clinic
    medical center group practice medicine family internal surgery pain wound management orthopedic cardiology derm ent
    ob gyn icu nurse practitioner physician doctor dr mr mrs ms drs patient pt member subscriber insured provider
    attending surgeon order orders driven payment protection education schedule dob mrn ssn dos npi cpt icd hcpcs dx md
    np pa rn date birth name claim claims denial denied appeal re modifier code male female woman baby boy girl seen
    saw performed documented dictated signed ordered foley mohs both hi hello first last left right knee""")
_PARTICLES = _words("van der den de la del von di da dos bin al el st mc")
_WORD = _pattern(r"[^\W\d_]+(?:['’-](?!s\b)[^\W\d_]+)*")
# Words that may be a name, looked at without being used up: what follows "Mr. and" is looked at again for "Mrs. Doe".
_NEXT = rf"(?=(?P<words>{_WORD.pattern}(?:(?:(?<=\b[A-Z])\.\s?|,\s?|\s){_WORD.pattern}){{0,4}}))"
_PERSON = "patient|pt|client|member|subscriber|insured|guarantor|beneficiary|claimant"
_WHOSE = rf"(?:(?:{_PERSON}|her|his|full|first|last)(?:['’]?s)?\s|(?<!\w\s))"
_LEAD = _pattern(rf"""(?<!\w)(?:(?P<title>mrs?|ms|miss|mister|mx|dr(?P<many>s)?|doctor|prof(?:essor)?)\b(?P<dot>\.?)\s?
    |(?P<label>(?:{_PERSON}|re|attn)\s?:|{_WHOSE}name\s?(?:[:=-]|is\b))\s?
    |(?P<head>{_PERSON}|husband|wife|son|daughter|mother|father|baby\s(?:boy|girl))(?:\.|\s?-)?\s
    |(?P<staff>np|pa|pa-c|rn|nurse|surgeon|attending|provider|pcp)\s){_NEXT}""")
_ANY = _pattern(rf"(?<!\w)(?<!\w['’-]){_NEXT}")
_AND = _pattern(rf"(?:\s?(?:,|&|/)\s?(?:and\s)?|\sand\s){_NEXT}")
_FREE = re.compile(r"\s[a-z]|[,;(]|$")
_DEGREE = r"(?-i:MD|M\.D|DO|D\.O|D?NP|FNP(?:-C)?|PA-C|APRN|CRNA|DPM|RN|PhD|LCSW|FACS)\b(?!\.?\s\d{5})"
_OWNER = _pattern(rf"""[\s,;:(/-]{{1,3}}(?:d\.?o\.?b|date\sof\sbirth|born|mrn|ssn)\b[^\[\n]{{0,12}}\[|,?\s?{_DEGREE}
    |[\s,(]{{1,3}}(?:\d{{1,3}}[\s-]?(?:yo|y/o|y\.o|yrs?|year)|\d{{1,2}}[/.-]\d{{1,2}}[/.-]19\d\d)\b""")
_THING = _pattern(r"""(?:['’]s)?\s(?:cyst|catheter|procedure|syndrome|disease|surgery|test|fracture|fx|tube|splint|sign
    |repair|technique|palsy|lymphoma|nodule|dressing|maneuver|hospital|clinic|university|health|medical|center)\b""")


def _without_names(text: str, kinds: set[str]) -> str:
    spans = [*_introduced(text), *_recognised(text)]
    again = {word for start, end in spans for word in _WORD.findall(text[start:end]) if word[2:] and not word.islower()}
    for match in _WORD.finditer(text):
        if match[0] in again and match[0].lower() not in _ORDINARY and not _THING.match(text, match.end()):
            spans.append(match.span())
    return _masked(text, spans, "name", kinds)


def _introduced(text: str) -> Iterator[tuple[int, int]]:
    """Names after a title, after "patient:" and its like, or after the bare word "pt"."""
    for match in _LEAD.finditer(text):
        end, words = _name(match["words"], *_reading(match))
        known = bool(words) and words[0].lower() in _KNOWN and not words[0].islower()
        start, head = match.start("words"), match["head"] or ""
        free = len(words) > 1 and (head.islower() or (head and _FREE.match(text, start + end)))
        if words and (match["title"] or match["label"] or known or free):
            yield start, start + end
            while match["many"] and end and (other := _AND.match(text, start + end)):
                start, (end, words) = other.start("words"), _name(other["words"], _TITLED, {"Title"})
                yield start, start + end


def _reading(match: re.Match[str]) -> tuple[frozenset[str], set[str]]:
    """The words known as names after this lead, and the shapes in which an unknown word passes for one."""
    title, label = match["title"] or "", (match["label"] or "").lower()
    imaging_or_verb = title in {"mr", "ms", "miss", "MR", "MS", "MISS"} and not match["dot"]
    if imaging_or_verb or label.startswith("re"):
        return _TITLED if title else _KNOWN, set()
    small = {"small"} if title in {"mr", "ms"} or title.lower() == "mrs" or "name" in label else set[str]()
    capitals = {"CAPITALS"} if label or (title and not title.isupper()) else set[str]()
    return _TITLED if title else _KNOWN, {"Title"} | small | capitals


def _recognised(text: str) -> Iterator[tuple[int, int]]:
    """Names without a lead: given name and surname, or any two capitals before a birth date, an age or a degree."""
    for match in _ANY.finditer(text):
        end, words = _name(match["words"], _KNOWN, {"Title", "CAPITALS"})
        stop, lowered = match.start() + end, [word.lower() for word in words]
        if len(words) < 2:
            known = words != lowered and lowered[0] in _SURNAMES and bool(_OWNER.match(text, stop))
        elif "," in match["words"][:end]:
            known = lowered[1] in _GIVEN
        else:
            known = lowered[0] in _GIVEN and (lowered[1] in _SURNAMES or not (words[1].isupper() or words[1].islower()))
        thing = _THING.match(text, stop) or (words and _THING.match(text, match.start() + len(words[0])))
        if not thing and (known or (len(words) > 1 and _OWNER.match(text, stop))):
            yield match.start(), stop


def _name(words: str, known: frozenset[str], shapes: set[str]) -> tuple[int, list[str]]:
    """Where the name at the start of ``words`` ends, and its parts without initials; a comma may follow the first."""
    end, parts = 0, list[str]()
    for token in _WORD.finditer(words):
        word = token[0]
        shape = "small" if word.islower() else "CAPITALS" if word.isupper() else "Title"
        if "," in words[end : token.start()] and len(parts) != 1:
            break
        if len(word) == 1 and word.isupper():
            end = token.end() if len(parts) > 1 or (parts and parts[0].lower() in _GIVEN) else end
        elif word.lower() in _ORDINARY or not (word.lower() in known | _PARTICLES or shape in shapes):
            break
        elif word.lower() not in _PARTICLES:
            end, parts, shapes = token.end(), [*parts, word], shapes - {"small"}
    return end, parts
