"""What a question means: codes, facts, what abbreviations stand for, and what a follow-up refers to."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.reading import abbreviations as abbreviations_
from assistant.reading import courtesies, facts, wanted
from assistant.reading.abbreviations import in_full, uncounted
from assistant.reading.facts import Facts
from assistant.reading.wanted import Wanted
from indexer import codes, privacy
from indexer.codes import Code
from indexer.errors import QuestionError

MAX_CHARACTERS = 4_000

# Words by which a question leans on the one before it.
_LEANS = re.compile(
    r"^\W*(?:(?:and|but|so|ok(?:ay)?|then|also|or|yes|no|thanks|well|hmm)\b[\s,]*)+"
    r"|\b(?:what|how) about\b|^\W*what if\b|\bsame (?:thing|question|here|patient|pt|minutes|day but)\b"
    r"|\b(?:it|its|that|this|these|those|they|them|he|she|him|her|their|there|one|ones|instead|either|both)\b",
    re.IGNORECASE,
)
_OPENS = re.compile(
    r"^\W*(?:and|but|so|ok(?:ay)?|then|or|what about|how about|what if|same|does (?:it|that|this)"
    r"|is (?:it|that|this)|in that case)\b",
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


@dataclass(frozen=True, slots=True)
class Question:
    """One text for each purpose; all but ``typed`` and ``own`` begin with what a follow-up takes from earlier turns.

    ``typed`` and ``read_as`` are shown, the latter with long forms and earlier turns in brackets. ``said`` is what the
    figures asked for are read from. ``meaning`` is embedded, with long forms in brackets; ``own`` is its part without
    earlier turns. ``words`` is searched by words, with the long forms alone: "pt" is rare in guidance except as a
    modifier. None of these three says how often a service was done ("x2"). ``codes`` include those that earlier turns
    carry into it; of the ``facts`` what it says itself goes before what they said. ``wanted`` is what it wants to know
    of its codes where it asks about nothing else.
    """

    typed: str
    read_as: str
    said: str
    meaning: str
    own: str
    words: str
    codes: tuple[Code, ...]
    follow_up: bool
    facts: Facts
    wanted: Wanted | None

    @property
    def bare(self) -> bool:
        """Whether it is nothing but codes, or asks no more than what they are and how they are worded."""
        return self.wanted in {Wanted.IDENTITY, Wanted.DESCRIPTION}

    @property
    def medicare(self) -> bool:
        """Whether Medicare pays, so that CMS, NCCI and the contractor lead."""
        return self.facts.medicare


def parse(text: str, after: Sequence[str] = (), abbreviations: Path | None = None) -> Question:
    """``after`` are the earlier questions, oldest first.

    Raises QuestionError for a text that is empty, too long, or holds neither a letter nor a digit, or is a
    courtesy such as "thanks".
    """
    typed = check(text)
    earlier = [" ".join(turn.split()) for turn in after if turn.strip()]
    follow_up = bool(earlier) and leans(typed, earlier[-1])
    turns = _referred_to(earlier) if follow_up else []
    before = " ".join(turns)
    own = codes.values(codes.find(typed)) or (() if follow_up else wanted.lone_modifier(typed))
    carried = codes.values(codes.find(before))
    rules = abbreviations_.readings(abbreviations)
    # What was masked stays in sight, but is nothing to search for.
    bare_text, bare_before = uncounted(privacy.unmasked(typed)), uncounted(privacy.unmasked(before))
    carried_over = in_full(bare_before, rules)
    searched = in_full(bare_text, rules)
    return Question(
        typed=typed,
        read_as=_read_as(in_full(typed, rules, shown=True), before),
        said=f"{carried_over} {typed}".strip(),
        meaning=f"{carried_over} {searched}".strip(),
        own=searched,
        words=f"{in_full(bare_before, rules, instead=True)} {in_full(bare_text, rules, instead=True)}".strip(),
        codes=tuple(dict.fromkeys([*own, *carried])),
        follow_up=follow_up,
        facts=functools.reduce(lambda known, turn: facts.read(turn).over(known), [*turns, typed], Facts()),
        wanted=None if before else wanted.of(typed),
    )


def check(text: str) -> str:
    """``text`` with its white space put in order; raises QuestionError for what asks nothing or cannot be searched."""
    # An argument that is no UTF-8 arrives with lone surrogates, which no tokenizer takes.
    typed = " ".join(text.encode("utf-8", "replace").decode("utf-8").split())
    if not typed:
        raise QuestionError("the question is empty; type what you want to know, for example: is 25 needed on 99213?")
    if len(typed) > MAX_CHARACTERS:
        raise QuestionError(
            f"the question has {len(typed):,} characters, at most {MAX_CHARACTERS:,} are read; ask it in a sentence"
        )
    if not re.search(r"[^\W_]", typed):
        raise QuestionError("the question has no word and no code in it; type it in words or as codes")
    if said := courtesies.reply(typed):
        raise QuestionError(f"{said}; ask it a question, for example: is 25 needed on 99213?")
    return typed


def leans(text: str, earlier: str) -> bool:
    """Whether a question leans on the ``earlier`` one.

    It opens like a follow-up; or it names no procedure code of its own and is very short, is short and points back, or
    shares a telling word with the earlier question.
    """
    if _OPENS.search(text):
        return True
    if any(code.is_procedure for code in codes.values(codes.find(text))):
        return False
    length = len(text.split())
    return (
        length <= _VERY_SHORT
        or (length <= _SHORT and bool(_LEANS.search(text)))
        or bool(_telling(text) & _telling(earlier))
    )


def _telling(text: str) -> set[str]:
    """The words of at least four letters, without plural endings, that are not in every coder's question."""
    return {word.rstrip("s") for word in re.findall(r"[a-z]{4,}", text.lower())} - _COMMON


def _referred_to(earlier: Sequence[str]) -> list[str]:
    """The last question, after the one that it opens from where it is a follow-up itself; more of a talk only hurts."""
    last = len(earlier) - 1
    start = last
    while start > 0 and _OPENS.search(earlier[start]):
        start -= 1
    return list(dict.fromkeys([earlier[start], earlier[last]]))


def _read_as(long_form: str, before: str) -> str:
    return f"{long_form} (after: {before})" if before else long_form
