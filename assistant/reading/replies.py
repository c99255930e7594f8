"""Replies to what the desk asks back: a text that is nothing but a fact, "Medicare", "DOS is May 12, 2008"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from assistant.reading import facts
from assistant.reading.facts import Facts
from indexer import codes, lexicon
from indexer.lexicon import Entry, Facet, Kind

# In words. Who says more than this tells a story.
_LONGEST = 14
# Words around a fact that say nothing of their own.
_SAYING_NOTHING = (
    "a about actually also an and any are at back be been believe but by carrier case claim claims correct "
    "coverage covered date dates did do does done dos for from given has have he her here herself him himself "
    "his how i if im in ins insurance insured insurer is it its just me my no of oh ok okay on only or our "
    "ours patient patients payer payor pays perform performed personally place plan please pos pt pts re "
    "right s same service services setting she should so sorry still supervised supervision svc t thanks that "
    "the their them then they think this tho though to under us was we were what when where who with would "
    "year yeah yep yes "
)
_AROUND = frozenset(_SAYING_NOTHING.split())
# What may stand around a change beside these.
_OF_A_CHANGE = re.compile(
    r"^(?:rates?|dos(?:es?|ages?)|chang\w*|increas\w*|decreas\w*|rais\w*|lower\w*|reduc\w*|adjust\w*|titrat\w*|unchanged|up|upped"
    r"|down|went|nothing|neither|none|not|no|didn|didnt|wasn|wasnt|weren|nor|both|pump|infusion|new|or|settings?|program"
    r"|stayed|remained|kept|left|alone|without|made)$"
)
# Facts that are told in words of the question alone.
_WORDS = re.compile(
    r"\b(?:new|est(?:ablished)?|screening|diagnostic|surveillance|symptomatic|symptoms?|signs)\b"
    r"|\b(?:\d{1,3}|an|half an)\s?(?:min(?:ute)?s?|h(?:ou)?rs?)\b",
    re.IGNORECASE,
)
_ANOTHER = re.compile(
    r"\b(?:another|other|a different|some other)(?:\s(?:payer|payor|one|insurance|insurer|carrier|plan))?\b",
    re.IGNORECASE,
)
_ANNOUNCED = re.compile(
    r"^\W*(?:the\s|our\s|his\s|her\s|pt'?s?\s|patient'?s?\s)?(?:(?P<payer>payer|payor|insurance|insurer|carrier)"
    r"|(?P<other>dos|dates?\sof\sservice|service\sdate|setting|place\sof\sservice|(?:performed|done|given)\sby))"
    r"\s*(?:is|was|=|:)\s*(?P<value>\S.{0,60}?)\W*$",
    re.IGNORECASE,
)
_SETTLES_NOTHING = re.compile(
    r"\W*(?:(?:yes|no|nope|yep|yeah|maybe|both|neither|none|other|either|all)(?:\sof\s(?:them|these|those|the\sabove))?"
    r"|idk|(?:i\s)?(?:do\s?n[o']?t|dont)\sknow|(?:i(?:['’]?m|\sam)\s)?(?:not\ssure|unsure)|unknown|no\sidea|n/?a|(?:it\s)?depends"
    r"|the\s(?:first|second|third|fourth|last|former|latter)(?:\sone)?|(?:option\s)?[1-9a-d])\W*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Reply:
    """``facts`` are what it tells; ``words`` what it tells that no fact holds, "established"; where it ``fits`` no
    choice there is neither.
    """

    facts: Facts
    words: str = ""
    fits: bool = True


def heard(text: str) -> Reply | None:
    """None of what is a question of its own, or may be."""
    if _SETTLES_NOTHING.fullmatch(text):
        return Reply(Facts(), fits=False)
    if len(text.split()) > _LONGEST or codes.find(text):
        return None
    told = facts.read(text)
    words = " ".join(one[0] for one in _WORDS.finditer(text))
    if _nothing_else(text, told):
        if told != Facts():
            return Reply(replace(told, performed=bool(told.performers)), words)
        if words:
            return Reply(told, words)
        if _ANOTHER.search(text):
            return Reply(Facts(excluded=(medicare(),)))
    return _announced(text)


def medicare() -> Entry:
    return Entry(Facet.PAYER, "Medicare", Kind.MEDICARE)


def payer_of(name: str) -> Entry:
    """A payer that the lexicon does not know, under its own name."""
    return Entry(Facet.PAYER, " ".join(name.split()), Kind.COMMERCIAL)


def _announced(text: str) -> Reply | None:
    """``Payer is Blorg Health``, by its own name; a date, setting or performer that is none fits nothing."""
    said = _ANNOUNCED.match(text)
    if said is None:
        return None
    if said["payer"] and len(said["value"].split()) <= 4 and "?" not in text:
        return Reply(Facts(payers=(payer_of(said["value"]),)))
    return Reply(Facts(), fits=False) if said["other"] and "?" not in text else None


def _nothing_else(text: str, told: Facts) -> bool:
    rest = text
    for start, end in sorted(_places(text), reverse=True):
        rest = f"{rest[:start]} {rest[end:]}"
    rest = _ANOTHER.sub(" ", _WORDS.sub(" ", rest))
    left = [word for word in re.findall(r"[^\W_]+", rest.lower()) if word not in _AROUND]
    return all(told.changed and _OF_A_CHANGE.match(word) for word in left)


def _places(text: str) -> Iterator[tuple[int, int]]:
    yield from ((one.start, one.end) for one in lexicon.find(text))
    yield from ((one.start, one.end) for one in lexicon.find_dates(text))
