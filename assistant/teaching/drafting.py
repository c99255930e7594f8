"""Drafts the questions of a quiz from a recorded point: nothing of them is composed but the frame of the question.

An option is right where the record says so, and each wrong one stands beside it in the record or near it by number.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.answers import Answer
from assistant.ask import Desk
from assistant.dossiers import typed
from assistant.dossiers.browsing import Catalogue
from assistant.showing import phrases
from assistant.statements import HeadlineKind
from assistant.teaching.choices import Choice, Shelves
from assistant.teaching.quiz import UNNAMED, Item, Option, Quote
from indexer import codes
from indexer.codes import Code
from indexer.errors import RecordError
from indexer.index import Index
from indexer.points import DEPENDS, DISPUTED, NO, YES, Point, PointCase, PointSide, Why

# How many wrong options stand beside the right one, and how many it takes at least.
_WRONG, _FEWEST = 3, 2
# More codes than that are a rule and no option.
_CODES = 3
_HERE = "the text says so"
_UNSAID = "no text here says so"
_DEPENDS = "It depends on the case"
_ASKS = re.compile(r"(?:which|what|how|who|where|when)\b")
# Whoever reports one of a range is right too.
_RANGE = re.compile(r"\w{5}\s*[-–]\s*\w{5}")
# What may stand beside codes in a verdict that is an option.
_JOINED = re.compile(r"(?:\W|\b(?:or|and|with|plus|alone|modifier|code|units?|x\d*|\d{1,2})\b)*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Drafter:
    """What questions are drafted over: every recorded point, and the codes that the base names."""

    shelves: Shelves

    @classmethod
    def of(cls, index: Index, catalogue: Catalogue) -> Drafter:
        return cls(Shelves(index, catalogue))

    def items(self, point: Point) -> tuple[Item, ...]:
        """None of a point that sources dispute: nobody can be marked wrong there."""
        if point.verdict == DISPUTED or point.why is Why.OPPOSITE:
            return ()
        cases = [case for case in point.cases if _drafted(case)]
        found = [self._case(point, case) for case in cases]
        found += [self._flipped(point, one, other) for one, other in itertools.pairwise(cases)]
        return tuple(item for item in (*found, self._verdict(point)) if item)

    def _verdict(self, point: Point) -> Item | None:
        """What holds today, where the verdict is yes, no or a code."""
        verdict = point.verdict
        if verdict is None or verdict == DEPENDS or point.why is Why.PAYERS:
            return None
        if verdict in {YES, NO}:
            return _yes_or_no(point)
        meant = _codes(verdict)
        named = set(codes.values(codes.find(point.on)))
        rest = verdict
        for code in meant:
            rest = re.sub(re.escape(code.value), " ", rest, flags=re.IGNORECASE)
        if not meant or len(meant) > _CODES or not _JOINED.fullmatch(rest) or (named & meant and named <= meant):
            return None
        right = Option(verdict, True, _HERE, _quote(point.newest_first[0]))
        older = [Choice(code.value, *_older(point, code)) for code in sorted(named - meant)]
        asked = phrases.opening(phrases.line(point.on))
        ask = f"{asked}?" if _ASKS.match(point.on) else f"{asked}: what is right?"
        found = self._item(ask, point, right, older)
        return replace(found, on=None) if found else None

    def _case(self, point: Point, case: PointCase) -> Item | None:
        ask = f"{phrases.opening(phrases.line(case.when))}: what is reported?"
        return self._item(ask, point, _right(case), [], case)

    def _flipped(self, point: Point, one: PointCase, other: PointCase) -> Item | None:
        """The same case with one fact flipped, where that changes the code."""
        before, after = _codes(*one.report), _codes(*other.report)
        if before & after:
            return None
        given = f"{phrases.opening(phrases.line(one.when))}: {_told(one)} is reported."
        ask = f"Now one fact changes: {phrases.line(other.when)}. What is reported?"
        found = self._item(ask, point, _right(other), [], other)
        return replace(found, given=given) if found else None

    def _item(
        self, ask: str, point: Point, right: Option, first: Sequence[Choice], case: PointCase | None = None
    ) -> Item | None:
        """With wrong options of ``first``, then of the record, then near by number; None where there are too few, or
        the question gives its answer away.
        """
        held = _codes(right.text)
        if case and held & set(codes.values(codes.find(case.when))):
            return None
        wrong: list[Option] = []
        taken = set(held)
        for choice in (*first, *_beside(point, case), *self.shelves.near(point, held, ask)):
            meant = _codes(choice.text)
            if len(wrong) < _WRONG and meant and not meant & taken and _sort(meant) == _sort(held):
                wrong.append(Option(choice.text, False, choice.why, choice.quote))
                taken |= meant
        if len(wrong) < _FEWEST:
            return None
        return Item(ask, tuple(sorted([right, *wrong], key=lambda one: one.text)), point.on)


def of_answer(found: Answer, desk: Desk, drafter: Drafter) -> tuple[Item, ...]:
    """The questions of the point with which ``found`` opens. Raises RecordError where nothing recorded settles it."""
    point = opened_by(found, desk)
    if point is None:
        raise RecordError(
            "no quiz: only what the base answers by a recorded point is quizzed; ask what a point is about "
            "(citedesk points lists them)"
        )
    items = drafter.items(point)
    if not items:
        raise RecordError(f"no quiz: the point on {phrases.line(point.on)} has no case and no verdict to choose from")
    return items


def opened_by(found: Answer, desk: Desk) -> Point | None:
    """The recorded point that gave the headline; None where none did."""
    headline = found.headline
    if not found.supported or headline is None or headline.kind is not HeadlineKind.RECORDED:
        return None
    about = desk.met(found.question).about
    says = phrases.line(headline.says)
    # Facts that were given beside the question may have led to another point.
    held = about is not None and any(phrases.line(said.says) == says for said in about.point.stated)
    return about.point if about and held else None


def _yes_or_no(point: Point) -> Item | None:
    """Beside cases "it depends" would be right too, and is no option."""
    if not point.on.startswith("whether "):
        return None
    held = point.newest_first[0]
    right = Option(phrases.opening(point.verdict or ""), True, _HERE, _quote(held))
    other = NO if point.verdict == YES else YES
    wrong = Option(phrases.opening(other), False, _UNSAID)
    if len(point.sides) > 1:
        older = point.newest_first[-1]
        wrong = replace(wrong, why=f"what held before ({phrases.line(older.stands_for or '')})", quote=_quote(older))
    yes_first = sorted([right, wrong], key=lambda one: one.text, reverse=True)
    asked = "what does the newest text here say?" if len(point.sides) > 1 else "what holds?"
    options = tuple(yes_first) if point.cases else (*yes_first, Option(_DEPENDS, False, _UNSAID))
    return Item(f"{phrases.opening(phrases.line(point.on))}: {asked}", options)


def _beside(point: Point, case: PointCase | None) -> Iterator[Choice]:
    """What the other cases report, and what is not reported with this one."""
    if case is None:
        return
    for other in point.cases:
        if other is not case and _drafted(other):
            yield Choice(_told(other), f"it is for another case: {phrases.line(other.when)}", _quote(other))
    for code in case.not_with:
        named = _codes(code) & set(codes.values(codes.find(case.says)))
        yield Choice(
            code, "the text sets it apart from this case" if named else UNNAMED, _quote(case) if named else None
        )


def _older(point: Point, code: Code) -> tuple[str, Quote | None]:
    """What is said of a code that the point names beside the right one."""
    for side in point.newest_first[1:]:
        if code in codes.values(codes.find(side.says)):
            return f"an older text on it ({phrases.line(side.stands_for or '')})", _quote(side)
    return UNNAMED, None


def _drafted(case: PointCase) -> bool:
    """Whether what it reports can stand as an option."""
    meant = _codes(*case.report)
    several = any(_RANGE.search(one) for one in case.report) or any(codes.is_wildcard(code) for code in meant)
    return 0 < len(meant) <= _CODES and not several


def _sort(meant: set[Code]) -> tuple[bool, bool]:
    """Options are of one sort: a code of a service stands beside such codes, a modifier beside modifiers."""
    return any(code.is_procedure for code in meant), any(code.is_diagnosis for code in meant)


def _right(case: PointCase) -> Option:
    return Option(_told(case), True, _HERE, _quote(case))


def _told(case: PointCase) -> str:
    return phrases.line(", ".join(case.report))


def _quote(said: PointSide | PointCase) -> Quote:
    return Quote(said.source, said.says)


def _codes(*written: str) -> set[Code]:
    return {code for one in written for code in typed.meant(one)}
