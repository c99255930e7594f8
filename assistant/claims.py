"""What a sentence claims that can be compared without understanding it: figures, and which way it points."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from indexer import passages


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
_AFTER = re.compile(rf"[\s-]?(?:(?P<kind>{_KINDS})[\s-])?(?P<unit>%|[a-z]+)", re.IGNORECASE)
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

_NO = re.compile(
    r"\b(?:not|never|neither|none|nothing|nobody|cannot|without|no(?! (?:longer|more|less) than)|nor|unable"
    r"|fail(?:s|ed)?|refus\w+|den(?:y|ies|ied|ial|ials)|reject\w*|exclud\w+|prohibit\w*|forbid\w*|unless|except"
    r"|unimportant|outside|avoid\w*|warns? against|rather than|instead of|in place of|free of|stop(?:s|ped)?|hardly)\b"
    r"|n['’]t\b|\bnon-?(?=[a-z])",
    re.IGNORECASE,
)
_CLAUSE = re.compile(
    r"[,;:()]|\s(?:but|while|whereas|although|though|because|since|so|and|if|when|unless)\s", re.IGNORECASE
)
_SAME_MATTER = 0.5
_OPPOSITES = (
    ("separate separately apart", "bundled included integral"),
    ("include included includes including", "exclude excluded excludes outside separate separately"),
    ("same", "different"),
    ("before", "after"),
    ("more most", "less fewer least"),
    ("allow allowed allows permit permits accept accepts", "deny denied denies refuse refused cannot reject"),
    ("pay paid pays payable", "deny denied refuse refused unpaid"),
    ("new", "established"),
    ("initial first", "subsequent"),
    ("must required requires require", "optional voluntary"),
    ("increase increases increased rise rises rising", "decrease decreases decreased fall falls falling lower"),
    ("always every", "never rarely sometimes"),
    ("rare rarely", "often usually commonly"),
    ("likely likelier", "unlikely less"),
    ("several multiple many", "only single one"),
    ("single-use single", "multi-use multi multiple"),
    ("inpatient", "outpatient"),
    ("start started starts", "stop stopped stops end ended ends"),
    ("add added adds", "subtract subtracted subtracts"),
    ("inside", "outside"),
    ("simple", "complex complicated"),
)
_PLAIN = frozenset(
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
    for figure in figures(evidence):
        offered.setdefault(figure.value, []).append(figure)
    words = set(re.findall(r"[a-z]+|%", evidence.lower()))
    missing = [
        figure.value
        for figure in figures(sentence)
        if not any(_agree(figure, other, words) for other in offered.get(figure.value, []))
        and not (figure.value in allowed and not figure.unit)
    ]
    months = set(re.findall(r"[a-z]+", sentence.lower())) & _MONTHS
    return missing + sorted(months - words - allowed)


def _agree(claimed: Figure, offered: Figure, words: set[str]) -> bool:
    if claimed.bound * offered.bound < 0:
        return False
    if not claimed.unit or (not offered.unit and {claimed.unit, claimed.unit + "s"} & words):
        return True
    return claimed.unit == offered.unit and (not claimed.kind or not offered.kind or claimed.kind == offered.kind)


def turned(sentence: str, evidence: str) -> bool:
    """Whether ``sentence`` says no where what it is closest to in ``evidence`` says yes, or the other way round.

    Negations are compared by sentence and by clause, and words are held against their opposites. What differs only in
    its order ("A before B", "B before A") is not seen.
    """
    words = frozenset(re.findall(r"[a-z-]+", evidence.lower()))
    if any(_opposed(word, words) for word in re.findall(r"[a-z-]+", sentence.lower())):
        return True
    parts = list(_parts(evidence))
    return any(_against(part, parts, whole=part is sentence) for part in (sentence, *_parts(sentence)))


def _against(claim: str, parts: Sequence[str], whole: bool) -> bool:
    own, says_no = stems(claim), bool(_NO.search(claim))
    alike = [(_alike(own, stems(part)), bool(_NO.search(part)) == says_no) for part in parts]
    best = max((share for share, same in alike if same), default=0.0)
    other = max((share for share, same in alike if not same), default=0.0)
    return other > best and (whole or other >= _SAME_MATTER)


def _alike(one: frozenset[str], other: frozenset[str]) -> float:
    """Dice's coefficient."""
    return 2 * len(one & other) / (len(one) + len(other) or 1)


def _parts(text: str) -> Iterator[str]:
    """Sentences and their clauses."""
    for start, end in passages.sentences(text):
        sentence = text[start:end]
        yield sentence
        clauses = [part for part in _CLAUSE.split(sentence) if len(stems(part)) >= 3]
        if len(clauses) > 1:
            yield from clauses


def _opposed(word: str, evidence: frozenset[str]) -> bool:
    if word in evidence:
        return False
    for left, right in _OPPOSITES:
        for own, against in ((left.split(), right.split()), (right.split(), left.split())):
            if word in own and not evidence & set(own) and evidence & set(against):
                return True
    return False


def stems(text: str) -> frozenset[str]:
    """The telling words, cut to what their forms share."""
    return frozenset(
        re.sub(r"(?:ings?|ed|es|s|ly|ions?|e)$", "", word) if len(word) > 4 else word
        for word in re.findall(r"[a-z]+|\d[\w.]*", text.lower())
        if word not in _PLAIN
    )
