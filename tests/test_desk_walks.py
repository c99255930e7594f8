"""The page Ask as coders walk it in a browser: the first screen, sources, history, keyboard, failures."""

from __future__ import annotations

import itertools
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from browsed import CHROMIUM, ask, chat, launched, new, send, still
from conftest import quiet

from indexer.build import build
from indexer.settings import IndexSettings

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium is installed: apt-get install chromium"),
]
FOUNDING = "is a volume check reprogramming?"
NINE = (
    "62367 vs 62368",
    "can I bill 99211 when the nurse only gives the injection?",
    "should I use 59 or an X modifier?",
    "how do I count timed units",
    "simple vs intermediate vs complex repair",
    "mod 22 25% or 50% more time",
    "critical care and ED visit same day",
    "skin tags 11200 x3",
    "11102 with 17000 different spots, ok with 59?",
)
KEPT = "Object.keys(localStorage).filter(key => key.startsWith('citedesk.turn.'))"
LETTER = "Modifier 25 may be used for a significant, separately identifiable visit. MRN 00123456 was denied."


@pytest.fixture(scope="module")
def address(shipped_index: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """One server for all walks, over an index that may be taken away."""
    folder = tmp_path_factory.mktemp("walks")
    shutil.copytree(shipped_index, folder / "index", copy_function=os.link)
    with chat(folder / "index", folder) as running:
        yield running.address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with launched() as found:
        yield found


@pytest.fixture
def errors() -> Iterator[list[str]]:
    found: list[str] = []
    yield found
    assert found == []


def question(page: Page) -> str:
    return page.locator(".cd-question h2").inner_text()


def grave(page: Page) -> list[tuple[str, str]]:
    """What axe-core finds serious or critical."""
    from axe_playwright_python.sync_playwright import Axe

    found: list[dict[str, Any]] = Axe().run(page).response["violations"]
    return [(one["id"], one["nodes"][0]["html"]) for one in found if one["impact"] in {"serious", "critical"}]


def test_headline_and_basis_stand_on_the_first_screen(address: str, browser: Browser, errors: list[str]) -> None:
    page = new(browser, address, errors)
    for asked in (FOUNDING, *NINE):
        ask(page, asked)
        for width, height in ((1366, 768), (390, 844)):
            page.set_viewport_size({"width": width, "height": height})
            still(page)
            _first_screen(page, width, height)


def test_at_twice_the_size_the_answer_stands_on_the_first_screen(
    address: str, browser: Browser, errors: list[str]
) -> None:
    """At 200 % half of a small screen is left."""
    page = new(browser, address, errors, 683, 384)
    for asked in (FOUNDING, *NINE[3:6]):
        ask(page, asked)
        _first_screen(page, 683, 384)


def _first_screen(page: Page, width: int, height: int) -> None:
    """Headline and basis stand there, nothing is wider than it, and what is touched is large enough."""
    page.wait_for_function(
        "height => document.querySelector('.cd-basis')?.getBoundingClientRect().bottom <= height"
        " && document.querySelector('.cd-lead')?.getBoundingClientRect().top >= 0",
        arg=height,
        timeout=5_000,
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    small = page.evaluate(
        "[...document.querySelectorAll('a.cd-mark, a.cd-code, .cd-row, .cd-button')].filter(one => {"
        " const box = one.getBoundingClientRect(); return box.width && (box.width < 24 || box.height < 24) })"
        ".map(one => one.outerHTML)"
    )
    assert small == []


def test_a_source_opens_beside_the_answer(address: str, browser: Browser, errors: list[str]) -> None:
    page = new(browser, address, errors, permissions=["clipboard-read", "clipboard-write"])
    ask(page, FOUNDING)
    page.locator(".cd-row").nth(4).click()
    page.get_by_role("tab", name="Source [5]").wait_for()
    assert page.locator(".cd-row[aria-pressed=true]").count() == 1
    page.get_by_role("tab", name="Thread").click()
    page.locator(".cd-thread li").first.wait_for()
    roles = page.locator(".cd-thread .cd-speaker").all_inner_texts()
    assert roles[0].startswith("Asker")
    assert roles[1].startswith("Responder 1")
    assert page.locator(".cd-thread li.cd-quoted mark").count() >= 1
    page.get_by_role("tab", name="Code").click()
    page.get_by_role("link", name="Everything on").wait_for()
    # A mark opens its source as its row does.
    page.locator("a.cd-mark", has_text="[3]").first.click()
    page.get_by_role("tab", name="Source [3]").wait_for()
    page.get_by_role("button", name="Copy answer").click()
    page.get_by_text("Copied.").wait_for(state="attached")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(f"{FOUNDING}\n")
    page.get_by_role("button", name="Copy link").click()
    page.wait_for_function("async () => (await navigator.clipboard.readText()) === location.href")
    page.locator("a.cd-code", has_text="95991").first.click()
    page.get_by_role("heading", name="95991").wait_for()
    page.go_back()
    page.locator(".cd-question").wait_for()
    assert question(page) == FOUNDING


def test_a_source_is_a_dialog_on_a_telephone(address: str, browser: Browser, errors: list[str]) -> None:
    page = new(browser, address, errors, 390, 844)
    ask(page, FOUNDING)
    assert page.get_by_role("tab").count() == 0
    page.locator(".cd-row").nth(1).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("tab", name="Source [2]").wait_for()
    still(page)
    assert grave(page) == []
    page.keyboard.press("Escape")
    dialog.wait_for(state="detached")


def test_the_conversation_survives_and_holds_masked_text_alone(
    address: str, browser: Browser, errors: list[str]
) -> None:
    page = new(browser, address, errors)
    ask(page, f"MRN 00123456: {FOUNDING}")
    first = page.url
    ask(page, "62367 vs 62368")
    page.go_back()
    page.wait_for_function("url => location.href === url", arg=first)
    page.locator(".cd-question h2", has_text="[MRN]").wait_for()
    page.reload()
    page.locator(".cd-question h2", has_text="[MRN]").wait_for()
    assert page.locator(".cd-earlier li").all_inner_texts()[0].startswith("62367 vs 62368")
    other = page.context.new_page()
    other.goto(address)
    other.locator(".cd-question").wait_for()
    assert question(other) == "62367 vs 62368"
    assert "00123456" not in other.evaluate("JSON.stringify(localStorage)")
    assert "00123456" not in first
    # A link holds no question; in another browser it says so.
    stranger = new(browser, first, errors)
    stranger.get_by_role("alert").get_by_text("kept in another browser").wait_for()
    other.locator(".cd-earlier button").first.click()
    other.locator(".cd-question h2", has_text="[MRN]").wait_for()
    still(other)
    other.get_by_role("button", name="Conversation").click()
    with other.expect_download() as download:
        other.get_by_role("button", name="Save as HTML").click()
    saved = download.value.path().read_text("utf-8")
    assert saved.count("<section><div") == 2
    assert "CPT Assistant, July 2006" in saved
    assert "00123456" not in saved
    other.get_by_role("button", name="Clear conversation").click()
    undo = other.get_by_role("button", name="Undo clearing")
    undo.wait_for()
    other.wait_for_function(f"{KEPT}.length === 0")
    undo.click()
    other.locator(".cd-question").wait_for()
    other.wait_for_function(f"{KEPT}.length === 2")


def test_nothing_typed_is_lost(address: str, browser: Browser, errors: list[str], tmp_path: Path) -> None:
    page = new(browser, address, errors)
    box = page.get_by_test_id("stChatInputTextArea")
    send(page, "x" * 4_001)
    page.get_by_role("alert").get_by_text("4,001 characters").wait_for()
    page.wait_for_function("document.querySelector('[data-testid=stChatInputTextArea]')?.value.length === 4001")
    still(page)
    send(page, "thanks!")
    page.get_by_text("You are welcome").wait_for()
    assert box.input_value() == ""


def test_an_index_that_goes_and_a_server_that_stops(
    shipped_index: Path, browser: Browser, errors: list[str], tmp_path: Path
) -> None:
    index = tmp_path / "index"
    shutil.copytree(shipped_index, index, copy_function=os.link)
    with chat(index, tmp_path) as running:
        page = new(browser, running.address, errors)
        ask(page, FOUNDING)
        index.rename(tmp_path / "away")
        send(page, "62367 vs 62368")
        page.get_by_role("alert").get_by_text("run: citedesk index").wait_for()
        box = page.get_by_test_id("stChatInputTextArea")
        page.wait_for_function(
            "document.querySelector('[data-testid=stChatInputTextArea]')?.value === '62367 vs 62368'"
        )
        assert question(page) == FOUNDING
        (tmp_path / "away").rename(index)
        still(page)
        box.press("Enter")
        page.locator(".cd-question h2", has_text="62367 vs 62368").wait_for()
        still(page)
        box.fill("typed, not sent")
    page.get_by_role("alert").get_by_text("Citedesk has stopped").wait_for(timeout=60_000)
    assert box.input_value() == "typed, not sent"
    shown = page.locator("body").inner_text().lower()
    assert "streamlit" not in shown
    assert "yourscript" not in shown
    # The same address again.
    with chat(index, tmp_path, port=int(running.address.rpartition(":")[2])):
        page.locator(".cd-lost").wait_for(state="detached", timeout=60_000)
        still(page)
        assert box.input_value() == "typed, not sent"
        assert question(page) == "62367 vs 62368"


def test_axe_core_finds_nothing_grave(address: str, browser: Browser, errors: list[str]) -> None:
    for scheme in ("light", "dark"):
        page = new(browser, address, errors, color_scheme=scheme)
        assert grave(page) == []
        ask(page, FOUNDING)
        assert grave(page) == []
        for tab in ("Whole text", "Timeline", "Code"):
            page.get_by_role("tab", name=tab).click()
            still(page)
            assert (tab, grave(page)) == (tab, [])
        ask(page, "best restaurant in Paris")
        assert grave(page) == []
    landmarks = "[...document.querySelectorAll('main, [role=main]')].length"
    assert page.evaluate(landmarks) == 1
    levels = page.evaluate("[...document.querySelectorAll('h1, h2, h3, h4')].map(one => Number(one.tagName[1]))")
    assert levels[0] == 1
    assert all(later - level <= 1 for level, later in itertools.pairwise(levels))


def test_the_keyboard_alone_asks_opens_and_checks(address: str, browser: Browser, errors: list[str]) -> None:
    page = new(browser, address, errors)
    page.get_by_test_id("stChatInputTextArea").focus()
    page.keyboard.type(FOUNDING)
    page.keyboard.press("Enter")
    page.locator(".cd-lead").wait_for()
    still(page)
    live = page.locator(".cd-unseen[role=status]")
    page.wait_for_function("document.querySelector('.cd-unseen[role=status]')?.textContent.startsWith('Answered. No.')")
    assert live.get_attribute("aria-live") == "polite"
    _tab_to(page, "document.activeElement.matches('a.cd-mark')")
    _tab_to(page, "document.activeElement.matches('.cd-row') && document.activeElement.textContent.includes('[2]')")
    page.keyboard.press("Enter")
    page.get_by_role("tab", name="Source [2]").wait_for()
    _tab_to(page, "document.activeElement.matches('[role=tab]')")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.locator(".cd-thread").wait_for()
    page.goto(f"{address}/?mode=check")
    page.get_by_role("textbox", name="The text").wait_for()
    still(page)
    page.get_by_role("textbox", name="The text").focus()
    page.keyboard.insert_text(LETTER)
    _tab_to(page, "document.activeElement.textContent.includes('Check') && document.activeElement.matches('button')")
    page.keyboard.press("Enter")
    page.locator(".cd-checked").wait_for()
    still(page)
    assert grave(page) == []
    assert "00123456" not in page.locator(".cd-checked").inner_text()
    with page.expect_download() as download:
        page.get_by_role("button", name="HTML, to print").click()
    assert "Supported" in download.value.path().read_text("utf-8")


def _tab_to(page: Page, there: str) -> None:
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate(there):
            return
    raise AssertionError(f"the keyboard does not reach it: {there}")


def test_what_is_printed_is_the_answer(address: str, browser: Browser, errors: list[str]) -> None:
    page = new(browser, address, errors)
    ask(page, FOUNDING)
    page.emulate_media(media="print")
    for hidden in (".st-key-question_box", ".st-key-actions", "[data-testid=stHeader]", ".st-key-switch"):
        assert not page.locator(hidden).first.is_visible()
    assert page.locator(".cd-lead").is_visible()
    assert page.locator(".cd-rows").is_visible()
    assert page.pdf().startswith(b"%PDF")


HOSTILE = """---
source: CPT Assistant <img src=x onerror="window.taken=1">
date: 2012-01
title: <img src=x onerror="window.taken=1"> Zebra pumps :material/delete: [here](http://evil.example/)
---
<script>window.taken = 1</script> A zebra pump is reported with 62370 when its rate is changed. ![x](http://evil.example/y.png)
<a href="javascript:window.taken=1">zebra</a> $x^2$ :red[zebra] <button data-go="source:9" data-copy="taken">go</button>
"""
THREAD = """# <svg onload="window.taken=1"> zebra pump refill :red[z]
[asker] 2013
Is 62370 right for a zebra pump refill? <iframe src="http://evil.example/"></iframe>
[responder 1] 2013
No, a zebra pump refill alone is 95990. <img src=x onerror="window.taken=1">
"""


def test_what_documents_say_never_becomes_markup(browser: Browser, errors: list[str], tmp_path: Path) -> None:
    base, index = tmp_path / "kb", tmp_path / "index"
    base.mkdir()
    (base / "hostile.md").write_text(HOSTILE, "utf-8")
    (base / "thread.md").write_text(THREAD, "utf-8")
    build([base], index, IndexSettings(), quiet)
    with chat(index, tmp_path) as running:
        page = new(browser, running.address, errors)
        seen: list[str] = []
        page.on("request", lambda request: seen.append(request.url))
        ask(page, "which code for a zebra pump when the rate is changed 62370")
        rows = page.locator(".cd-row").count()
        assert rows >= 1
        for number in range(rows):
            page.locator(".cd-row").nth(number).click()
            for tab in page.get_by_role("tab").all():
                tab.click()
                still(page)
                _harmless(page)
        page.goto(f"{running.address}/codes?c=62370")
        page.locator(".cd-dossier").first.wait_for()
        still(page)
        _harmless(page)
        page.goto(f"{running.address}/?mode=check")
        page.get_by_role("textbox", name="The text").fill(f"A zebra pump is reported with 62370. {HOSTILE}")
        page.get_by_role("button", name="Check", exact=True).click()
        page.locator(".cd-checked").wait_for()
        _harmless(page)
        assert [url for url in seen if "evil" in url] == []


def _harmless(page: Page) -> None:
    assert page.evaluate("window.taken") is None
    planted = "img[src=x], iframe, a[href*=evil], a[href^=javascript], svg[onload], [data-copy=taken], .stMain .katex"
    assert page.locator(planted).count() == 0
