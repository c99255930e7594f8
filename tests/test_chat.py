"""The chat page driven without a browser, and the HTML that it shows."""

from __future__ import annotations

import dataclasses
import os
import shutil
from collections.abc import Callable
from html import escape
from pathlib import Path

import driven
import pytest
import streamlit as st
from driven import press, shown
from streamlit.testing.v1 import AppTest

from assistant.answers import Answer
from assistant.ask import Desk
from assistant.asking_back import Fact, ToFindOut
from assistant.finding import calibration
from assistant.keeping import reviews
from assistant.quoting import examples
from assistant.reading.given import Given
from assistant.showing import card, copies, frame, labels, sheets
from assistant.showing import html as markup
from assistant.statements import Case, Disagreement, Headline, HeadlineKind, Side
from indexer import origin, plugins
from indexer.points import Why

FOUNDING = "is a volume check reprogramming?"
TIMED = "how do I count timed units"
Open = Callable[[Path], AppTest]


@pytest.fixture
def page(monkeypatch: pytest.MonkeyPatch) -> Open:
    """The page over an index, drawn once."""
    st.cache_resource.clear()

    def open_page(index: Path) -> AppTest:
        monkeypatch.setenv("CITEDESK_INDEX", str(index))
        return driven.app()

    return open_page


@pytest.fixture(scope="session")
def founding(shipped_index: Path) -> Answer:
    return Desk.open(shipped_index).ask(FOUNDING)


def ask(page: AppTest, text: str) -> AppTest:
    return page.chat_input[0].set_value(text).run()


def answers(page: AppTest) -> list[Answer]:
    """Those that are held, oldest first."""
    return list(page.session_state["answers"].values())


def replies(page: AppTest) -> list[str]:
    return [button.label for button in page.button if button.label in {"Medicare", "another payer"}]


def test_an_empty_conversation_offers_questions_and_shows_the_notice(shipped_index: Path, page: Open) -> None:
    opened = page(shipped_index)
    found = examples.of(Desk.open(shipped_index).index)
    assert [button.label for button in opened.button] == [labels.label(one.question) for one in found]
    assert len({one.kind for one in found}) == 6
    assert "CPT is a registered trademark of the American Medical Association" in shown(opened)
    assert "cd-answer" not in shown(opened)


def test_every_example_is_answered_by_the_shipped_base(shipped_index: Path) -> None:
    desk = Desk.open(shipped_index)
    assert [one for one in examples.of(desk.index) if not desk.ask(one.question).supported] == []


def test_a_typed_question_is_answered_with_marks_and_rows(shipped_index: Path, page: Open) -> None:
    asked = ask(page(shipped_index), FOUNDING)
    html = shown(asked)
    (answer,) = answers(asked)
    (kept,) = asked.session_state["turns"]
    assert len(answer.citations) >= 2
    lead = answer.headline.citation if answer.headline else None
    for citation in answer.citations:
        assert f'href="#turn-{kept.id}-source-{citation.number}" aria-label="Source {citation.number}"' in html
        pressed = str(citation.number == lead).lower()
        assert f'data-go="source:{citation.number}" aria-pressed="{pressed}">' in html
    assert html.count('class="cd-row"') == len(answer.citations)
    # The source of the headline is open beside the answer, with what is quoted of it.
    assert f'aria-label="Source {lead}"' in html
    assert html.count("<mark>") >= 1
    assert '<span class="cd-badge cd-current">Current \u00b7 2012</span>' in html
    assert '<span class="cd-badge cd-replaced">Replaced by ' in html
    before, _, whole = html.partition('<details class="cd-whole"><summary>Every quotation, whole</summary>')
    assert whole.partition("</details>")[0].count('class="cd-quotation"') == len(answer.citations)
    assert before.count('class="cd-quotation"') <= 3
    # Nothing of the machine: neither fingerprint nor passage ids.
    card = html.partition("<footer")[0]
    assert answer.fingerprint not in card
    assert not [one for one in answer.quotations if one.passage.id in card]


