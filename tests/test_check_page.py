"""A text checked on the page Ask: what is shown, what is told of what cannot be checked, and what is kept."""

from __future__ import annotations

import datetime
import io
import json
from pathlib import Path

import docx
import driven
import pytest
import streamlit as st
from driven import press, shown
from streamlit.testing.v1 import AppTest

from assistant.ask import Desk
from assistant.checked import Verdict
from assistant.checking import check, pasted
from assistant.pages import chat
from assistant.showing import checked_page
from indexer.errors import QuestionError

LETTER = """Dear Committee,
The claim of MRN 00123456 was denied.
Modifier 25 may be used for a significant, separately identifiable visit.
<b>Every insurer</b> pays for code 88888 twice a year in Alaska."""


@pytest.fixture
def page(shipped_index: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """The page Ask as ``?mode=check`` opens it."""
    st.cache_resource.clear()
    monkeypatch.setenv("CITEDESK_INDEX", str(shipped_index))
    return driven.app(mode="check")


def checked(page: AppTest, text: str) -> AppTest:
    page.text_area(key="check-text").set_value(text)
    return press(page, "Check")


def test_each_claim_stands_under_its_verdict_with_the_passage(page: AppTest, shipped_index: Path) -> None:
    done = checked(page, LETTER)
    found = check.check(LETTER, Desk.open(shipped_index))
    assert [one.verdict for one in found.claims] == [Verdict.SUPPORTED, Verdict.NOT_FOUND]
    html = shown(done)
    assert checked_page.result(found) in html
    assert html.count('<span class="cd-verdict cd-supported">Supported</span>') == 1
    assert html.count("<mark>") == sum(one.found is not None for one in found.claims)
    assert "Masked before searching: MRN" in html
    assert "&lt;b&gt;Every insurer" in html
    assert "<b>Every" not in html
    assert "00123456" not in html
    assert [button.label for button in done.download_button] == ["Text", "HTML, to print", "JSON"]
    # It stands until another text is checked or it is cleared.
    assert checked_page.result(found) in shown(done.run())
    cleared = next(button for button in done.button if button.label == "Clear").click().run()
    assert "cd-checked" not in shown(cleared)
    assert cleared.text_area(key="check-text").value == ""


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("  ", "the text is empty"),
        ("Modifier 25 is needed. " * 8_700, "200,100 characters"),
        ("62367 62368 95990-95991 99213-25", "nothing but codes"),
        ("El modificador 25 se usa para una visita importante y separada del procedimiento menor.", "another language"),
        ("Is modifier 25 needed on the visit?", "nothing in the text claims a rule"),
    ],
)
def test_what_cannot_be_checked_is_told_and_stays_in_its_box(page: AppTest, text: str, message: str) -> None:
    done = checked(page, text)
    html = shown(done)
    assert html.count('role="alert"') == 1
    assert message in html
    assert "cd-checked" not in html
    assert done.text_area(key="check-text").value == text


def test_the_address_says_what_is_open(page: AppTest) -> None:
    switched = page.segmented_control(key="switch").set_value("question").run()
    assert switched.query_params["mode"] == "question"
    assert switched.chat_input
    assert not switched.text_area
    switched.query_params["mode"] = "nothing such"
    assert switched.run().segmented_control(key="switch").value == next(iter(chat.MODES))


def test_a_result_to_print_holds_what_the_page_shows(shipped_index: Path) -> None:
    found = check.check(LETTER, Desk.open(shipped_index))
    printed = checked_page.whole(found, datetime.date(2026, 11, 30))
    assert checked_page.result(found) in printed
    assert "Checked on November 30, 2026" in printed
    assert found.fingerprint in printed


def test_a_file_is_read_by_its_kind() -> None:
    assert pasted.read("letter.txt", "\ufeffModifier 25 \u2013 needed.".encode()) == "Modifier 25 \u2013 needed."
    assert pasted.read("-", b"Modifier 25") == "Modifier 25"
    assert pasted.read("old.txt", "It isn\u2019t.".encode("cp1252")) == "It isn\u2019t."
    written = docx.Document()
    written.add_heading("Appeal", 0)
    written.add_paragraph("Modifier 25 is needed on the visit that is separately identifiable.")
    data = io.BytesIO()
    written.save(data)
    assert "Modifier 25 is needed on the visit" in pasted.read("letter.docx", data.getvalue())


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("scan.png", b"\x89PNG\r\n\x1a\n\0\0", "scan.png: the text cannot be read"),
        ("scan.txt", b"\x89PNG\r\n\x1a\n\0\0", "scan.txt: the text cannot be read"),
        ("half.docx", b"PK\x03\x04word/", "half.docx: the text cannot be read"),
        ("huge.txt", b"a" * (pasted.MOST_BYTES + 1), "at most 20,971,520 are read"),
    ],
)
def test_a_file_without_text_is_named(name: str, data: bytes, message: str) -> None:
    with pytest.raises(QuestionError, match=message):
        pasted.read(name, data)


def test_what_is_dropped_goes_before_the_box(page: AppTest) -> None:
    page.text_area(key="check-text").set_value("nothing of this is read here")
    page.file_uploader(key="check-file").set_value(("letter.txt", LETTER.encode(), "text/plain"))
    done = next(button for button in page.button if button.label == "Check").click().run()
    assert "Modifier 25 may be used for a significant" in shown(done)
    assert json.dumps("nothing of this") not in shown(done)
