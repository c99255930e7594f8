"""Whether a text says that a dose or a rate was changed, or that neither was: "rate was increased", "no changes"."""

from __future__ import annotations

import re
from enum import StrEnum


class Change(StrEnum):
    """What was changed of a running therapy; ``NOTHING`` stands alone."""

    DOSE = "dose"
    RATE = "rate"
    NOTHING = "nothing"


# A rate that is money or a vital sign is none that is set.
_OTHER = "heart pulse payment pay fee paid schedule"
_THING = rf"{''.join(f'(?<!{one} )' for one in _OTHER.split())}(?:rates?|dos(?:es?|age|ages))(?! of pay)"
_THINGS = rf"(?:(?:infusion|flow|drug|daily|basal|bolus|pump|morphine|baclofen|medication|med)\s)?{_THING}"
_BOTH = rf"{_THINGS}(?:(?:\s?/\s?|\s(?:and|or|nor|&)\s(?:the\s)?){_THINGS})?"
_DONE = (
    r"(?:changed|increased|decreased|raised|lowered|reduced|adjusted|altered|titrated|modified|reprogrammed|reset|upped"
    r"|doubled|halved|cut|bumped|dropped)"
)
_DO = (
    r"(?:chang|increas|decreas|rais|lower|reduc|adjust|alter|titrat|modify|modifi|touch|reprogram\w?|upp|doubl|halv|bump|drop)"
    r"(?:e[ds]?|ing|s)?|cuts?|ups?|turn(?:ed|s)?\s(?:up|down)"
)
_A_CHANGE = r"(?:changes?|increases?|decreases?|adjustments?|titrations?|reductions?|bumps?)"
_WAS = r"(?:is|was|were|are|be|been|being|has\sbeen|have\sbeen|had\sbeen|got|gets|did)"
_ITS = r"(?:(?:the|his|her|its|their|a|any|my|pts?|patients?|patient['’]s)\s){0,2}"
_SETTING = r"(?:settings?|program|parameters?)"

_NOTHING = re.compile(
    rf"\bno\s(?:other\s)?(?:(?:{_BOTH}|programming|program|setting|parameter)\s)?(?:was\s|were\s)?(?:{_A_CHANGE}|{_DONE})\b"
    rf"(?!\s(?:in|of|to|on|for)\s(?!{_ITS}(?:{_BOTH}|{_SETTING}|pump|programming)\b))"
    rf"|\b(?:nothing|neither|none)\s(?:else\s)?(?:{_WAS}\s)?{_DONE}\b|\b(?:without|w/o)\s(?:any\s|a\s)?(?:{_BOTH}\s)?"
    rf"(?:{_A_CHANGE}|changing\b|adjusting\b)"
    rf"|\b(?:{_BOTH}|{_SETTING})\s(?:(?:{_WAS}|stays?|stayed|remain(?:s|ed)?|left|kept|all)\s){{0,2}}"
    rf"(?:the\ssame|unchanged|untouched|alone|as\s(?:is|before|it\swas))\b"
    rf"|\b(?:{_BOTH}|{_SETTING})\s(?:(?:was|were|did|is|has|had)(?:\s(?:not|never)|n['’]?t)|not)\s(?:been\s|be\s)?"
    rf"(?:{_DONE}|change)\b"
    rf"|\b(?:not|never|n['’]?t|didnt|doesnt|dont)\s(?:{_DO})\s(?:anything|a\sthing|{_ITS}(?:{_BOTH}|{_SETTING}))\b"
    rf"|\b(?:same|unchanged)\s{_BOTH}\b|^\W*unchanged\W*$",
    re.IGNORECASE,
)
_CHANGED = re.compile(
    rf"\b(?P<a>{_BOTH})\s(?:(?:{_WAS}|just|then|also|only)\s){{0,3}}(?:{_DONE}\b|(?:goes|went|gone|turned)\s(?:up|down)\b)"
    rf"|\b(?:{_DO})\s{_ITS}(?P<b>{_BOTH})\b|\b(?P<c>{_BOTH})\s{_A_CHANGE}\b"
    rf"|\b{_A_CHANGE}\s(?:in|of|to)\s{_ITS}(?P<d>{_BOTH})\b|\bnew\s(?P<e>{_BOTH})\b"
    rf"|\b(?:except|but)\s(?:for\s)?{_ITS}(?P<f>{_BOTH})(?=\W*$)",
    re.IGNORECASE,
)
# "Whether the dose changed", "did the rate change": the text leaves it open.
_OPEN = re.compile(
    r"\b(?:whether|if|did|does|do|either)\s+(?:or\snot\s+)?(?:the|his|her|its|any|a)?\s*$", re.IGNORECASE
)
_NEAR = 24


def find(text: str) -> tuple[Change, ...]:
    """What ``text`` says was changed, each once; nothing where it says nothing of it or asks for it."""
    text = " ".join(text.split())
    rest, found = text, []
    for said in _NOTHING.finditer(text):
        rest = rest[: said.start()] + "\0" * (said.end() - said.start()) + rest[said.end() :]
    for said in _CHANGED.finditer(rest):
        if not _OPEN.search(rest[max(0, said.start() - _NEAR) : said.start()]):
            found += _named(next(part for part in said.groups() if part))
    if not found and rest != text:
        return (Change.NOTHING,)
    return tuple(dict.fromkeys(found))


def _named(words: str) -> list[Change]:
    low = words.lower()
    return [change for change, sign in ((Change.DOSE, "dos"), (Change.RATE, "rate")) if sign in low]
