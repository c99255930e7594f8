"""What is quoted and which passage leads, over a store of a few passages with vectors that are written down here.

How near a passage is: its score as a part of the best one's, and the cosine of the two. The bounds are those of
``evidence``: opinions are quoted from ENOUGH on and are no further ones from CLOSE on, guidance from GUIDANCE on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

import numpy as np
import pytest
from conftest import REPLY

from assistant.answers import Candidate, Place, Quotation
from assistant.finding.retrieval import Candidates
from assistant.quoting import evidence
from assistant.reading import question
from indexer import codes
from indexer.codes import Code
from indexer.documents import PartialDate
from indexer.embedders import Vectors
from indexer.index import Index
from indexer.passages import Passage
from indexer.sources import Tier
from indexer.stores import Hits, Query, Stored


@dataclass(frozen=True)
class Shelf:
    """A store of ``held``, each passage with its vector; every word is as rare as any other."""

    held: tuple[Passage, ...]
    rows: Vectors

    def __len__(self) -> int:
        return len(self.held)

    @property
    def absent(self) -> tuple[str, ...]:
        return ()

    def search(self, query: Query) -> Hits:
        raise AssertionError("what is quoted is chosen from what was found, never searched for anew")

    def passages(self, rows: Sequence[int]) -> list[Passage]:
        return [self.held[row] for row in rows]

    def documents(self, ids: Sequence[str]) -> dict[str, list[Stored]]:
        stored = [Stored(row, one) for row, one in enumerate(self.held)]
        return {id: [one for one in stored if one.passage.document_id == id] for id in ids}

    def vectors(self, rows: Sequence[int]) -> Vectors:
        return self.rows[list(rows)]

    def rarity(self, terms: Sequence[str]) -> dict[str, float]:
        return dict.fromkeys(terms, 1.0)

    def known(self, codes: Sequence[Code]) -> frozenset[Code]:
        return frozenset(code for code in codes if any(code in one.codes for one in self.held))


@dataclass(frozen=True)
class Told:
    """A passage of a document of its own with its score and its cosine to the first one told."""

    name: str
    text: str
    score: float
    cosine: float = 1.0
    tier: Tier = Tier.FORUM
    role: str | None = "responder 1"
    year: int | None = None
    superseded_by: str | None = None
    found: bool = True
    effective: PartialDate | None = None
    until: PartialDate | None = None
    read: float | None = None


def passage(told: Told) -> Passage:
    published = told.tier <= Tier.SOCIETY
    return replace(
        REPLY,
        id=f"{told.name}#{'text' if published else 'post-2'}",
        document_id=told.name,
        part="text" if published else "post-2",
        role=None if published else told.role,
        text=told.text,
        tier=told.tier,
        date=PartialDate(told.year) if told.year else None,
        codes=codes.values(codes.find(told.text)),
        superseded_by=told.superseded_by,
        effective=told.effective,
        until=told.until,
    )


def select(asked: str, *told: Told) -> list[Quotation]:
    held = tuple(map(passage, told))
    # Each vector has its cosine to the first in the first place, and the rest of its length in a place of its own.
    rows = np.zeros((len(told), len(told) + 1), dtype=np.float32)
    for row, one in enumerate(told):
        rows[row, 0] = one.cosine
        rows[row, row + 1] = (1 - one.cosine**2) ** 0.5
    nothing = cast(Any, None)
    index = Index(nothing, nothing, Shelf(held, rows), nothing, nothing, nothing)

    def read(wanted: Sequence[int]) -> list[Candidate]:
        return [
            Candidate(row, held[row], told[row].score, 0.0, 0.0, 0.0, 0.0, 0.0, ("words",), told[row].read)
            for row in wanted
        ]

    found = Candidates([row for row, one in enumerate(told) if one.found], read, rows[0])
    return evidence.select(question.parse(asked), found, index)


def quoted(found: Sequence[Quotation]) -> list[tuple[str, Place]]:
    return [(one.passage.document_id, one.place) for one in found]


ASKED = "does the nurse bill the pump refill?"
FIRST = Told("first", "The nurse bills the pump refill herself.", 1.0)
NEARER = Told("guidance", "Refilling a reservoir is reported once a session.", 0.8, 0.56, Tier.CPT)


@pytest.mark.parametrize(
    ("cosine", "leads"),
    [
        (0.56, True),  # 0.8 / 1.0 + 0.56 = 1.36, from GUIDANCE (1.35) on
        (0.54, False),  # 0.8 / 1.0 + 0.54 = 1.34
    ],
)
def test_guidance_leads_where_it_is_near_and_is_left_out_where_it_is_not(cosine: float, leads: bool) -> None:
    found = quoted(select(ASKED, FIRST, replace(NEARER, cosine=cosine)))
    assert found == [("guidance", Place.GUIDANCE)] * leads + [("first", Place.OPINION)]


@pytest.mark.parametrize(
    ("cosine", "place"),
    [
        (0.72, Place.OPINION),  # 0.6 + 0.72 = 1.32, from CLOSE (1.3) on
        (0.68, Place.FURTHER),  # 0.6 + 0.68 = 1.28
        (0.36, Place.FURTHER),  # 0.6 + 0.36 = 0.96, from ENOUGH (0.95) on
        (0.34, None),  # 0.6 + 0.34 = 0.94
    ],
)
def test_how_near_an_opinion_is_decides_where_it_stands(cosine: float, place: Place | None) -> None:
    other = Told("other", "We send such claims on paper with the drug invoice.", 0.6, cosine)
    assert quoted(select(ASKED, FIRST, other))[1:] == ([("other", place)] if place else [])


def test_the_asker_is_never_quoted_however_well_it_was_found() -> None:
    asker = replace(FIRST, name="asker", role="asker")
    assert quoted(select(ASKED, asker, replace(FIRST, score=0.9))) == [("first", Place.OPINION)]


# Each of eight words or more: what is shorter and has no word of the question says nothing by itself.
OTHERS = (
    "Attach the invoice of the drug to your claim form.",
    "Appeal such a denial within ninety days after the remittance.",
    "Some plans want paper with the wholesale price on it.",
    "Ask the vendor first which reservoir that model really holds.",
)


def test_at_most_five_are_quoted_and_at_most_three_of_them_are_further_opinions() -> None:
    further = [Told(f"far-{n}", text, 0.6, 0.5) for n, text in enumerate(OTHERS)]  # 0.6 + 0.5 = 1.1
    assert [place for _, place in quoted(select(ASKED, FIRST, *further))] == [Place.OPINION] + [Place.FURTHER] * 3
    near = [replace(one, score=0.9, cosine=0.9) for one in further]  # 0.9 + 0.9 = 1.8
    last = Told("last", "Put the supervising doctor in box thirty-one every time.", 0.9, 0.9)
    assert len(select(ASKED, FIRST, *near, last)) == evidence.QUOTATIONS


def test_what_says_the_same_is_quoted_once() -> None:
    again = Told("again", "The nurse bills the pump refill.", 0.9, 0.9)
    assert quoted(select(ASKED, FIRST, again)) == [("first", Place.OPINION)]


OLD = Told("old", "The refill includes the volume check.", 1.0, tier=Tier.CPT, year=2006, superseded_by="new")
NEW = Told("new", "Report the volume check with 62367 apart.", 0.2, 0.1, Tier.CPT, year=2012, found=False)


def test_what_replaced_a_chosen_text_is_quoted_before_it_though_nothing_found_it() -> None:
    found = select("is the volume check in the refill?", OLD, NEW)
    assert quoted(found) == [("new", Place.GUIDANCE), ("old", Place.REPLACED)]
    assert found[1].replaced_by == "new"


@pytest.mark.parametrize(("year", "then"), [(2008, True), (2014, False)])
def test_what_was_in_force_in_the_year_asked_about_leads(year: int, then: bool) -> None:
    found = quoted(select(f"was the volume check in the refill in {year}?", OLD, NEW))
    assert found == (
        [("old", Place.IN_FORCE_THEN), ("new", Place.GUIDANCE)]
        if then
        else [("new", Place.GUIDANCE), ("old", Place.REPLACED)]
    )


TAUGHT = replace(OLD, name="taught", tier=Tier.FORUM, until=PartialDate(2012, 6, 17), superseded_by=None, year=None)
RULED = replace(NEW, name="ruled", score=0.9, cosine=0.9, year=2012, effective=PartialDate(2012, 6, 18), found=True)


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ("on 6/17/2012", [("taught", Place.IN_FORCE_THEN), ("ruled", Place.LATER)]),
        ("on 6/18/2012", [("ruled", Place.GUIDANCE), ("taught", Place.REPLACED)]),
        ("today", [("ruled", Place.GUIDANCE), ("taught", Place.REPLACED)]),
    ],
)
def test_an_opinion_of_the_day_asked_about_stands_before_guidance_of_another(
    when: str, expected: list[tuple[str, Place]]
) -> None:
    assert quoted(select(f"is the volume check in the refill, {when}?", TAUGHT, RULED)) == expected


def test_an_opinion_that_stands_comes_before_what_was_replaced() -> None:
    said = replace(FIRST, text="Nobody we know has ever billed a reading of volume beside it.", score=0.9, cosine=0.9)
    ended = replace(OLD, superseded_by=None, until=PartialDate(2011))
    assert quoted(select("is the volume check in the refill?", ended, said)) == [
        ("first", Place.OPINION),
        ("old", Place.REPLACED),
    ]


@pytest.mark.parametrize("tier", [Tier.CPT, Tier.FORUM])
def test_what_the_reader_did_not_like_takes_the_place_of_what_it_replaced(tier: Tier) -> None:
    old = replace(OLD, tier=tier, read=1.0)
    found = quoted(select("is the volume check in the refill?", old, NEW))
    assert found == [("new", Place.GUIDANCE), ("old", Place.REPLACED)]


def test_of_several_that_replaced_a_text_the_one_of_the_day_asked_about_takes_its_place() -> None:
    first = replace(OLD, until=PartialDate(2011), superseded_by="new")
    middle = replace(NEW, superseded_by="last", effective=PartialDate(2012), until=PartialDate(2014))
    last = Told(
        "last", "Neither is reported apart any more.", 0.2, 0.1, Tier.CPT, found=False, effective=PartialDate(2015)
    )
    asked = "is the volume check in the refill"
    assert [one.replaced_by for one in select(f"{asked} in 2013?", first, middle, last)][-1:] == ["new"]
    assert [one.replaced_by for one in select(f"{asked}?", first, middle, last)][-1:] == ["last"]


@pytest.mark.parametrize(("asked", "first"), [("does medicare pay the refill", "mac"), ("is the refill paid", "cpt")])
def test_where_medicare_is_named_its_own_guidance_leads_among_guidance(asked: str, first: str) -> None:
    cpt = Told("cpt", "The refill is reported with 95990.", 1.0, tier=Tier.CPT)
    mac = Told("mac", "Contractors pay for one session a month.", 0.9, 0.9, Tier.MAC)
    assert quoted(select(asked, cpt, mac))[0] == (first, Place.GUIDANCE)


def test_a_code_that_is_asked_about_and_named_in_the_evidence_is_named_in_a_quotation() -> None:
    others = [Told(f"o{n}", text, 0.9, 0.9) for n, text in enumerate(OTHERS)]
    coded = Told("coded", "We put 62368 on such lines.", 0.5, 0.9)
    found = select("62368 for the pump refill by the nurse?", FIRST, *others, coded)
    assert "coded" in {name for name, _ in quoted(found)}
    assert len(found) == evidence.QUOTATIONS
