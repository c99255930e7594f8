"""What a sentence claims that can be compared without understanding it: its figures and its telling words."""

from __future__ import annotations

import re
from dataclasses import dataclass


def _split(text: str) -> list[str]:
    return text.split()


_COUNTING = _split(
    """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
    eighteen nineteen twenty"""
)
_TENS = _split("thirty forty fifty sixty seventy eighty ninety hundred")
_WORDS = (
    {word: str(number) for number, word in enumerate(_COUNTING)}
    | {word: str(10 * number) for number, word in enumerate(_TENS, 3)}
    | {"thousand": "1000", "dozen": "12", "twice": "2"}
)
# Words of the evidence that a figure may put otherwise: "both codes", "a single visit".
_TOLD = {"both": "2", "pair": "2", "single": "1", "alone": "1"}
_UNITS = {
    "min": "minute",
    "mins": "minute",
    "hr": "hour",
    "hrs": "hour",
    "yr": "year",
    "yrs": "year",
    "wk": "week",
    "wks": "week",
    "percent": "%",
    "usd": "dollar",
    "centimeter": "cm",
    "centimetre": "cm",
}
_COUNTED = frozenset(
    _split(
        """minute hour day week month year unit visit time level lesion joint muscle nerve region side eye ear view lead
        contact code line claim session trial tube stent scope vial element system bullet problem test film block dollar
        % cm mm mg ml mcg"""
    )
)
_KINDS = r"(?:business|calendar|postoperative|post-op|global|additional|extra|further|sq\.?|square|separate|full)"
_FIGURE = re.compile(
    rf"(?P<word>\b(?:{'|'.join(_WORDS)})\b)|(?P<money>\$\s?)?(?P<value>[a-z]*\d[a-z\d]*(?:\.\d[a-z\d]*)*)",
    re.IGNORECASE,
)
_AFTER = re.compile(
    rf"[\s-]?(?:or (?P<more>more|less|fewer)\s)?(?:(?P<kind>{_KINDS})[\s-])?(?P<unit>%|[a-z]+)", re.IGNORECASE
)
_RANGE = re.compile(r"\s?(?:-|–|/|,|to|or|and)\s?(?:to\s|or\s|and\s)?$", re.IGNORECASE)
_AT_MOST = re.compile(
    r"(?:less than|fewer than|under|below|at most|up to|(?:no|not) more than|within|not over|<)\s(?:the\s)?$",
    re.IGNORECASE,
)
_AT_LEAST = re.compile(
    r"(?:(?<!no )(?<!not )more than|(?<!not )over|above|at least|beyond|exceed\w*|past|after|(?:no|not) less than|>)"
    r"\s(?:the\s)?$",
    re.IGNORECASE,
)
_MONTHS = frozenset(_split("january february march april june july august september october november december"))

PLAIN = frozenset(
    _split(
        """a an and are as at be been being by do does did for from had has have he her his i in into is it its no not
        of on or our she so such than that the their them then there these they this those to was we were what when
        where which who will would you your also any just only very both each but if"""
    )
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A number as written, in small letters; ``unit`` in the singular; ``bound`` is -1 for "up to", 1 for "over"."""

    value: str
    kind: str
    unit: str
    bound: int


def figures(text: str) -> list[Figure]:
    """Every token with a digit and every number word but a "one" that counts nothing."""
    text = re.sub(r"(?<=\d),(?=\d{3}\b)", "", text)
    found: list[Figure] = []
    places: list[tuple[int, int]] = []
    for match in _FIGURE.finditer(text):
        after = _AFTER.match(text, match.end())
        unit = _unit(after["unit"]) if after else ""
        kind = (after["kind"] or "").lower() if after and unit else ""
        if match["word"]:
            if match["word"].lower() == "one" and not unit:
                continue
            value = _WORDS[match["word"].lower()]
        else:
            value = re.sub(r"^x(?=\d+$)|(?<=\d)x$", "", match["value"].lower())
        before = text[max(0, match.start() - 16) : match.start()]
        bound = -1 if _AT_MOST.search(before) else 1 if _AT_LEAST.search(before) else 0
        if after and after["more"]:
            bound = 1 if after["more"].lower() == "more" else -1
        found.append(Figure(value, kind, "dollar" if match["money"] else unit, bound))
        places.append(match.span())
    for at in range(len(found) - 2, -1, -1):
        between = text[places[at][1] : places[at + 1][0]]
        if not found[at].unit and len(between) < 9 and _RANGE.match(between):
            found[at] = Figure(found[at].value, found[at + 1].kind, found[at + 1].unit, found[at].bound)
    return found


def _unit(word: str) -> str:
    lower = word.lower()
    known = _UNITS.get(lower, lower if lower in _COUNTED else lower.removesuffix("s"))
    return known if known in _COUNTED else ""


def unknown(sentence: str, evidence: str, allowed: frozenset[str] = frozenset()) -> list[str]:
    """The figures and month names of ``sentence`` that ``evidence`` lacks, or has with another unit or bound.

    ``allowed`` are values that need not stand there: what codes and the evidence's date say in another form.
    """
    offered: dict[str, list[Figure]] = {}
    words = set(re.findall(r"[a-z]+|%", evidence.lower()))
    told = [Figure(value, "", "", 0) for word, value in _TOLD.items() if word in words]
    for figure in [*figures(evidence), *told]:
        offered.setdefault(figure.value, []).append(figure)
    missing = [
        figure.value
        for figure in figures(sentence)
        if not any(_agree(figure, other, words) for other in offered.get(figure.value, []))
        and not (figure.value in allowed and not figure.unit)
    ]
    months = set(re.findall(r"[a-z]+", sentence.lower())) & _MONTHS
    return missing + sorted(months - words - allowed)


def changed(sentence: str, nearest: str) -> list[str]:
    """The counted figures of ``sentence`` in whose place ``nearest``, the closest evidence, has another."""
    offered = figures(nearest)
    return [
        figure.value
        for figure in figures(sentence)
        if figure.unit
        and any(figure.unit == other.unit for other in offered)
        and all(figure.value != other.value for other in offered)
    ]


def _agree(claimed: Figure, offered: Figure, words: set[str]) -> bool:
    if claimed.bound * offered.bound < 0:
        return False
    if not claimed.unit or (not offered.unit and {claimed.unit, claimed.unit + "s"} & words):
        return True
    return claimed.unit == offered.unit and (not claimed.kind or not offered.kind or claimed.kind == offered.kind)


def stems(text: str) -> frozenset[str]:
    """The telling words, cut to what their forms share."""
    return frozenset(stem(word) for word in re.findall(r"[a-z]+|\d[\w.]*", text.lower()) if word not in PLAIN)


def stem(word: str) -> str:
    return re.sub(r"(?:ings?|ed|es|s|ly|ions?|e)$", "", word) if len(word) > 4 else word


def figure(word: str) -> str | None:
    """The figure that ``word``, in small letters, writes in digits or spells out; a bare "one" counts nothing."""
    if word == "one":
        return None
    return _WORDS.get(word) if word.isalpha() else word