def test_an_example_is_answered_at_one_click(shipped_index: Path, page: Open) -> None:
    opened = page(shipped_index)
    label = opened.button[1].label
    clicked = opened.button[1].click().run()
    assert [labels.label(one.question) for one in answers(clicked)] == [label]
    assert "Clear conversation" in [button.label for button in clicked.button]
    assert label not in {button.label for button in clicked.button}


def test_a_follow_up_is_read_with_the_question_before_it(shipped_index: Path, page: Open) -> None:
    asked = ask(ask(page(shipped_index), "62367 vs 62368"), "and with a refill?")
    second = answers(asked)[1]
    assert [code.value for code in second.codes] == ["62367", "62368"]
    assert second.read_as.endswith("(after: 62367 vs 62368)")
    assert "Read as: and with a refill?" in shown(asked)
    first, last = asked.session_state["turns"]
    assert (first.before, last.before) == (None, first.id)


def test_a_redraw_keeps_every_turn_as_it_was(shipped_index: Path, page: Open) -> None:
    asked = ask(ask(page(shipped_index), FOUNDING), "does the dose matter there?")
    before = shown(asked)
    assert shown(asked.run()) == before


def test_turns_outlive_the_index_that_answered_them(shipped_index: Path, page: Open, tmp_path: Path) -> None:
    asked = ask(page(shipped_index), FOUNDING)
    drawn = [element.proto.body for element in asked.get("html") if "cd-answer" in element.proto.body]
    moved = page(tmp_path / "gone")
    moved.session_state["turns"] = asked.session_state["turns"]
    moved.session_state["answers"] = asked.session_state["answers"]
    html = shown(moved.run())
    assert drawn[0] in html
    assert "run: citedesk index" in html


def test_answer_and_citations_can_be_copied(founding: Answer) -> None:
    copied = copies.answer(founding)
    assert copied.startswith(f"{FOUNDING}\n\nNo.")
    assert "**" not in copied
    assert copied.endswith(copies.citations(founding))
    assert copies.citations(founding).splitlines()[0] == f"[1] {founding.citations[0].formal}"
    assert founding.fingerprint not in copied
    html = card.copying(founding)
    assert f'data-copy="{escape(copied)}">Copy answer</button>' in html
    assert f'data-copy="{escape(copies.citations(founding))}">Copy citations</button>' in html


def test_every_answer_can_be_had_as_an_appeal_sheet(shipped_index: Path, page: Open) -> None:
    asked = ask(ask(page(shipped_index), FOUNDING), "best restaurant in Paris")
    labels = [plugins.load(sheets, name).LABEL for name in plugins.names(sheets)]
    assert not [button for button in asked.download_button if "sheet" in str(button.key)]
    first = asked.session_state["turns"][0]
    asked.query_params["t"] = first.id
    shown_again = asked.run()
    assert [button.label for button in shown_again.download_button if "sheet" in str(button.key)] == labels


def test_a_review_that_cannot_be_written_is_told_on_the_page(shipped_index: Path, page: Open, tmp_path: Path) -> None:
    shutil.copytree(shipped_index, tmp_path / "index", copy_function=os.link)
    (tmp_path / "index-reviews.jsonl").mkdir()
    asked = ask(page(tmp_path / "index"), FOUNDING).feedback[0].set_value(1).run()
    assert not asked.exception
    (told,) = [toast.value for toast in asked.toast]
    assert "index-reviews.jsonl: the review cannot be written (Is a directory)" in told


def test_a_review_that_is_taken_back_no_longer_stands(shipped_index: Path, page: Open, tmp_path: Path) -> None:
    shutil.copytree(shipped_index, tmp_path / "index", copy_function=os.link)
    asked = ask(page(tmp_path / "index"), "best restaurant in Paris").feedback[0].set_value(1).run()
    assert [(one.verdict, one.documents) for one in reviews.read(tmp_path / "index")] == [("up", ())]
    asked.feedback[0].set_value(None).run()
    assert reviews.read(tmp_path / "index") == []


