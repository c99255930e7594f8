"""Which recorded points a question comes near, for an editor who wants to know why it meets one or none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.finding.features import UNREAD
from assistant.finding.recognition import BESIDE, Met, Recognition
from assistant.judgement import Voice
from assistant.reading.question import Question

# The worst and the best that a margin or a logit of the reader comes to; every other measure lies between 0 and 1.
_BOUNDS = {
    "ahead": (0.0, 1.0 - BESIDE),
    "read": (UNREAD, -UNREAD),
    "read_ahead": (UNREAD, -UNREAD),
    "behind": (0.0, -UNREAD),
}


@dataclass(frozen=True, slots=True)
class Meeting:
    """``about`` is the point that the question meets, ``others`` come near it, the likeliest first.

    ``voice`` is what support alone gives the question. ``by``: what chances were made with.
    """

    question: Question
    masked: tuple[str, ...]
    voice: Voice
    by: Recognition
    about: Met | None
    others: tuple[Met, ...]

    def needed(self, one: Met) -> float:
        """The chance from which on that point is met."""
        return self.by.needed(self.voice, one.point)


def of(
    question: Question, masked: tuple[str, ...], voice: Voice, by: Recognition, about: Met | None, near: Sequence[Met]
) -> Meeting:
    """``near`` are all points that the question comes near, ``about`` the one of these that it is about."""
    told = about if about and about.enough else None
    others = tuple(one for one in near if told is None or one.point is not told.point)
    return Meeting(question, masked, voice, by, told, others)


def measures(met: Met, by: Recognition) -> dict[str, float]:
    """What its chance is made of, by name."""
    return {name: float(getattr(met.asked, name)) for name, _ in by.fitted.weights}


def keeps_off(met: Met, by: Recognition, needed: float) -> tuple[str, ...]:
    """The measures that bear its chance down, the heaviest first: with one of them at its best, and all others as they
    are, the point would be met. Where none alone would do, the heaviest of them.
    """
    if met.chance >= needed:
        return ()
    # What nobody disputes has no second side.
    moved = [name for name in measures(met, by) if name != "second" or len(met.point.sides) > 1]
    lifted = {
        name: max(by.fitted.chance(replace(met.asked, **{name: best})) for best in _BOUNDS.get(name, (0.0, 1.0)))
        for name in moved
    }
    ordered = sorted(lifted, key=lambda name: -lifted[name])
    return tuple(name for name in ordered if lifted[name] >= needed) or tuple(ordered[:1])
