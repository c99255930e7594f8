"""When a posting was made, in the forms that forums print."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from functools import lru_cache

from indexer.documents import PartialDate

EARLIEST_YEAR = 1980  # the first forums
_ENGLISH = "january february march april may june july august september october november december"
# Month names that others begin: each stands for its month in the language's own order.
_OTHER_LANGUAGES = (
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "januar februar märz april mai juni juli august september oktober november dezember",
    "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
)
_WEEKDAY = (
    r"\b(?:mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:r(?:s(?:day)?)?)?|fri(?:day)?|sat(?:urday)?|"
    r"sun(?:day)?)\b\.?"
)
_ZONE = r"(?:z|utc|gmt|[ecmpa](?:[sd])?t|a[kd][sd]t|hst|bst|cest|[a-z]+ (?:standard|daylight)? ?time)"
_TIME = re.compile(
    r"(?P<hour>\d{1,2})[:h](?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d))?(?:\.\d{1,9})?"
    r"\s*(?P<half>[ap]\.?\s?m\b\.?)?"
    rf"\s*(?:z\b|\(?\b{_ZONE}\b\)?)?\s*(?:(?:utc|gmt)?\s?[+-]\d\d:?\d\d\b)?"
    rf"|\b(?P<bare>\d{{1,2}})\s*(?P<bare_half>[ap]\.?\s?m\b\.?)\s*(?:\b{_ZONE}\b)?"
)
_ISO_TIME = re.compile(r"(?<=\d)t(?=\d\d:)")
_LONE_ZONE = re.compile(rf"\s\(?{_ZONE}\)?$")
_FILLER = re.compile(
    rf"{_WEEKDAY}|\b(?:posted|written|submitted|sent|created|edited|updated|date|dated|on|at|the|of|de|del|"
    rf"um|le|à)\b:?|[,»@|]"
)
_ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th|er|º|ª)\b")
_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})(?:[-/.](\d{1,2}))?|(\d{4})(\d\d)(\d\d)")
_NUMBERS = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2('?\d{4}|'?\d\d)")
_MONTH_DAY = re.compile(r"([^\W\d_]{3,12})\.?[ -]?(\d{1,2})(?:[ /-]{1,2}('?\d{4}|'?\d\d)|[ -]?('\d\d))?")
_DAY_MONTH = re.compile(r"(\d{1,2})\.?[ /-]?([^\W\d_]{3,12})\.?(?:[ /-]?('?\d{4}|'?\d\d))?")
_MONTH_YEAR = re.compile(r"([^\W\d_]{3,12})\.?[ /-]('?\d{4})")
_YEAR_MONTH_DAY = re.compile(r"(\d{4})[ -]([^\W\d_]{3,12})[ -](\d{1,2})")
_YEAR = re.compile(r"\d{4}")
_CUE = re.compile(
    r"\d{1,2}[/.-]\d{1,2}[/.-]'?\d{2}|\d{4}[/.-]\d|(?<!\d)(?:19|20|21|0\d)\d\d(?!\d)|"
    r"['’‘]\d\d\b|\d[ -][A-Za-zä]{3,9}[ -]\d\d\b|(?<!\d)20\d{6}(?!\d)"
    r"|[A-Za-z]{3}\.? \d{1,2}[ ,-]+\d\d\b|\b(?:ago|yesterday|today|now)\b",
    re.IGNORECASE,
)
_RELATIVE = re.compile(
    r"(?:about |over |almost |less than )?(?:an?|one|two|three|few|a few|\d{1,4}\+?) ?(?:s|sec\w*|m|"
    r"min\w*|h|hr?s?|hours?|d|days?|w|wks?|weeks?"
    r"|mo|mos|mths?|months?|y|yrs?|years?)(?: ago)?|(?:just|right) now|now|today|yesterday|a moment ago|"
    r"moments ago|recently"
    r"|(?:last|this) (?:week|month|year|night)|last|this|earlier today"
)
_NONE = frozenset(
    ("", "undated", "no date", "date unknown", "unknown", "unknown date", "n.d.", "nd", "n/a", "?", "-", "none")
)


@dataclass(frozen=True, slots=True)
class Moment:
    """``order`` sorts postings of a file, with the time of day; None where the text gives no day.

    ``problem`` says why there is no date although something was written, or how a date was read that has two readings.
    ``precise`` is 3 for a day, 2 for a month, 1 for a year, 0 for none.
    """

    date: PartialDate | None
    order: tuple[int, ...] | None = None
    problem: str | None = None
    precise: int = 0


def is_date(text: str) -> bool:
    """Whether it has the form of a date, possible or not, relative or outspokenly missing."""
    bare = _bare(text)[0]
    return bare in _NONE or _RELATIVE.fullmatch(bare) is not None or _parts(bare, False) is not None


def has_day(text: str) -> bool:
    """Whether it is the form of a date with its day."""
    parts = _parts(_bare(text)[0], False)
    return parts is not None and parts[2] is not None


def looks_dated(text: str) -> bool:
    """Also for a date in a form that is not known: a year, or figures with strokes between."""
    return re.search(r"\b(?:19|20)\d\d\b|\d{1,2}[/.-]\d{1,2}[/.-]\d{2}|\d\D{1,20}\d", text) is not None


def may_hold_day(text: str) -> bool:
    """A quick look: whether a date with its day, or one so long ago, can stand in the line."""
    return _CUE.search(text) is not None


def day_comes_first(texts: list[str]) -> bool:
    """Whether the figures of one file are European: some first figure is no month, and no second one is a day only."""
    found = [match for text in texts if (match := _NUMBERS.search(text))]
    first = any(int(match[1]) > 12 for match in found)
    return (first and not any(int(match[3]) > 12 for match in found)) or (
        bool(found) and not first and all(match[2] == "." for match in found)
    )


def read(text: str, today: datetime.date, day_first: bool = False) -> Moment:
    """A date later than the end of next year, or from before there were forums, is impossible."""
    bare, clock = _bare(text)
    if bare in _NONE:
        stated = re.search(r"\d", text) is not None
        return Moment(None, problem=f"{text.strip()!r} names no day; the posting is undated" if stated else None)
    if _RELATIVE.fullmatch(bare):
        return Moment(None, problem=f"{text.strip()!r} is relative; the posting is undated")
    parts = _parts(bare, day_first)
    if parts is None:
        return Moment(None, problem=f"{text.strip()!r} has no known form of a date; the posting is undated")
    year, month, day, doubt = parts
    if year is None:
        return Moment(None, problem=f"{text.strip()!r} names no year; the posting is undated")
    if year < 100:
        year += 2000 if year <= (today.year + 1) % 100 else 1900
    if not EARLIEST_YEAR <= year <= today.year + 1:
        return Moment(None, problem=f"{text.strip()!r} is no possible date of a posting; it is undated")
    try:
        date = PartialDate(year, month, day)
    except ValueError:
        return Moment(None, problem=f"{text.strip()!r} is a date that no calendar has; the posting is undated")
    order = (year, month, day, *clock) if month is not None and day is not None else None
    problem = f"{text.strip()!r} can be read in two ways; it is taken for {date}" if doubt else None
    return Moment(date, order, problem, 1 + (month is not None) + (day is not None))


@lru_cache(maxsize=4096)
def _bare(text: str) -> tuple[str, tuple[int, ...]]:
    """The date without time, zone, weekday and small words; and the time as hour, minute, second."""
    lowered = _ISO_TIME.sub(" ", " ".join(text.replace("’", "'").replace("‘", "'").lower().split()))
    clock: tuple[int, ...] = ()
    if match := _TIME.search(lowered):
        hour = int(match["hour"] or match["bare"]) % 24
        half = (match["half"] or match["bare_half"] or "")[:1]
        hour = hour % 12 + 12 * (half == "p") if half else hour
        clock = (hour, int(match["minute"] or 0), int(match["second"] or 0))
        lowered = f"{lowered[: match.start()]} {lowered[match.end() :]}"
    if lowered.strip() in _NONE:
        return lowered.strip(), clock
    kept = _LONE_ZONE.sub("", _ORDINAL.sub("", lowered).strip())
    shorter = " ".join(_FILLER.sub(" ", kept).split()).strip(" -–:;()")
    return ("today" if not shorter and re.search(_WEEKDAY, kept) else shorter), clock


@lru_cache(maxsize=4096)
def _parts(bare: str, day_first: bool) -> tuple[int | None, int | None, int | None, bool] | None:
    """Year, month, day, and whether figures can be read in two ways; None for what has no form of a date."""
    if match := _YEAR_FIRST.fullmatch(bare):
        year, month, day = (match[1], match[2], match[3]) if match[1] else (match[4], match[5], match[6])
        return int(year), int(month), int(day) if day else None, False
    if match := _NUMBERS.fullmatch(bare):
        one, other = int(match[1]), int(match[3])
        turned = one > 12 or (day_first and other <= 12)
        month, day = (other, one) if turned else (one, other)
        return int(match[4].strip("'")), month, day, max(one, other) <= 12 and one != other and not day_first
    if match := _YEAR.fullmatch(bare):
        return int(bare), None, None, False
    return _written(bare)


def _written(bare: str) -> tuple[int | None, int | None, int | None, bool] | None:
    """Dates whose month is a word."""
    if (match := _MONTH_YEAR.fullmatch(bare)) and (month := _month(match[1])):
        return int(match[2].strip("'")), month, None, False
    if (match := _MONTH_DAY.fullmatch(bare)) and (month := _month(match[1])):
        year = match[3] or match[4]
        return int(year.strip("'")) if year else None, month, int(match[2]), False
    if (match := _DAY_MONTH.fullmatch(bare)) and (month := _month(match[2])):
        return int(match[3].strip("'")) if match[3] else None, month, int(match[1]), False
    if (match := _YEAR_MONTH_DAY.fullmatch(bare)) and (month := _month(match[2])):
        return int(match[1]), month, int(match[3]), False
    return None


def _month(name: str) -> int | None:
    """By its first three letters or more in English ("sept" too); then in other languages."""
    for number, whole in enumerate(_ENGLISH.split(), 1):
        if whole.startswith(name) or (name == "sept" and number == 9):
            return number
    for language in _OTHER_LANGUAGES:
        for number, whole in enumerate(language.split(), 1):
            if whole.startswith(name):
                return number
    return None