def test_clearing_the_conversation_brings_the_examples_back(shipped_index: Path, page: Open) -> None:
    asked = ask(page(shipped_index), FOUNDING)
    before = asked.session_state["turns"]
    cleared = press(asked, "Clear conversation")
    assert cleared.session_state["turns"] == ()
    assert "What can be asked" in shown(cleared)
    undone = press(cleared, "Undo clearing")
    assert undone.session_state["turns"] == before
    assert "cd-answers" in shown(undone)


@pytest.mark.parametrize(
    ("text", "message"),
    [("   ", "the question is empty"), ("x" * 4_001, "4,001 characters"), ("?!", "no word and no code")],
)
def test_what_is_no_question_gets_one_message(shipped_index: Path, page: Open, text: str, message: str) -> None:
    asked = ask(ask(page(shipped_index), FOUNDING), text)
    html = shown(asked)
    assert html.count('role="alert"') == 1
    assert message in html
    assert len(asked.session_state["turns"]) == 1
    assert 'role="alert"' not in shown(asked.run())


def test_a_courtesy_gets_a_reply_and_no_turn(shipped_index: Path, page: Open) -> None:
    asked = ask(ask(page(shipped_index), FOUNDING), "thanks!")
    html = shown(asked)
    assert 'role="alert"' not in html
    assert '<p class="cd-reply" role="status">You are welcome; the desk is ready for the next question.</p>' in html
    assert len(asked.session_state["turns"]) == 1


def test_a_reply_to_what_is_asked_back_is_heard_on_the_page(shipped_index: Path, page: Open) -> None:
    asked = ask(ask(page(shipped_index), FOUNDING), "Medicare")
    first, second = answers(asked)
    assert second.question == "Medicare"
    assert second.documents[0] == first.documents[0]
    assert f"(after: {FOUNDING})" in second.read_as


def test_a_reply_that_is_clicked_is_asked_as_if_typed(shipped_index: Path, page: Open) -> None:
    asked = ask(page(shipped_index), TIMED)
    assert replies(asked) == ["Medicare", "another payer"]
    clicked = answers(press(asked, "Medicare"))[1]
    typed = answers(ask(ask(page(shipped_index), TIMED), "Medicare"))[1]
    assert (clicked.question, clicked.text) == ("Medicare", typed.text)


def test_replies_stand_under_the_newest_answer_only(shipped_index: Path, page: Open) -> None:
    asked = ask(ask(page(shipped_index), TIMED), "best restaurant in Paris")
    assert replies(asked) == []
    assert len(asked.session_state["turns"]) == 2


def test_a_date_and_minutes_are_no_replies_as_they_stand() -> None:
    assert ToFindOut("When?", Fact.DATE, ("a date or a year",)).replies == ()
    assert ToFindOut("How long?", Fact.MINUTES, ("a number of minutes",)).replies == ()
    assert ToFindOut("Who pays?", Fact.PAYER, ("Medicare", "another payer")).replies == ("Medicare", "another payer")


def test_the_label_of_a_reply_is_never_markup() -> None:
    """Every mark of Markdown in an editor's words is written out."""
    assert labels.label("rate *or* dose [x](y) :red[z]") == r"rate \*or\* dose \[x\]\(y\) \:red\[z\]"
    assert labels.label("another payer") == "another payer"


def test_facts_that_stand_are_shown_and_can_be_cleared(shipped_index: Path, page: Open) -> None:
    asked = ask(ask(page(shipped_index), TIMED), "Medicare")
    assert '<span class="cd-fact">Medicare</span>' in shown(asked)
    cleared = press(asked, "Clear facts")
    assert "cd-fact" not in shown(cleared)
    assert "Clear facts" not in [button.label for button in cleared.button]
    later = answers(ask(cleared, "and for two codes?"))[2]
    assert later.facts == ()
    assert later.read_as == f"and for two codes? (after: {TIMED})"


def test_facts_given_beside_the_question_are_heard(shipped_index: Path, page: Open) -> None:
    opened = page(shipped_index)
    opened.text_input(key="fact-dos").set_value("2008").run()
    opened.selectbox(key="fact-by").set_value("clinical staff").run()
    asked = ask(opened, FOUNDING)
    answer = answers(asked)[0]
    assert answer.facts == ("2008", "clinical staff")
    assert (
        answer.text == Desk.open(shipped_index).ask(FOUNDING, facts=Given(dos="2008", by="clinical staff").read()).text
    )
    cleared = press(asked, "Clear facts")
    assert (cleared.text_input(key="fact-dos").value, cleared.selectbox(key="fact-by").value) == ("", None)


