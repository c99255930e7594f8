"""Where a class is in a lesson: a step, a screen of it, and the hands that were counted; a page's address holds it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from assistant.teaching.playing import Played
from assistant.teaching.screens import Screen

# More hands than any room holds.
_MOST = 9_999


@dataclass(frozen=True, slots=True)
class Position:
    """``step`` counts from 1, 0 is the title; ``shown`` is the screen of the step, from 1. ``votes``: hands a line."""

    step: int = 0
    shown: int = 1
    votes: tuple[int, ...] = ()

    @property
    def address(self) -> dict[str, str]:
        """As the address holds it."""
        votes = {"votes": "-".join(map(str, self.votes))} if any(self.votes) else {}
        return {"step": str(self.step), "shown": str(self.shown), **votes} if self.step else {}


def read(address: Mapping[str, str], of: Played) -> Position:
    """A stale or false address gives the nearest place that there is."""
    step = min(_number(address.get("step"), 0), len(of.steps))
    shown = max(1, min(_number(address.get("shown"), 1), _screens(of, step)))
    votes = address.get("votes", "")
    counted = map(int, votes.split("-")) if re.fullmatch(r"\d{1,4}(-\d{1,4})*", votes) else ()
    return Position(step, shown, tuple(counted))


def screen(of: Played, at: Position) -> Screen | None:
    """What the class sees there; None at the title."""
    return of.steps[at.step - 1].screens[at.shown - 1] if at.step else None


def revealed(of: Played, at: Position) -> Position:
    """The next screen, of the next step where the step has shown all. Hands are counted anew for each vote."""
    if not at.step or at.shown >= _screens(of, at.step):
        return stepped(of, at, 1)
    following = of.steps[at.step - 1].screens[at.shown]
    return Position(at.step, at.shown + 1, () if following.votes else at.votes)


def concealed(of: Played, at: Position) -> Position:
    """The screen before, of the step before at the first one."""
    if at.shown > 1:
        kept = () if of.steps[at.step - 1].screens[at.shown - 1].votes else at.votes
        return Position(at.step, at.shown - 1, kept)
    before = stepped(of, at, -1)
    return replace(before, shown=_screens(of, before.step)) if before != at else at


def stepped(of: Played, at: Position, by: int) -> Position:
    """The first screen of a step further on or back; the same place at either end."""
    step = at.step + by
    return Position(step) if 0 <= step <= len(of.steps) else at


def voted(of: Played, at: Position, line: int) -> Position:
    """One more hand for a line of the screen."""
    shown = screen(of, at)
    lines = len(shown.lines) if shown else 0
    counted = (at.votes + (0,) * lines)[:lines]
    return replace(at, votes=tuple(min(count + (place == line), _MOST) for place, count in enumerate(counted)))


def _screens(of: Played, step: int) -> int:
    return len(of.steps[step - 1].screens) if step else 1


def _number(text: str | None, otherwise: int) -> int:
    return int(text) if text and re.fullmatch(r"\d{1,6}", text) else otherwise
