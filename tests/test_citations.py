"""The check of an answer's parts, the look at the text that is shown, and what a user is told of a failed check."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import streamlit as st
from conftest import Outcome
from streamlit.testing.v1 import AppTest

from assistant import Desk
from assistant.answers import Answer
from assistant.asking_back import ToFindOut
from assistant.measuring import rendered
from assistant.quoting import citations, refusals
from assistant.refusal import UnknownCodes, Unsaid
from assistant.showing import plain
from assistant.statements import Headline, HeadlineKind, Side
from assistant.wording import Reworded, Wording
from indexer.codes import Code
from indexer.errors import CitationError, CitedeskError

APP = Path(__file__).parents[1] / "app.py"
FOUNDING = "is a volume check reprogramming?"


@pytest.fixture(scope="module")
def desk(shipped_index: Path) -> Desk:
    return Desk.open(shipped_index)


@pytest.fixture(scope="module")
def founding(desk: Desk) -> Answer:
    return desk.ask(FOUNDING)


def test_a_quotation_that_is_no_substring_is_refused(founding: Answer) -> None:
    false = replace(founding.quotations[0], text="It is always 62368.")
    with pytest.raises(CitationError, match="does not stand in"):
        citations.check(replace(founding, quotations=(false, *founding.quotations[1:])))


def with_side(answer: Answer, side: Side) -> Answer:
    assert answer.disagreement is not None
    return replace(answer, disagreement=replace(answer.disagreement, sides=(*answer.disagreement.sides, side)))


def side(answer: Answer, citations: tuple[int, ...], stands_for: str = "others") -> Side:
    """It says what is shown of the first quotation."""
    return Side(stands_for, citations, answer.quotations[0].short, 1)


def with_wording(answer: Answer, sentence: Reworded) -> Answer:
    return replace(answer, wording=Wording("tiny", (sentence,), (), None))


def test_a_mark_without_a_citation_is_refused_in_whichever_part_it_stands(founding: Answer) -> None:
    one = replace(founding.quotations[0], citation=9)
    for wrong in (
        replace(founding, quotations=(one, *founding.quotations[1:])),
        replace(founding, citations=tuple(replace(one, number=one.number + 9) for one in founding.citations)),
        with_side(founding, side(founding, (1, 9))),
        replace(founding, cases=(replace(founding.cases[0], citation=9),)),
        with_wording(founding, Reworded("It is so", (9,), ".")),
    ):
        with pytest.raises(CitationError, match=r"the mark \[\d+\] has no citation"):
            citations.check(wrong)


def test_a_code_that_no_cited_passage_names_is_refused_in_whichever_words_it_stands(founding: Answer) -> None:
    assert founding.disagreement is not None
    assert founding.headline is not None
    for wrong in (
        with_side(founding, side(founding, (1,), "99213 alone")),
        replace(founding, headline=replace(founding.headline, lead="99213.")),
        replace(founding, cases=(replace(founding.cases[0], report=("99213",)),)),
        replace(founding, cases=(replace(founding.cases[0], not_with=("99213",)),)),
        replace(founding, cases=(replace(founding.cases[0], when="with 99213"),)),
        replace(founding, disagreement=replace(founding.disagreement, on="whether 99213 is billed")),
        replace(founding, ask_first=(ToFindOut("Was 99213 billed?"),)),
        replace(founding, quotations=(replace(founding.quotations[0], replies_to="99213?"), *founding.quotations[1:])),
        with_wording(founding, Reworded("Use 99213", (1,), ".")),
    ):
        with pytest.raises(CitationError, match="99213 stands in no cited passage"):
            citations.check(wrong)


def test_a_refusal_names_only_codes_that_were_asked_about(desk: Desk) -> None:
    refused = desk.ask("is 0402T covered")
    assert refused.refusal is not None
    other = UnknownCodes((Code("CPT", "77777"),))
    for missing in (other, Unsaid(("77777",), (), ()), Unsaid((), (), ("a 77777",))):
        with pytest.raises(CitationError, match="77777 stands in no cited passage"):
            citations.check(replace(refused, refusal=replace(refused.refusal, missing=missing)))


def test_what_headline_cases_and_sides_say_stands_in_what_they_cite(founding: Answer) -> None:
    """Not in another quotation, nor in a part of the passage that is not quoted."""
    assert founding.headline is not None
    assert founding.disagreement is not None
    apart, case = founding.disagreement, founding.cases[0]
    other = next(one for one in founding.quotations if one.passage != founding.quotations[0].passage)
    false = "It is always reprogramming."
    for wrong in (
        replace(founding, headline=replace(founding.headline, says=false)),
        replace(founding, headline=replace(founding.headline, citation=other.citation)),
        replace(founding, headline=replace(founding.headline, says="")),
        replace(founding, cases=(replace(case, says=false), *founding.cases[1:])),
        replace(founding, disagreement=replace(apart, sides=(replace(apart.sides[0], says=false), apart.sides[1]))),
    ):
        with pytest.raises(CitationError, match=r"does not stand in what \[\d\] cites"):
            citations.check(wrong)


def test_a_headline_may_be_the_title_of_the_document_that_it_cites(founding: Answer) -> None:
    title = founding.quotations[0].passage.title
    citations.check(replace(founding, headline=Headline(HeadlineKind.TITLE, None, title, 1)))


def test_an_answer_either_quotes_or_says_why_not(founding: Answer, desk: Desk) -> None:
    refused = desk.ask("is 0402T covered")
    for wrong in (
        replace(founding, refusal=refused.refusal),
        replace(founding, basis=None),
        replace(founding, headline=None),
        replace(refused, headline=founding.headline),
        replace(founding, quotations=()),
        replace(refused, refusal=None),
    ):
        with pytest.raises(CitationError, match=r"neither claims to answer nor says why not|does not quote"):
            citations.check(wrong)


def test_brackets_codes_and_quotation_marks_of_a_document_are_its_own(founding: Answer) -> None:
    passage = replace(founding.quotations[0].passage, text="The note [7] says “append 99213” in ”both” cases.")
    said = passage.text
    quoted = replace(founding.quotations[0], passage=passage, start=0, end=len(said), text=said, short=said)
    answer = replace(
        founding,
        quotations=(quoted,),
        citations=founding.citations[:1],
        headline=Headline(HeadlineKind.SENTENCE, None, said, 1),
        cases=(),
        disagreement=None,
        ask_first=(),
    )
    citations.check(answer)
    for full in (False, True):
        shown = replace(answer, full=full, text=plain.text(replace(answer, full=full)))
        assert (rendered.quotations(shown), rendered.marks(shown), rendered.codes(shown)) == ([], [], [])


def test_the_text_that_is_shown_is_looked_at_apart_from_the_parts(founding: Answer) -> None:
    assert (rendered.quotations(founding), rendered.marks(founding), rendered.codes(founding)) == ([], [], [])
    more = replace(founding, text=f"{founding.text} Use 99213 [9].")
    assert rendered.marks(more) == [9]
    assert [code.value for code in rendered.codes(more)] == ["99213"]
    first = founding.quotations[0]
    full = replace(founding, full=True, text=plain.text(replace(founding, full=True)))
    assert (rendered.quotations(full), rendered.marks(full), rendered.codes(full)) == ([], [], [])
    assert rendered.quotations(replace(full, text=full.text.replace(" ".join(first.text.split())[:20], ""))) == [first]
    moved = replace(first, start=first.start + 1)
    assert rendered.quotations(replace(founding, quotations=(moved, *founding.quotations[1:]))) == [moved]
    unlike = replace(first, short="Another.")
    assert rendered.quotations(replace(founding, quotations=(unlike, *founding.quotations[1:]))) == [unlike]


@pytest.fixture
def defect(monkeypatch: pytest.MonkeyPatch) -> None:
    """A refusal of this program sends the user to a code."""
    monkeypatch.setattr(refusals, "WHOM", ("whoever\nknows 99213",))


FAILED = (
    "the answer failed its own check (99213 stands in no cited passage) and is not shown; "
    "ask in other words, and report this as a defect of Citedesk"
)


@pytest.mark.usefixtures("defect")
def test_an_answer_that_fails_its_check_is_told_in_one_line(
    citedesk: Callable[..., Outcome], shipped_index: Path, tmp_path: Path
) -> None:
    told = citedesk("ask", "--index", shipped_index, "best restaurant in Paris")
    assert (told.code, told.out, told.err) == (2, "", f"citedesk: {FAILED}\n")
    rows = [{"id": "1", "question": "best restaurant in Paris"}, {"id": "2", "question": FOUNDING}]
    (tmp_path / "questions.jsonl").write_text("\n".join(map(json.dumps, rows)), "utf-8")
    told = citedesk("ask", "--index", shipped_index, "--questions", tmp_path / "questions.jsonl")
    first, second = map(json.loads, told.out.splitlines())
    assert (told.code, first) == (0, {"id": "1", "error": FAILED})
    assert second["supported"]


@pytest.mark.usefixtures("defect")
def test_the_page_tells_it_too(shipped_index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    st.cache_resource.clear()
    monkeypatch.setenv("CITEDESK_INDEX", str(shipped_index))
    page = AppTest.from_file(str(APP), default_timeout=60).run()
    page = page.chat_input[0].set_value("best restaurant in Paris").run()
    assert not page.exception
    told = [element.proto.body for element in page.get("html") if 'role="alert"' in element.proto.body]
    assert told == [f'<p class="cd-problem" role="alert">{FAILED}</p>']
    assert page.session_state["turns"] == ()


def test_the_reason_of_a_failed_check_stands_on_the_same_line() -> None:
    error = CitationError("quotation 1 does not stand in a\n\nb")
    assert isinstance(error, CitedeskError)
    assert str(error).startswith(
        "the answer failed its own check (quotation 1 does not stand in a b) and is not shown;"
    )
