"""The default: quotations word for word, published guidance before opinion. Quotes cannot invent."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answers import Disagreement, Quotation, Support
from assistant.question import Question
from assistant.settings import AssistantSettings
from assistant.spans import points_back, published
from indexer import codes, passages
from indexer.codes import Code
from indexer.sources import Tier

# The longest question of a thread that is set beside a reply, in characters.
_LONGEST = 220


def open(settings: AssistantSettings) -> None:
    """Words nothing anew."""


def write(
    question: Question,
    support: Support,
    quotations: Sequence[Quotation],
    disagreement: Disagreement | None,
) -> str:
    """A lead line on who speaks and how strong the evidence is, then the quotations with their marks."""
    guidance = [quotation for quotation in quotations if published(quotation.passage)]
    standing = [quotation for quotation in guidance if quotation.replaced_by is None]
    replaced = [quotation for quotation in guidance if quotation.replaced_by is not None]
    ruled = [quotation for quotation in quotations if quotation.passage.tier == Tier.HOUSE]
    opinion = [quotation for quotation in quotations if not published(quotation.passage) and quotation not in ruled]
    offered = {code for quotation in quotations for code in quotation.passage.codes}
    paragraphs = [_lead(standing, replaced, support)]
    if disagreement:
        paragraphs.append(f"**{disagreement.why}**\n{_sides(disagreement)}")
    for heading, group in (
        ("Published guidance", standing),
        ("Replaced guidance, for older dates of service only", replaced),
        ("Opinion of coders and vendors", opinion),
        ("House rulings", ruled),
    ):
        if group:
            paragraphs += [f"**{heading}**", *(_line(quotation, offered) for quotation in group)]
    return "\n\n".join(paragraphs)


def _sides(disagreement: Disagreement) -> str:
    """One list point a side."""
    return "\n".join(
        f"- {_opening(side.stands_for)} {''.join(f'[{number}]' for number in side.citations)}"
        for side in disagreement.sides
    )


def _opening(words: str) -> str:
    return words[:1].upper() + words[1:]


def _lead(standing: Sequence[Quotation], replaced: Sequence[Quotation], support: Support) -> str:
    """Who speaks, and as of when; the tiers are those of what still stands, in the order of the quotations."""
    strength = f"The evidence is {support.strength}."
    guidance = standing or replaced
    if not guidance:
        return f"No published guidance in this base speaks to it; these are opinions. {strength}"
    tiers = ", ".join(dict.fromkeys(quotation.passage.tier.words for quotation in guidance))
    newest = max((quotation.passage.date.year for quotation in guidance if quotation.passage.date), default=None)
    dated = f"newest {newest}" if newest else "undated"
    since = "" if standing else ", all of it replaced since"
    return f"Published guidance, {dated}{since} ({tiers}). {strength}"


def _line(quotation: Quotation, offered: set[Code]) -> str:
    """Who says it and as of when, then the quotation with its mark."""
    passage = quotation.passage
    as_of = f"as of {passage.date}" if passage.date else "undated"
    asked = _asked(quotation, offered)
    words = " ".join(quotation.text.split())
    return f"{_opening(passage.tier.words)}, {as_of}: “{words}” [{quotation.citation}]{asked}"


def _asked(quotation: Quotation, offered: set[Code]) -> str:
    """What a reply such as "Yes, append it" answers: its thread's own question, unless that names other codes."""
    if quotation.passage.role is None or not points_back(quotation.text):
        return ""
    context = quotation.passage.context
    asked = [" ".join(context[start:end].split()) for start, end in passages.sentences(context)]
    for sentence in reversed(asked):
        if (
            sentence.endswith("?")
            and len(sentence) <= _LONGEST
            and offered.issuperset(codes.values(codes.find(sentence)))
        ):
            return f" (The question there: {sentence})"
    return ""
