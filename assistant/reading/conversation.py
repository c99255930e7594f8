"""What a turn asks in its conversation: the question it is or leans on, and the facts that stand."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from assistant.reading import courtesies, facts, replies
from assistant.reading.facts import NOTHING, Facts
from indexer import codes

_SETTLED = (
    r"(?:ok(?:ay)?|k|thanks?(?:\s(?:you|a\slot|so\smuch))?|thx|ty|great|perfect|cool|got\sit|alright|all\sright|awesome|nice"
    r"|good|hi|hello|hey|sorry|yes|yep|right|understood|makes\ssense)"
)
_AFTER_COURTESIES = re.compile(rf"^\W*(?:{_SETTLED}\b[\s,.!;:-]*)+", re.IGNORECASE)
# Words by which a turn says that it is about something else.
_SWITCHES = re.compile(
    r"^\W*(?:(?:and|so|now|also|but|then|have|got|i\shave|i['’]ve\sgot)\b[\s,]*)*"
    r"(?:(?:a\s|an\s)?(?:new|different|another|separate|unrelated|other)\s(?:question|topic|subject|one|case|claim|account|chart|issue"
    r"|scenario|thing|encounter|pt|patient)\b(?!['’]s)(?<!new\spt)(?<!new\spatient)(?<!another\sone)"
    r"|(?:on\sto\s)?(?:the\s)?next\s(?:one|question|claim|case|chart|pt|patient|account|encounter|topic|subject)\b|next\s?[:,;–—-]"
    r"|moving\son|unrelated(?:ly)?\b|switch(?:ing)?\s(?:gears|topics?|subjects?)|chang(?:e|ing)\s(?:of\s)?(?:the\s)?(?:topics?|subjects?)"
    r"|off\stopic|side\s(?:question|note)|on\sanother\s(?:note|topic|subject)|one\smore(?:\s(?:question|thing))?\s?[:,;–—-]"
    r"|one\smore\s(?:question|thing)\b|(?:while|since)\s(?:i['’]?m|i\shave\syou|i['’]ve\sgot\syou|we['’]?re)\s?(?:here|on\shere|at\sit)?\b"
    r"|something\selse|different\sstory|ot:)"
    r"(?:\s(?:is|about|now|then|please|though|tho)\b)?[\s,.:;–—-]*",
    re.IGNORECASE,
)
# Words by which a turn leans on the one before it.
_LEANS = re.compile(
    r"^\W*(?:(?:and|but|so|then|also|or|no|well|hmm)\b[\s,]*)+"
    r"|\b(?:what|how) about\b|^\W*what if\b|\bsame (?:thing|question|here|patient|pt|minutes|day but)\b"
    r"|\b(?:it|its|that|this|these|those|they|them|he|she|him|her|their|there|one|ones|instead|either|both)\b"
    r"|\b(?:right|correct|too|then|though|tho)\W*$",
    re.IGNORECASE,
)
# "20552 right?", "99211 for that": it leans though it names a code.
_POINTS = re.compile(r"\b(?:(?:right|correct|too|then|instead|ok)\W*|(?:it|that|this|those|them)\W*)$", re.IGNORECASE)
# "What does modifier 91 need" names all that it is about.
_DEFINES = re.compile(
    r"^\W*what(?:['’]?s|\sis|\sare|\sdoes|\sdo)\s(?:the\s)?mod(?:ifier)?s?\s[A-Z0-9]{2}\b", re.IGNORECASE
)
_OPENS = re.compile(
    r"^\W*(?:and|but|so|then|or|what about|how about|what if|same|does (?:it|that|this)|is (?:it|that|this)"
    r"|in that case|no\b|scratch that|correction|i mean\w*|actually|he|she|they|it|its|it['’]s|her|his|their)\b",
    re.IGNORECASE,
)
_SHORT, _VERY_SHORT = 9, 5
# Words that stand in every coder's question and so tie no two of them together.
_EVERYWHERE = (
    "about after again allowed also always anyone appropriate because been before being bill billed "
    "billing both cannot charge claim code coded coding correct could date days does doctor documentation "
    "done each ever from get give given going have here into just know like made make many medicare "
    "modifier more most much must need never note only other over paid patient payer physician procedure "
    "provider report reported right same seen separate separately service should some still such than "
    "that their them then there these they thi this time together under unit used using very visit want "
    "wants well were what when where which while will with without would your "
)
_COMMON = frozenset(_EVERYWHERE.split())
# How many earlier turns may be asked of the base whether they stand alone.
_LATELY = 1

Alone = Callable[[str, str], bool]


def _never_alone(turn: str, earlier: str) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Standing:
    """``asked`` is what is asked in the end: the last turn, or where that is a reply the question before it, with the
    words of the ``replies`` that no fact holds. ``carried`` are the earlier questions that it leans on, oldest first,
    without what was said otherwise since. ``facts`` are those of the subject, ``kept`` those of subjects before.

    ``reply``: the last turn is a reply; ``fits``: one that settles something; ``again``: so did the one before not.
    """

    asked: str
    carried: tuple[str, ...] = ()
    facts: Facts = NOTHING
    kept: Facts = NOTHING
    replies: tuple[str, ...] = ()
    reply: bool = False
    fits: bool = True
    again: bool = False


def standing(
    text: str, earlier: Sequence[str] = (), given: Facts | None = None, alone: Alone = _never_alone
) -> Standing:
    """After the ``earlier`` turns, oldest first. ``given`` facts go before what those say and after what ``text`` says.

    ``alone``: whether a turn that seems to lean on the question before stands alone after all; it is asked of the last
    turns only, since it asks the base.
    """
    turns = [turn for turn in earlier if not courtesies.reply(turn)]
    found = Standing("")
    for place, turn in enumerate(turns):
        found = _next(found, turn, alone if place >= len(turns) - _LATELY else _never_alone)
    if given is None:
        return _next(found, text, alone)
    found = _next(_corrected(found, given), text, alone)
    return replace(found, facts=facts.read(text).over(given).over(found.facts))


def _next(before: Standing, turn: str, alone: Alone) -> Standing:
    if not before.asked:
        return replace(before, asked=turn, facts=facts.read(turn).over(before.facts))
    reply = replies.heard(turn)
    if reply:
        words = (*before.replies, reply.words) if reply.words else before.replies
        now = _corrected(before, reply.facts)
        return replace(
            now, facts=reply.facts.over(before.facts), replies=words, reply=True, fits=reply.fits, again=not before.fits
        )
    said = facts.read(turn)
    if leans(turn, before.asked) and not alone(turn, before.asked):
        now = _corrected(before, said)
        last = " ".join([now.asked, *now.replies])
        return Standing(turn, tuple(dict.fromkeys([*now.carried[:1], last])), said.over(before.facts), before.kept)
    return Standing(subject(turn), (), said, before.facts.over(before.kept).of_any_subject)


def _corrected(before: Standing, said: Facts) -> Standing:
    """Without what ``said`` puts something else for."""
    carried = tuple(facts.without(one, said) for one in before.carried)
    return replace(before, asked=facts.without(before.asked, said), carried=carried)


def untold(earlier: Sequence[str]) -> list[str]:
    """The ``earlier`` turns without the facts that they tell: replies are left out."""
    left = (facts.untold(turn) for turn in earlier if not replies.heard(turn))
    return [turn for turn in left if turn]


def subject(text: str) -> str:
    """``text`` without the words that only say that it is about something else."""
    rest = _SWITCHES.sub("", _AFTER_COURTESIES.sub("", text), count=1)
    return rest if re.search(r"\w", rest) else text


def leans(text: str, earlier: str) -> bool:
    """Whether a question leans on the ``earlier`` one.

    It opens like a follow-up; or it names no procedure code of its own and is very short, is short and points back, or
    shares a telling word with the earlier question. One that says that it is about something else does not.
    """
    said = _AFTER_COURTESIES.sub("", text) or text
    if _SWITCHES.match(said):
        return False
    if _OPENS.search(said):
        return True
    length = len(said.split())
    if _DEFINES.search(said):
        return False
    if length <= _SHORT and _POINTS.search(said):
        return True
    if any(code.is_procedure for code in codes.values(codes.find(said))):
        return False
    return (
        length <= _VERY_SHORT
        or (length <= _SHORT and bool(_LEANS.search(said)))
        or bool(_telling(said) & _telling(earlier))
    )


def _telling(text: str) -> set[str]:
    """The words of at least four letters, without plural endings, that are not in every coder's question."""
    return {word.rstrip("s") for word in re.findall(r"[a-z]{4,}", text.lower())} - _COMMON
