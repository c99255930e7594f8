"""What an answer says of texts that were not in force on the day asked about."""

from __future__ import annotations

from dataclasses import replace

import pytest
from conftest import REPLY

from assistant.answers import Place, Quotation
from assistant.quoting import basis, citations, headline
from assistant.reading import question
from assistant.showing import phrases
from indexer.documents import PartialDate
from indexer.sources import Tier

TEXT = "Report 62369 for a refill with reprogramming."
ASKED = question.parse("refill code, DOS 3/14/2010")


def told(number: int, place: Place, tier: Tier = Tier.CPT, effective: str | None = None) -> Quotation:
    began = PartialDate.parse(effective) if effective else None
    passage = replace(
        REPLY, id=f"d{number}#text", document_id=f"d{number}", text=TEXT, tier=tier, role=None, effective=began
    )
    return Quotation(number, passage, 0, len(TEXT), TEXT, 1.0, None, place, short=TEXT)


@pytest.mark.parametrize(
    ("one", "lead"),
    [
        (told(1, Place.LATER, effective="2012-01-01"), "In force only from January 1, 2012:"),
        (told(1, Place.LATER), "In force only after the date asked about:"),
        (told(1, Place.REPLACED), "No longer in force:"),
        (told(1, Place.GUIDANCE), None),
        (told(1, Place.IN_FORCE_THEN), None),
    ],
)
def test_a_text_of_another_time_opens_an_answer_as_such(one: Quotation, lead: str | None) -> None:
    found = headline.of(ASKED, [one], None, None, None)
    assert (found.lead, found.says) == (lead, TEXT)


def test_a_text_of_another_time_opens_no_answer_that_has_one_of_the_right_time() -> None:
    assert headline.of(ASKED, [told(1, Place.LATER), told(2, Place.OPINION)], None, None, None).citation == 2


@pytest.mark.parametrize(
    ("quotations", "said"),
    [
        (
            [told(1, Place.LATER, effective="2012"), told(2, Place.LATER, effective="2011-07")],
            "Published guidance (CPT book or CPT Assistant), undated, in force only from July 2011, as posted.",
        ),
        (
            [told(1, Place.IN_FORCE_THEN, Tier.FORUM), told(2, Place.GUIDANCE)],
            "Opinions (forum), in force in 2010, replaced since, as posted.",
        ),
        (
            [told(1, Place.OPINION, Tier.FORUM), told(2, Place.FURTHER)],
            "Opinions (forum), undated, as posted; no published guidance in this base speaks to it.",
        ),
        (
            [told(1, Place.OPINION, Tier.FORUM), told(2, Place.REPLACED)],
            "Opinions (forum), undated, as posted; published guidance is of another time.",
        ),
    ],
)
def test_the_basis_tells_the_time_of_what_leads(quotations: list[Quotation], said: str) -> None:
    assert phrases.basis(basis.of(ASKED, quotations)) == said


def test_a_quotation_tells_since_or_until_when_it_held() -> None:
    later = told(1, Place.LATER, effective="2012-01-01")
    ended = told(2, Place.REPLACED)
    ended = replace(ended, passage=replace(ended.passage, until=PartialDate(2011)))
    marks = citations.number([later, ended])
    assert phrases.replaced(later, marks) == ("in force from January 1, 2012",)
    assert phrases.replaced(ended, marks) == ("in force until 2011",)
    assert phrases.written(phrases.replaced(replace(ended, replaced_by="d1"), marks)) == "replaced by [1], undated"