def test_a_date_that_is_none_is_one_line_and_nothing_is_asked(shipped_index: Path, page: Open) -> None:
    opened = page(shipped_index)
    opened.text_input(key="fact-dos").set_value("2/30/2012").run()
    assert shown(opened).count('role="alert"') == 1
    assert "dos: &#x27;2/30/2012&#x27; is no date of service" in shown(opened)
    assert ask(opened, FOUNDING).session_state["turns"] == ()


def test_the_page_says_when_a_later_indexing_failed(shipped_index: Path, page: Open, tmp_path: Path) -> None:
    index = tmp_path / "index"
    shutil.copytree(shipped_index, index, copy_function=os.link)
    origin.failed(index, [tmp_path / "<mine>"], "none of its 2 files could be read")
    html = shown(page(index))
    assert html.count('role="alert"') == 1
    assert "&lt;mine&gt; failed on " in html
    assert "what answers is the index of " in html
    assert 'role="alert"' not in shown(page(shipped_index))


def test_without_an_index_the_page_names_the_command(page: Open, tmp_path: Path) -> None:
    opened = page(tmp_path / "<nowhere>")
    assert "there is no index yet; run: citedesk index" in shown(opened)
    assert "&lt;nowhere&gt;" in shown(opened)
    asked = ask(opened, FOUNDING)
    assert shown(asked).count("there is no index yet") >= 1
    assert asked.session_state["turns"] == ()


def test_an_index_that_arrives_later_is_opened(shipped_index: Path, page: Open, tmp_path: Path) -> None:
    waiting = page(tmp_path / "index")
    (tmp_path / "index").symlink_to(shipped_index)
    assert answers(ask(waiting.run(), FOUNDING))[0].supported


def test_a_rebuilt_index_is_opened_at_the_next_question(shipped_index: Path, tmp_path: Path) -> None:
    pointer = tmp_path / "CURRENT"
    pointer.write_text("generation-1\n", "utf-8")
    first = calibration.state(tmp_path)
    pointer.write_text("generation-2\n", "utf-8")
    assert calibration.state(tmp_path) != first
    assert calibration.state(tmp_path / "nowhere").strip() == ""


def test_identifiers_are_masked_shown_as_masked_and_kept_nowhere(shipped_index: Path, page: Open) -> None:
    asked = ask(page(shipped_index), f"MRN 00123456: {FOUNDING}")
    asked = ask(asked, "and with a refill?")
    first, second = answers(asked)
    assert first.masked == ("MRN",)
    assert second.masked == ()
    assert "[MRN]" in shown(asked)
    assert "00123456" not in shown(asked)
    assert "00123456" not in repr(asked.session_state._state)


def test_a_refusal_shows_what_came_nearest(shipped_index: Path, page: Open) -> None:
    asked = ask(page(shipped_index), "best restaurant in Paris")
    answer = answers(asked)[0]
    html = shown(asked)
    assert not answer.supported
    assert "Nearest documents" in html
    assert "<mark>" not in html
    assert html.count('class="cd-row"') == len(answer.nearest) > 0
    assert "Copy citations" not in html


def mark(number: int) -> str:
    return f'<a class="cd-mark" href="#turn-3-source-{number}" aria-label="Source {number}">[{number}]</a>'


def test_what_to_find_out_and_who_disagrees_are_shown(founding: Answer) -> None:
    apart = Disagreement(
        Why.PAYERS, "<what>", (Side("Medicare", (1,), "One & all.", 1), Side("others", (2, 1), "None.", 2))
    )
    html = markup.answer(
        dataclasses.replace(founding, ask_first=(ToFindOut("Does the dose change?"),), disagreement=apart), 3
    )
    assert ">Does the dose change?</li>" in html
    assert "<h3>Payers differ on &lt;what&gt;</h3>" in html
    assert f">Medicare: One &amp; all. {mark(1)}</li>" in html
    marks = "".join(map(mark, (2, 1)))
    assert f">Others: None. {marks}</li>" in html


