"""Journey 2 over the shipped knowledge base: what is quoted, how it is cited, when it is refused."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import REPLY

from assistant import Desk
from assistant.answers import Answer, Basis, Place, Quotation
from assistant.asking_back import Fact
from assistant.quoting import basis, refusals
from assistant.reading import question
from assistant.refusal import UnknownCodes
from assistant.showing import exports, phrases, plain, refusal_phrases
from indexer import passages
from indexer.codes import Code
from indexer.documents import PartialDate, Provenance
from indexer.sources import Tier

SAID, RETOLD, REPORTED, VERBATIM = (Provenance(one) for one in ("said", "retold", "reported", "verbatim"))
JULY_2006 = PartialDate(2006, 7)
FOUNDING = "is a volume check reprogramming?"


@pytest.fixture(scope="module")
def desk(shipped_index: Path) -> Desk:
    return Desk.open(shipped_index)


@pytest.fixture(scope="module")
def founding(desk: Desk) -> Answer:
    return desk.ask(FOUNDING)


def in_full(answer: Answer) -> str:
    return plain.text(replace(answer, full=True))


def test_the_founding_question_cites_2006_and_what_came_later(founding: Answer) -> None:
    assert founding.supported
    assert any(one.label.startswith("CPT Assistant, July 2006, volume 16, issue 7") for one in founding.citations)
    documents = {citation.document_id for citation in founding.citations}
    assert "excerpts/cpta-2012-pump-examples-rate-or-dose" in documents
    assert "excerpts/pump-refill-codes-not-with-62367-62370" in documents


def test_the_founding_answer_shows_62368_with_a_refill_as_history(founding: Answer) -> None:
    assert founding.disagreement is not None
    assert founding.disagreement.why.startswith("Guidance changed on whether checking or entering the reservoir volume")
    old = next(one for one in founding.quotations if one.passage.tier is Tier.CPT and one.passage.date == JULY_2006)
    assert old.replaced_by == "excerpts/pump-refill-codes-not-with-62367-62370"
    assert old.place is Place.REPLACED
    assert "62368" in old.text
    # The reply's own advice on that authority is a coder's opinion, and fell with it.
    advice = next(one for one in founding.quotations if "62368 is charged" in one.text)
    assert (advice.place, advice.passage.tier) == (Place.REPLACED, Tier.FORUM)
    assert "The guidance changed: what is the date of service?" in [one.ask for one in founding.ask_first]


def test_of_what_answers_and_holds_guidance_stands_before_opinion(desk: Desk) -> None:
    found = desk.ask("Q0091 with a visit for private payers").quotations
    guidance = [one.passage.tier <= Tier.SOCIETY for one in found if one.place in {Place.GUIDANCE, Place.OPINION}]
    assert set(guidance) == {True, False}
    assert guidance == sorted(guidance, reverse=True)


@pytest.mark.parametrize(
    "text",
    [
        FOUNDING,
        "62367 vs 62368",
        "does noridian want mod 51 on the second procedure",
        "are rubber stamp signatures ok on medicare notes",
        "modifier 25 denied because the diagnosis is the same",
    ],
)
def test_every_quotation_stands_in_its_passage_and_no_asker_is_quoted(desk: Desk, text: str) -> None:
    answer = desk.ask(text)
    assert answer.quotations
    for quotation in answer.quotations:
        assert quotation.passage.text[quotation.start : quotation.end] == quotation.text
        assert quotation.passage.role != "asker"
    numbers = {one.number for one in answer.citations}
    assert {int(mark) for mark in re.findall(r"\[(\d+)\]", in_full(answer))} == numbers
    assert {int(mark) for mark in re.findall(r"\[(\d+)\]", answer.text)} <= numbers


def test_the_same_question_gives_the_same_bytes(shipped_index: Path, founding: Answer) -> None:
    again = Desk.open(shipped_index).ask(FOUNDING)
    assert exports.answer(again) == exports.answer(founding)


def test_a_refusal_says_what_was_searched_and_names_the_nearest(desk: Desk) -> None:
    answer = desk.ask("how do I prune the roses in my garden in spring")
    assert not answer.supported
    assert not answer.quotations
    assert not answer.citations
    assert answer.basis is None
    assert answer.refusal is not None
    assert answer.refusal.searched.documents == 348
    assert "348 documents" in answer.text
    assert len(answer.nearest) == 3
    assert answer.documents


def test_a_code_that_the_base_does_not_know_is_named(desk: Desk) -> None:
    answer = desk.ask("is 0402T covered")
    assert not answer.supported
    assert answer.refusal is not None
    assert answer.refusal.missing == UnknownCodes((Code("CPT", "0402T"),))
    assert "no document names 0402T" in answer.text


@pytest.mark.parametrize(
    ("asked", "missing"),
    [
        ("what does G2211 pay in 2026", "none of the nearest documents speaks of 2026"),
        (
            "does molina of ohio want a referral on file for 99203",
            "none of the nearest documents speaks of molina, ohio",
        ),
        ("dx for preop ekg 93000 so medicare pays", "none of the nearest documents gives diagnosis codes"),
    ],
)
def test_a_refusal_says_what_the_nearest_documents_lack(desk: Desk, asked: str, missing: str) -> None:
    found = desk.search(asked)
    refusal = refusals.of(found.question, found.candidates, desk.index)
    assert refusal_phrases.refusal(refusal)[1] == f"Missing: {missing}."


def test_identifiers_are_masked_before_anything_is_searched(desk: Desk) -> None:
    answer = desk.ask("Mrs. Jane Doe MRN 00123456 had a volume check of her pump, is it reprogramming?")
    written = str(exports.answer(answer))
    assert "Doe" not in written
    assert "00123456" not in written
    assert answer.masked == ("name", "MRN")


def test_earlier_questions_are_masked_too(desk: Desk) -> None:
    answer = desk.ask("and 62368 for her?", after=["Mrs. Jane Doe, SSN 123-45-6789, had 62367"])
    assert answer.read_as == "and 62368 for her? (after: Mrs. [name], SSN [SSN], had 62367)"
    assert answer.masked == ("name", "SSN")
    found = desk.search("and 62368?", after=["pt John Smith had 62367"])
    assert found.question.read_as == "and 62368? (after: pt [name] had 62367)"
    assert found.masked == ("name",)


def test_a_question_of_identifiers_alone_is_refused(desk: Desk) -> None:
    answer = desk.ask("Mrs. Jane Doe, DOB 3/4/1961")
    assert answer.question == "Mrs. [name], DOB [date of birth]"
    assert not answer.supported


def test_a_question_of_codes_alone_finds_the_documents_of_those_codes(desk: Desk) -> None:
    found = desk.search("62367 vs 62368").candidates
    assert "code" in found[0].found_by
    assert {"62367", "62368"} <= {code.value for code in found[0].passage.codes}


def test_the_medicare_question_puts_cms_or_its_contractors_first(desk: Desk) -> None:
    answer = desk.ask("are stamped signatures ok for medicare")
    assert answer.citations[0].tier in {Tier.CMS, Tier.MAC}


def test_the_basis_is_what_leads(founding: Answer) -> None:
    assert founding.basis == Basis((Tier.CPT,), 2012, None, replaced=False, opinion=False, provenances=(RETOLD,))
    assert founding.refusal is None
    assert [group.place for group in founding.groups] == [Place.GUIDANCE, Place.REPLACED]
    assert tuple(one for group in founding.groups for one in group.quotations) == founding.quotations


@pytest.mark.parametrize(
    ("places", "asked", "expected"),
    [
        # What was in force then leads what stands, and what stands, opinion too, leads what was replaced.
        ((Place.IN_FORCE_THEN, Place.GUIDANCE), "in 2010?", Basis((Tier.CMS,), 2001, 2010, True, False, (SAID,))),
        ((Place.GUIDANCE, Place.REPLACED), "now?", Basis((Tier.CMS,), 2001, None, False, False, (SAID,))),
        (
            (Place.GUIDANCE, Place.GUIDANCE),
            "in 2010?",
            Basis((Tier.CMS, Tier.CPT), 2002, None, False, False, (SAID, RETOLD)),
        ),
        (
            (Place.OPINION, Place.REPLACED),
            "in 2010?",
            Basis((Tier.FORUM,), 2001, None, False, True, (SAID,), of_another_time=True),
        ),
        (
            (Place.REPLACED, Place.FURTHER),
            "in 2010?",
            Basis((Tier.CMS,), 2001, None, True, False, (SAID,), of_another_time=True),
        ),
        (
            (Place.OPINION, Place.RULING),
            "now?",
            Basis((Tier.FORUM, Tier.HOUSE), 2002, None, False, True, (SAID, RETOLD)),
        ),
        ((Place.OPINION, Place.FURTHER), "now?", Basis((Tier.FORUM,), 2001, None, False, True, (SAID,))),
        ((Place.FURTHER, Place.FURTHER), "now?", Basis((), None, None, False, True, ())),
    ],
)
def test_the_basis_of_two_quotations(places: tuple[Place, Place], asked: str, expected: Basis) -> None:
    """The first is of 2001, the second of 2002, and retold; guidance is of CMS and of CPT."""
    others = {Place.OPINION: Tier.FORUM, Place.RULING: Tier.HOUSE}
    tiers = [others.get(place, tier) for place, tier in zip(places, (Tier.CMS, Tier.CPT), strict=True)]
    quoted = [
        Quotation(number, replace(REPLY, tier=tier, date=date, provenance=whose), 0, 1, "x", 1.0, None, place)
        for number, (tier, date, whose, place) in enumerate(
            zip(tiers, (PartialDate(2001), PartialDate(2002)), (SAID, RETOLD), places, strict=True), 1
        )
    ]
    assert basis.of(question.parse(asked), quoted) == expected


def test_a_basis_is_said_in_words() -> None:
    says = phrases.basis
    both, retold = (Tier.CMS, Tier.VENDOR), (RETOLD,)
    assert says(Basis(both, 2012, None, False, False, (RETOLD, REPORTED))) == (
        "Published guidance (CMS, NCD or NCCI; vendor), newest known here 2012, as retold in this base; "
        "as reported in a posting."
    )
    assert says(Basis(both[1:], None, None, True, False, (VERBATIM,))) == (
        "Published guidance (vendor), undated, all of it replaced since, word for word."
    )
    assert says(Basis(both[1:], 2008, 2010, True, False, retold)) == (
        "Published guidance (vendor), in force in 2010, replaced since, as retold in this base."
    )
    assert says(Basis((Tier.FORUM,), 2008, None, False, True, (SAID,))) == (
        "Opinions (forum), newest known here 2008, as posted; no published guidance in this base speaks to it."
    )


def test_after_the_headline_stands_who_speaks_as_of_when_in_whose_words_and_how_strongly(founding: Answer) -> None:
    """How strongly it is said only where sources agree."""
    headline, basis = founding.text.split("\n\n")[:2]
    assert founding.headline is not None
    assert headline.endswith(f"{' '.join(founding.headline.says.split())} [{founding.headline.citation}]")
    assert basis == "Published guidance (CPT book or CPT Assistant), newest known here 2012, as retold in this base."
    agreed = plain.text(replace(founding, disagreement=None)).split("\n\n")
    assert agreed[1] == f"{basis} The evidence is moderate."


def test_a_reply_that_points_back_stands_beside_the_question_that_it_answers(desk: Desk) -> None:
    answer = desk.ask("is RFA billed by the nerve or by the level")
    reply = next(one for one in answer.quotations if one.text.startswith("Yes, per nerve"))
    assert reply.replies_to == "Does one bill radiofrequency ablation by nerve or by level?"
    text = in_full(answer)
    assert f"{' '.join(reply.text.split())} [{reply.citation}] (The question there: {reply.replies_to})" in text
    assert text.index("the unit is the joint") < text.index("Yes, per nerve")


def test_both_codes_of_a_which_of_two_question_are_quoted(desk: Desk) -> None:
    answer = desk.ask("does pulsed rf of two medial branches go on 64999 or 64635")
    quoted = " ".join(quotation.text for quotation in answer.quotations)
    assert "64999" in quoted
    assert "64635" in quoted


@pytest.mark.parametrize("text", [FOUNDING, "Q0091 with a visit for private payers", "when did RFA go per joint"])
def test_quotations_are_whole_sentences_at_most_five_and_none_only_asks_back(desk: Desk, text: str) -> None:
    """More than five where a recorded point states more."""
    answer = desk.ask(text)
    sides = answer.disagreement.sides if answer.disagreement else ()
    assert 1 <= len(answer.quotations) <= max(5, len(answer.cases) + len(sides))
    for quotation in answer.quotations:
        bounds = passages.sentences(quotation.passage.text)
        assert quotation.start in {start for start, _ in bounds}
        assert quotation.end in {end for _, end in bounds}
        assert not quotation.text.endswith("daily dose?")


def test_guidance_of_the_year_asked_about_leads_though_it_was_replaced(desk: Desk) -> None:
    answer = desk.ask("back in 2010 what did medicare want for SI injection w/o fluoro")
    rest = in_full(answer)
    assert "\n\nPublished guidance (Medicare contractor), in force in 2010, replaced since, as retold" in rest
    assert answer.quotations[0].place == Place.IN_FORCE_THEN
    assert answer.quotations[0].replaced_by is not None
    assert rest.index("**In force at the date asked about, replaced since**") < rest.index(
        "**Only for dates of service after the one asked about**"
    )
    assert Fact.DATE not in [one.fact for one in answer.ask_first]
    today = desk.ask("what does medicare want for SI injection w/o fluoro")
    assert Place.IN_FORCE_THEN not in {one.place for one in today.quotations}


def test_guidance_that_is_far_from_the_question_does_not_lead(desk: Desk) -> None:
    answer = desk.ask("pt took holter off after 7 hrs")
    assert answer.basis is not None
    assert answer.basis.opinion
    assert answer.basis.tiers[0] is Tier.VENDOR
    assert answer.quotations[0].passage.document_id == "threads/holter-7-hours-93224-modifier-52"


@pytest.mark.parametrize("text", [FOUNDING, "pt took holter off after 7 hrs", "what does CO-97 want me to fix"])
def test_quotations_stand_in_the_order_of_their_places_and_three_at_most_are_further_off(desk: Desk, text: str) -> None:
    places = [quotation.place for quotation in desk.ask(text).quotations]
    assert places == sorted(places)
    assert places.count(Place.FURTHER) <= 3


def test_a_short_reply_stands_beside_the_question_that_it_answers(desk: Desk) -> None:
    text = in_full(desk.ask("when did facet RFA change from per nerve to per joint"))
    asked = "(The question there: Does one bill radiofrequency ablation by nerve or by level?)"
    assert re.search(rf"as retold in this base,[^:]*: By the nerve\. \[\d\] {re.escape(asked)}", text)


def test_mere_assent_is_not_quoted(desk: Desk) -> None:
    answer = desk.ask("coder and doc fight over easy vs hard lancing, whose call is it")
    assert "Well put, I agree." not in in_full(answer)


def test_a_citation_opens_with_a_capital_letter(founding: Answer) -> None:
    assert "Coding forum, “Pump analysis 62367 or 62368" in " ".join(one.formal for one in founding.citations)
