"""Which recorded points a question comes near, for an editor who wants to know why it meets one or none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace

from assistant.finding import recognition
from assistant.finding.recognition import Met
from assistant.judgement import Voice
from assistant.reading.question import Question


@dataclass(frozen=True, slots=True)
class Meeting:
    """``about`` is the point that the question meets, ``others`` come near it, the likeliest first.

    ``needed``: the chance from which on a point is met. Where the desk says nothing, ``voice`` is NOTHING, a point that
    would be met is not.
    """

    question: Question
    masked: tuple[str, ...]
    voice: Voice
    needed: float
    about: Met | None
    others: tuple[Met, ...]


def of(question: Question, masked: tuple[str, ...], voice: Voice, about: Met | None, near: Sequence[Met]) -> Meeting:
    """``near`` are all points that the question comes near, ``about`` the one of these that it is about."""
    ordered = sorted(near, key=lambda one: -one.chance)
    others = tuple(one for one in ordered if about is None or one.point is not about.point)
    said = about if voice is not Voice.NOTHING else None
    return Meeting(question, masked, voice, recognition.shipped().threshold, said, others if said else tuple(ordered))


def measures(met: Met) -> dict[str, float]:
    """What its chance is made of, by name."""
    return {name: float(value) for name, value in asdict(met.asked).items()}


def keeps_off(met: Met) -> tuple[str, ...]:
    """The measures that bear its chance down, the heaviest first: with one of them at its best, and all others as they
    are, the point would be met. Where none alone would do, the heaviest of them.
    """
    least = recognition.shipped()
    if met.chance >= least.threshold:
        return ()
    # What nobody disputes has no second side.
    moved = [name for name in measures(met) if name != "second" or len(met.point.sides) > 1]
    lifted = {name: max(least.chance(replace(met.asked, **{name: best})) for best in (0.0, 1.0)) for name in moved}
    ordered = sorted(lifted, key=lambda name: -lifted[name])
    return tuple(name for name in ordered if lifted[name] >= least.threshold) or tuple(ordered[:1])
