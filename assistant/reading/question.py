"""What a question means: codes, facts, what abbreviations stand for, and what a follow-up refers to."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.reading import abbreviations as abbreviations_
from assistant.reading import conversation, courtesies, facts, topics, wanted
from assistant.reading.abbreviations import in_full, uncounted
from assistant.reading.conversation import Standing
from assistant.reading.facts import Facts
from assistant.reading.wanted import Wanted
from indexer import codes, privacy
from indexer.codes import Code
from indexer.errors import Courtesy, QuestionError

MAX_CHARACTERS = 4_000


@dataclass(frozen=True, slots=True)
class Question:
    """One text for each purpose; all but ``typed`` and ``own`` begin with what a follow-up takes from earlier turns.

    ``typed`` and ``read_as`` are shown, the latter with long forms and earlier turns in brackets. ``said`` is what the
    figures asked for are read from. ``meaning`` is embedded, with long forms in brackets; ``own`` is its part without
    earlier turns. ``words`` is searched by words, with the long forms alone: "pt" is rare in guidance except as a
    modifier. Facts that stand beside the text are added to ``words`` alone: where nothing turns on them they would draw
    the meaning away. None of these three says how often a service was done ("x2"). ``codes`` include those that earlier
    turns carry into it; of the ``facts`` what it says itself goes before what they said. ``named`` are those of its own
    subject: a text that does not speak of them leaves something open, whereas what is kept of a subject before only
    orders. ``wanted`` is what it wants to know of its codes where it asks about nothing else.
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
    named: Facts
    wanted: Wanted | None

    @property
    def bare(self) -> bool:
        """Whether it is nothing but codes, or asks no more than what they are and how they are worded."""
        return self.wanted in {Wanted.IDENTITY, Wanted.DESCRIPTION}

    @property
    def topic(self) -> bool:
        """Whether it only names a subject, "skin tags"."""
        return self.said == self.typed and topics.named(self.typed)

    @property
    def names_only(self) -> bool:
        """Whether it asks nothing but what is known of the codes or the subject that it names."""
        return bool(self.codes) if self.wanted else self.topic

    @property
    def medicare(self) -> bool:
        """Whether Medicare pays, so that CMS, NCCI and the contractor lead."""
        return self.facts.medicare


def parse(
    text: str,
    after: Sequence[str] = (),
    abbreviations: Path | None = None,
    given: Facts | None = None,
    alone: Callable[[str, str], bool] | None = None,
) -> Question:
    """``after`` are the earlier turns, oldest first; ``given`` facts go after what ``text`` says and before the earlier
    turns. ``alone``: whether the base answers the first text so well by itself that it does not lean on the second,
    both with their long forms; without it words alone tell.

    A reply to what the desk asked back asks the question before it again. Raises Courtesy for what asks nothing, such
    as "thanks", and QuestionError for a text that is empty, too long, or holds neither a letter nor a digit, and for
    the second reply in a row that settles nothing.
    """
    typed = check(text)
    rules = abbreviations_.readings(abbreviations)

    def stands_alone(turn: str, earlier: str) -> bool:
        return alone is not None and alone(*(in_full(privacy.unmasked(one), rules) for one in (turn, earlier)))

    found = conversation.standing(typed, [turn for turn in map(_spaced, after) if turn], given, stands_alone)
    if not found.fits and found.again:
        raise QuestionError(f"{typed!r} settles nothing either; ask the question again with what is known of the case")
    asked, before = " ".join([found.asked, *found.replies]), " ".join(found.carried)
    follow_up = bool(before)
    own = codes.values(codes.find(asked)) or (() if follow_up else wanted.lone_modifier(asked))
    said = facts.read(f"{before} {asked}")
    known = found.facts.over(found.kept)
    beside = list(facts.words(found.facts, said))
    shown = said if asked == typed else facts.read(f"{before} {asked} {typed}")
    # What was masked stays in sight, but is nothing to search for.
    bare_text, bare_before = uncounted(privacy.unmasked(asked)), uncounted(privacy.unmasked(before))
    carried_over, searched = in_full(bare_before, rules), in_full(bare_text, rules)
    return Question(
        typed=typed,
        read_as=_read_as(in_full(typed, rules, shown=True), found, facts.words(known, shown)),
        said=f"{before} {asked}".strip(),
        meaning=f"{carried_over} {searched}".strip(),
        own=searched,
        words=" ".join([in_full(one, rules, instead=True) for one in (bare_before, bare_text)] + beside).strip(),
        codes=tuple(dict.fromkeys([*own, *codes.values(codes.find(before))])),
        follow_up=follow_up,
        facts=known,
        named=found.facts,
        wanted=None if before else wanted.of(asked),
    )


def check(text: str) -> str:
    """``text`` with its white space put in order; raises Courtesy for what asks nothing, and QuestionError
    for what cannot be searched.
    """
    # An argument that is no UTF-8 arrives with lone surrogates, which no tokenizer takes.
    typed = " ".join(text.encode("utf-8", "replace").decode("utf-8").split())
    if not typed:
        raise QuestionError("the question is empty; type what you want to know, for example: is 25 needed on 99213?")
    if len(typed) > MAX_CHARACTERS:
        raise QuestionError(
            f"the question has {len(typed):,} characters, at most {MAX_CHARACTERS:,} are read; ask it in a sentence"
        )
    if said := courtesies.reply(typed):
        raise Courtesy(said, typed)
    if not re.search(r"[^\W_]", typed):
        raise QuestionError("the question has no word and no code in it; type it in words or as codes")
    return typed


def _spaced(text: str) -> str:
    return " ".join(text.split())


def _read_as(long_form: str, found: Standing, under: Sequence[str]) -> str:
    """With what it leans on or replies to, and the facts that it is read under and does not say itself."""
    before = " ".join([*found.carried, found.asked] if found.reply else found.carried)
    lead = "after" if found.fits else "fits none of the replies, asked again"
    shown = f"{long_form} ({lead}: {before})" if before else long_form
    return f"{shown} (with: {', '.join(under)})" if under else shown