def test_the_cases_are_a_table_after_the_headline(founding: Answer) -> None:
    """A case without codes says what its source says."""
    cases = (Case("<when>", ("95990 or 95991",), ("62370",), "unused", 1), Case("else", (), (), "ask <him>.", 2))
    html = markup.answer(dataclasses.replace(founding, cases=cases), 3)
    first, second = map(mark, (1, 2))
    assert f'<th scope="row">&lt;when&gt;</th><td>95990 or 95991 {first}</td><td>62370</td></tr>' in html
    assert f'<th scope="row">Else</th><td colspan="2">… ask &lt;him&gt;. {second}</td></tr>' in html
    assert html.index('class="cd-lead') < html.index('class="cd-cases"') < html.index("Guidance changed")


def test_text_from_outside_is_never_markup(founding: Answer) -> None:
    nasty = "<img src=x onerror=alert(1)> $x$ _a_ [2](http://b) **c** [1] [99]"
    quotation = founding.quotations[0]
    passage = dataclasses.replace(quotation.passage, text=nasty, id="<id>", superseded_by="<new>")
    found = dataclasses.replace(
        founding,
        question=nasty,
        read_as="<read>",
        text=nasty,
        quotations=(dataclasses.replace(quotation, passage=passage, start=0, end=len(nasty), text=nasty),),
        ask_first=(ToFindOut(nasty),),
        headline=Headline(HeadlineKind.SENTENCE, None, nasty, 1),
        cases=(),
        disagreement=Disagreement(Why.OPPOSITE, nasty, (Side(nasty, (1,), nasty, 1),)),
        citations=(dataclasses.replace(founding.citations[0], label=nasty, url="javascript:alert(1)"),),
    )
    html = markup.question(found, 1) + markup.answer(found, 1)
    assert "<img" not in html
    assert "javascript:" not in html
    # The question, the headline, the point, a side and what it says, what to find out, quotation, source and passage.
    assert html.count(escape(nasty)) == 9
    assert f": {escape(nasty)} <a " in html
    assert f"<mark>{escape(nasty)}</mark>" in html
    assert "source-99" not in html
    assert "source-2" not in html


def test_a_quotation_is_highlighted_by_its_offsets() -> None:
    assert markup.highlighted("a & b & c", [(2, 3), (6, 7)]) == "a <mark>&amp;</mark> b <mark>&amp;</mark> c"
    assert markup.highlighted("abcd", [(0, 2), (1, 3)]) == "<mark>ab</mark><mark>c</mark>d"
    assert markup.highlighted("one\ntwo\n\nthree\n- four", []) == "one\ntwo<br><br>three<br>- four"


@pytest.mark.parametrize(
    ("url", "link"),
    [
        ("https://example.org/a?b=1&c=2", 'href="https://example.org/a?b=1&amp;c=2"'),
        ('http://example.org/"x', 'href="http://example.org/&quot;x"'),
        ("javascript:alert(1)", None),
        ("http://[half", None),
        ("file:///etc/passwd", None),
        (None, None),
    ],
)
def test_only_addresses_on_the_web_are_links(founding: Answer, url: str | None, link: str | None) -> None:
    citation = dataclasses.replace(founding.citations[0], url=url)
    html = markup.answer(dataclasses.replace(founding, citations=(citation,)), 1)
    assert html.count("rel=") == (1 if link else 0)
    assert link is None or link in html


def test_the_footer_says_when_the_code_sets_have_turned(shipped_index: Path) -> None:
    manifest = dataclasses.replace(Desk.open(shipped_index).index.manifest, newest=2025)
    assert "the newest document is of 2025, this is 2026" in frame.footer("", manifest, 2026)
    assert "turned" not in frame.footer("", manifest, 2025)
    assert "turned" not in frame.footer("", dataclasses.replace(manifest, newest=None), 2026)
    assert manifest.fingerprint in frame.footer("", manifest, 2026)
    assert "<b>" not in frame.footer("# Notice\n\n<b>", None, 2026)
