"""The default: quotations word for word, published guidance before opinion. Quotes cannot invent."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answers import Disagreement, Quotation, Support
from assistant.evidence import published
from assistant.question import Question
from indexer.sources import Tier


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
    paragraphs = [_lead(standing or replaced, support)]
    if disagreement:
        paragraphs.append(f"**{disagreement.why}** {_sides(disagreement)}")
    for heading, group in (
        ("Published guidance", standing),
        ("Replaced guidance, for older dates of service only", replaced),
        ("Opinion of coders and vendors", opinion),
        ("House rulings", ruled),
    ):
        if group:
            paragraphs += [f"**{heading}**", *map(_line, group)]
    return "\n\n".join(paragraphs)


def _sides(disagreement: Disagreement) -> str:
    sides = [f"{side.stands_for} {''.join(f'[{number}]' for number in side.citations)}" for side in disagreement.sides]
    return "; against ".join(sides) + "."


def _lead(guidance: Sequence[Quotation], support: Support) -> str:
    if not guidance:
        return (
            f"No published guidance in this base speaks to it; these are opinions. The evidence is {support.strength}."
        )
    newest = max((quotation.passage.date.year for quotation in guidance if quotation.passage.date), default=None)
    dated = f", newest {newest}" if newest else ", undated"
    return f"Published guidance{dated}. The evidence is {support.strength}."


def _line(quotation: Quotation) -> str:
    passage = quotation.passage
    as_of = f"as of {passage.date}" if passage.date else "undated"
    return f"{as_of}: “{' '.join(quotation.text.split())}” [{quotation.citation}]"
