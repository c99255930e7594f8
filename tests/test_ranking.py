from __future__ import annotations

import pytest
from conftest import Place

from assistant.ask import Desk
from assistant.finding import ranking, retrieval
from assistant.reading import question
from assistant.settings import AssistantSettings

RULE = "The nurse refills the implanted pump and the visit is billed with it."


def ranked(place: Place, text: str) -> list[str]:
    place.build()
    return ranking.documents(Desk(place.open(), AssistantSettings()).search(text).candidates)


def excerpt(place: Place, name: str, source: str, more: str = "", date: str = "2010") -> None:
    place.write(f"{name}.md", f"---\nsource: {source}\ndate: {date}\n{more}---\n# Pump refill\n\n{RULE}\n")


def test_published_guidance_stands_before_opinion_of_the_same_words(place: Place) -> None:
    excerpt(place, "a", "Pain Coding Alert")
    excerpt(place, "b", "CPT Assistant")
    assert ranked(place, "does the nurse bill the pump refill?") == ["b", "a"]


@pytest.mark.parametrize(("text", "first"), [("medicare: nurse pump refill", "b"), ("aetna: nurse pump refill", "a")])
def test_a_payer_s_own_authority_leads_where_the_question_names_it(place: Place, text: str, first: str) -> None:
    excerpt(place, "a", "CPT Assistant")
    excerpt(place, "b", "Noridian")
    assert ranked(place, text)[0] == first


def test_what_stands_leads_what_it_replaced_but_age_alone_costs_nothing(place: Place) -> None:
    excerpt(place, "a", "CPT Assistant", "superseded_by: b\n", "2003")
    excerpt(place, "b", "CPT Assistant", date="2012")
    excerpt(place, "c", "CPT Assistant", date="1998")
    assert ranked(place, "does the nurse bill the pump refill?") == ["b", "c", "a"]


def test_a_year_asked_about_leads_to_what_speaks_of_it(place: Place) -> None:
    excerpt(place, "a", "CPT Assistant", date="2012")
    excerpt(place, "b", "CPT Assistant", "superseded_by: a\n", "2003")
    assert ranked(place, "does the nurse bill the pump refill in 2003?")[0] == "b"


def test_the_tail_keeps_its_order_behind_the_head(place: Place) -> None:
    for number in range(60):
        excerpt(place, f"d{number:02}", "CPT Assistant")
    place.build()
    index = place.open()
    asked = question.parse("nurse pump refill")
    found = retrieval.candidates(asked, index)
    final = ranking.rank(asked, found)
    assert len(final) == len(found) == 60
    assert [one.row for one in final] == [one.row for one in found]
    assert final[0].score == pytest.approx(found[0].score + 0.06)
    assert final[59].score == found[59].score
