"""The default: quotations word for word, published guidance before opinion. Quotes cannot invent."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from assistant.answers import Disagreement, Place, Quotation, Support
from assistant.quoting.spans import points_back
from assistant.reading import service_date
from assistant.reading.question import Question
from assistant.settings import AssistantSettings
from indexer import codes, passages
from indexer.codes import Code
from indexer.passages import Passage
from indexer.plugins import NoSettings

# The longest question of a thread that is set beside a reply, in characters; a reply of fewer words than _FEWEST says
# little without it: "By the nerve." A question of fewer than _FEWEST_ASKED is no help by itself: "Is that right?"
_LONGEST, _FEWEST, _FEWEST_ASKED = 220, 9, 5


def open(assistant: AssistantSettings, settings: NoSettings) -> None:
    """Words nothing anew."""


def write(
    question: Question,
    support: Support,
    quotations: Sequence[Quotation],
    disagreement: Disagreement | None,
) -> str:
    """A lead line on who speaks and how strong the evidence is, then the quotations with their marks."""
    offered = {code for quotation in quotations for code in quotation.passage.codes}
    paragraphs = [_lead(quotations, support, service_date.year(question))]
    if disagreement:
        paragraphs.append(f"**{disagreement.why}**\n{_sides(disagreement)}")
    for place, group in itertools.groupby(quotations, key=lambda quotation: quotation.place):
        paragraphs += [f"**{place.heading}**", *(_line(quotation, offered) for quotation in group)]
    return "\n\n".join(paragraphs)


def _sides(disagreement: Disagreement) -> str:
    """One list point a side."""
    return "\n".join(
        f"- {_opening(side.stands_for)} {''.join(f'[{number}]' for number in side.citations)}"
        for side in disagreement.sides
    )


def _opening(words: str) -> str:
    return words[:1].upper() + words[1:]


def _lead(quotations: Sequence[Quotation], support: Support, asked: int | None) -> str:
    """Who speaks, and as of when; the tiers are those of what leads, in the order of the quotations."""
    strength = f"The evidence is {support.strength}."
    groups = (Place.IN_FORCE_THEN, Place.GUIDANCE, Place.REPLACED)
    first = next((place for place in groups if any(one.place == place for one in quotations)), None)
    if first is None:
        near = [one.passage for one in quotations if one.place != Place.FURTHER]
        said = f"these are opinions ({_tiers(near)}), {_newest(near)}"
        return f"No published guidance in this base speaks to it; {said}. {strength}"
    guidance = [one.passage for one in quotations if one.place == first]
    dated = f"in force in {asked}, replaced since" if first == Place.IN_FORCE_THEN else _newest(guidance)
    if first == Place.REPLACED:
        dated += ", all of it replaced since"
    return f"Published guidance, {dated} ({_tiers(guidance)}). {strength}"


def _tiers(speaking: Sequence[Passage]) -> str:
    return "; ".join(dict.fromkeys(passage.tier.words for passage in speaking))


def _newest(speaking: Sequence[Passage]) -> str:
    newest = max((passage.date.year for passage in speaking if passage.date), default=None)
    return f"newest {newest}" if newest else "undated"


def _line(quotation: Quotation, offered: set[Code]) -> str:
    """Who says it and as of when, then the quotation with its mark."""
    passage = quotation.passage
    as_of = f"as of {passage.date}" if passage.date else "undated"
    asked = _asked(quotation, offered)
    words = " ".join(quotation.text.split())
    return f"{_opening(passage.tier.words)}, {as_of}: “{words}” [{quotation.citation}]{asked}"


def _asked(quotation: Quotation, offered: set[Code]) -> str:
    """What a reply such as "Yes, append it" answers: its thread's own question, unless that names other codes."""
    brief = len(quotation.text.split()) < _FEWEST
    if quotation.passage.role is None or not (brief or points_back(quotation.text)):
        return ""
    context = quotation.passage.context.removeprefix(quotation.passage.title)
    bounds = passages.sentences(context)
    for place in reversed(range(len(bounds))):
        start, end = bounds[place]
        if not context[start:end].endswith("?"):
            continue
        if place and len(context[start:end].split()) < _FEWEST_ASKED:
            start = bounds[place - 1][0]
        asked = " ".join(context[start:end].split())
        fits = len(asked.split()) >= _FEWEST_ASKED and len(asked) <= _LONGEST
        if fits and offered.issuperset(codes.values(codes.find(asked))):
            return f" (The question there: {asked})"
    return ""
