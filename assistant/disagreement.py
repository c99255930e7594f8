"""Where the cited passages pull apart: what was replaced, what payers do differently, who says the opposite.

Precision comes before recall: what the base itself names as replaced is always said; anything else only where the
signals of ``disagreement_signals.py`` together make it likely and two sides can be cited apart.
"""

from __future__ import annotations

import functools
import json
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from importlib import resources

from assistant import disagreement_signals as signals
from assistant.answers import Disagreement, Quotation, Side
from assistant.question import Question
from assistant.spans import published
from indexer import passages

# The quotations of the answer, and where they pull apart.
Found = tuple[tuple[Quotation, ...], Disagreement | None]
# As many quotations as an answer has, and from where on replaced guidance is said whatever else speaks for it.
QUOTATIONS, SURELY = 5, 0.6
REPLACED, PAYERS, OPPOSITE = "Guidance changed.", "Payers differ.", "Sources say the opposite."


@dataclass(frozen=True, slots=True)
class Calibration:
    """A logistic regression over ``disagreement_signals.Signals``, fitted by ``benchmarks/fit_disagreement.py``."""

    weights: tuple[float, ...]
    bias: float
    threshold: float

    def likely(self, values: Sequence[float]) -> bool:
        total = self.bias + sum(weight * value for weight, value in zip(self.weights, values, strict=True))
        return 1 / (1 + math.exp(-total)) >= self.threshold


def find(question: Question, quotations: Sequence[Quotation]) -> Found:
    """The quotations, and the first that holds: guidance that changed, payers set apart by one text, opposite views.

    A text that sets two sides apart by itself is quoted in two parts, and the quotations are numbered anew.
    """
    kept = tuple(quotations)
    if not kept:
        return (kept, None)
    measured = signals.measure(question, kept)
    if measured.replaced < SURELY and not shipped().likely(measured.values()):
        return (kept, None)
    if apart := _changed(kept):
        return (kept, apart)
    found = _told(kept) or _opposite(kept, payers=bool(measured.advised or measured.payers_asked == 1))
    return found or (kept, None)


def _changed(quotations: tuple[Quotation, ...]) -> Disagreement | None:
    """What stands, and what it replaced by the base's own word or by the date of a change that it tells of."""
    near = signals.central(quotations)
    pairs = [*signals.replaced(quotations), *signals.changed(near)]
    for old, new in [(old, new) for old, new in pairs if old in near]:
        olds = [one for one in quotations if one is old or (old.replaced_by and one.replaced_by == old.replaced_by)]
        later = [one for one in quotations if one not in olds and (one is new or _stands_later(one, old))]
        if later:
            return Disagreement(REPLACED, (_side("what stands", later), _side("what it replaced", olds)))
    return None


def _stands_later(one: Quotation, old: Quotation) -> bool:
    dates = one.passage.date, old.passage.date
    return (
        published(one.passage)
        and one.replaced_by is None
        and dates[0] is not None
        and dates[1] is not None
        and dates[0].year > dates[1].year
        and bool(set(one.passage.codes) & set(old.passage.codes))
    )


def _told(quotations: tuple[Quotation, ...]) -> Found | None:
    """The text that sets payers apart, cut at the sentence that does so; others join the payer that they speak of."""
    near = signals.central(quotations)
    for one in near:
        place = signals.telling(one)
        bounds = passages.sentences(one.text)
        if place is None or len(bounds) < 2:
            continue
        first, second = _part(one, 0, bounds[max(place, 1) - 1][1]), _part(one, bounds[max(place, 1)][0], len(one.text))
        kept = list(quotations)
        kept[kept.index(one) : kept.index(one) + 1] = [first, second]
        while len(kept) > QUOTATIONS:
            kept.remove([other for other in kept if other not in (first, second)][-1])
        names = signals.payers(first.text)[:1] or ["one payer"]
        names += [name for name in signals.payers(second.text) if name not in names][:1] or ["others"]
        sides = [[first], [second]]
        for other in near:
            if other in kept and (who := signals.speaks_for(other)) in names:
                sides[names.index(who)].append(other)
        numbered = tuple(replace(other, citation=number) for number, other in enumerate(kept, 1))
        apart = tuple(
            _side(name, [numbered[kept.index(other)] for other in side])
            for name, side in zip(names, sides, strict=True)
        )
        return numbered, Disagreement(PAYERS, apart)
    return None


def _part(one: Quotation, start: int, end: int) -> Quotation:
    return replace(one, start=one.start + start, end=one.start + end, text=one.text[start:end])


def _opposite(quotations: tuple[Quotation, ...], payers: bool) -> Found | None:
    """What says that others hold otherwise, against the next that says so too, or else that speaks most of the same."""
    near = signals.central(quotations)
    marked = [one for one in near if signals.disputes(one)] + [one for one in near if signals.titled(one)]
    first = (marked or near)[0]
    rest = [one for one in marked if one.passage.document_id != first.passage.document_id]
    rest = rest or sorted(near, key=lambda one: -signals.relevance(one, quotations) - _shared(one, first))
    other = next((one for one in rest if one is not first), None)
    if other is None:
        return None
    sides = (_side(_speaker(first), [first]), _side(_speaker(other), [other]))
    return quotations, Disagreement(PAYERS if payers and not marked else OPPOSITE, sides)


def _shared(one: Quotation, other: Quotation) -> float:
    """The part of the words of the shorter text that both have."""
    first, second = (set(re.findall(r"\w+", quotation.text.lower())) for quotation in (one, other))
    return len(first & second) / (min(len(first), len(second)) or 1)


def _speaker(one: Quotation) -> str:
    return one.passage.role or "one text"


def _side(stands_for: str, quotations: Sequence[Quotation]) -> Side:
    """What it stands for, its tiers and its dates, and its citations."""
    tiers = dict.fromkeys(one.passage.tier.words for one in quotations)
    dates = dict.fromkeys(str(one.passage.date) if one.passage.date else "undated" for one in quotations)
    said = f"{stands_for} ({', '.join(tiers)}; {', '.join(dates)})"
    return Side(said, tuple(one.citation for one in quotations))


@functools.cache
def shipped() -> Calibration:
    record = json.loads(resources.files("assistant").joinpath("disagreement.json").read_text("utf-8"))
    weights = tuple(record["weights"][name] for name in signals.Signals.__dataclass_fields__)
    return Calibration(weights, record["bias"], record["threshold"])
