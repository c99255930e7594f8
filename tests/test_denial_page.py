"""A denial on the page Ask: what is shown, what is told of what is none, and how many actions a filed sheet takes."""

from __future__ import annotations

from pathlib import Path

import driven
import pytest
import streamlit as st
from browsed import CHROMIUM, chat
from conftest import Place
from driven import press, shown
from streamlit.testing.v1 import AppTest
from test_denials import built  # noqa: F401  (the fixture)

from assistant.denials import telling
from assistant.denials.dealt import Stance

HOSTILE = "CO-97 95990 62368 policy <script>alert(1)</script> **b**"


@pytest.fixture
def page(built: Place, monkeypatch: pytest.MonkeyPatch) -> AppTest:  # noqa: F811
    """The page Ask as ``?mode=denial`` opens it."""
    st.cache_resource.clear()
    monkeypatch.setenv("CITEDESK_INDEX", str(built.index))
    return driven.app(mode="denial")


def sent(page: AppTest, line: str, **fields: str) -> AppTest:
    page.text_input(key="denial-line").set_value(line)
    for name, text in fields.items():
        page.text_input(key=f"denial-{name}").set_value(text)
    return press(page, "Look it up")


def test_what_the_base_upholds_offers_the_checklist_alone(page: AppTest) -> None:
    done = sent(page, "CO-97 95990 62368", payer="Aetna", policy="Pumps", number="7")
    html = shown(done)
    assert telling.STANCES[Stance.UPHELD] in html
    assert "<li>Payer: Aetna</li><li>Payer&#x27;s policy: Pumps</li><li>Number of the policy: 7</li>" in html
    assert {button.label.partition(",")[0] for button in done.download_button} == {"Corrected-claim checklist"}
    assert telling.STANCES[Stance.UPHELD] in shown(done.run())


def test_fields_go_before_the_line(page: AppTest) -> None:
    html = shown(sent(page, "CO-97 95990 62368", paid="20610", denied="99213"))
    assert telling.STANCES[Stance.REFUTED] in html
    assert "Denied: 99213 beside 20610" in html


def test_of_what_nothing_settles_nothing_can_be_downloaded(page: AppTest) -> None:
    done = sent(page, "CO-97 43239 43235")
    assert telling.STANCES[Stance.SILENT] in shown(done)
    assert [button.label for button in done.download_button] == []


@pytest.mark.parametrize(
    ("line", "fields", "message"),
    [
        ("", {}, "no reason or remark code of a denial is named"),
        ("95990 62368", {}, "no reason or remark code of a denial is named"),
        ("CO-97", {}, "no denied code of CPT or HCPCS is named"),
        ("CO-97 95990 62368", {"dos": "soon"}, "&#x27;soon&#x27; is no date of service"),
        ("CO-97", {"paid": "95990"}, "the text is empty"),
    ],
)
def test_what_is_no_denial_is_told_and_stays(page: AppTest, line: str, fields: dict[str, str], message: str) -> None:
    done = sent(page, line, **fields)
    assert done.text_input(key="denial-line").value == line
    assert '<p class="cd-problem"' in (html := shown(done))
    assert message in html or fields.get("paid")


def test_nothing_that_is_typed_becomes_markup(page: AppTest) -> None:
    html = shown(sent(page, HOSTILE))
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert "<script>alert" not in html


@pytest.mark.slow
@pytest.mark.skipif(CHROMIUM is None, reason="no chromium is installed: apt-get install chromium")
def test_from_the_empty_page_to_a_filed_appeal_sheet_in_at_most_four_actions(
    built: Place,  # noqa: F811
    tmp_path: Path,
) -> None:
    from playwright.sync_api import sync_playwright

    actions = []
    with chat(built.index, tmp_path) as running, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": 1366, "height": 768})
        page.goto(running.address)
        page.get_by_role("radio", name="From a denial").click()
        actions.append("choose")
        box = page.get_by_role("textbox", name="The denial")
        box.fill("CO-97 20610 99213 Aetna 2015-03-14, policy Joint injections no. 0123")
        actions.append("type")
        box.press("Enter")
        actions.append("enter")
        with page.expect_download() as taken:
            page.get_by_role("button", name="Appeal sheet, HTML, to print").click()
            actions.append("download")
        filed = tmp_path / "filed.html"
        taken.value.save_as(filed)
        stance = page.get_by_role("status").filter(has_text="This base speaks for payment")
        assert stance.bounding_box()["y"] < 768  # type: ignore[index]
        browser.close()
    assert len(actions) <= 4
    text = filed.read_text("utf-8")
    for part in ("99213 beside 20610", "CO-97", "Aetna", "Joint injections", "0123", "2015-03-14"):
        assert f"<dd>{part}</dd>" in text
