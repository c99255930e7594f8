"""Support: how likely the text that leads answers, and in which voice that is said. The voice is decided here alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.answers import Candidate
from assistant.finding import features, unnamed
from assistant.finding.calibration import Calibration
from assistant.finding.features import Features
from assistant.judgement import Judged, Support, Voice
from assistant.reading.question import Question
from assistant.reading.wanted import Wanted
from indexer.index import Index

# Support of a question of codes alone, all of which the base names.
_KNOWN_CODES = 0.8
# The part of the bound from which on a judge's word is enough to claim.
REACH = 0.5


def measure(
    question: Question,
    candidates: Sequence[Candidate],
    index: Index,
    calibration: Calibration,
    false_claims: float,
) -> Support:
    """``candidates`` are in their final order; without any, support is 0. ``false_claims`` is the part of the questions
    that the base cannot answer which may be claimed to be answered, between 0 and 0.5.
    """
    value, voice = 0.0, Voice.NOTHING
    if candidates:
        found = features.measure(question, candidates, index)
        value = calibration.fitted.chance(found)
        voice = calibration.voice(value, false_claims)
        if question.wanted:
            value, voice = _of_codes(question.wanted, found, value, voice)
        elif voice is Voice.ANSWERS and unnamed.all_procedures(question, index):
            voice = Voice.NEAREST
    strength = "weak" if voice is not Voice.ANSWERS else "strong" if value >= calibration.strong else "moderate"
    return Support(value, voice, strength, calibration.holds(index.manifest), calibration.caveat(index.manifest))


def recorded(support: Support) -> Support:
    """The same for a question that is about a recorded point: what the base's editors wrote down answers it."""
    return support if support.enough else replace(support, voice=Voice.ANSWERS, strength="moderate")


def uncovered(support: Support) -> Support:
    """The same where what would open the answer is another payer's rule, or does not speak of what happened."""
    return replace(support, voice=Voice.NEAREST, strength="weak") if support.enough else support


def heard(support: Support, said: Judged, bound: float) -> Support:
    """The same with the voice one step up where a judge picks a quotation and ``bound`` is within reach, one step down
    where none answers. A voice that something else than ``bound`` keeps down stays.
    """
    if said.ignored:
        return support
    if said.pick is None:
        return uncovered(support)
    if support.voice is Voice.NEAREST and REACH * bound <= support.value < bound:
        return replace(support, voice=Voice.ANSWERS, strength="moderate")
    return support


def _of_codes(wanted: Wanted, found: Features, value: float, voice: Voice) -> tuple[float, Voice]:
    """No labelled question is codes alone, so nothing is fitted for them: what counts is whether the base has them.

    No guidance is a code set's own wording, nor is a text without a figure the rate of a code.
    """
    named = 1 - found.unknown_codes
    if named == 0:
        return 0.0, Voice.NOTHING
    if wanted is Wanted.IDENTITY:
        return _KNOWN_CODES * named, Voice.ANSWERS if named == 1 else Voice.NEAREST
    given = wanted is Wanted.VALUE and found.unmet == 0
    return value, voice if given and voice is Voice.ANSWERS else Voice.NEAREST
