"""The Library in a real browser, as a librarian walks it: one server, one visit."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from conftest import Place
from test_adding import EXCERPT, THREAD
from test_browser import CHROMIUM, chat, opened
from test_library import excerpt

from assistant.keeping import rulings

if TYPE_CHECKING:
    from playwright.sync_api import FilePayload, Locator, Page

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium is installed: apt-get install chromium"),
]
# What is left of it when it is read, and must never be more than text: HTML, Markdown, and Streamlit's directives.
MARKS = ":red[x] $y$ <i> [j](javascript:alert(1)) **b** `c` :material/home: <img src=x onerror=alert(1)>"
WRITTEN = MARKS.replace("<", "&lt;").replace(">", "&gt;")
HOSTILE = excerpt(WRITTEN, f"Report 62370. {WRITTEN}", "date: 2024-05", source='"&lt;b&gt;Bad Journal"')


@pytest.fixture
def small(place: Place) -> Place:
    for number in range(1, 26):
        place.excerpt(f"pump-{number:02}.md", f"Pump rule {number}", f"Rule {number}: report 62368 at a refill.")
    place.write("old.md", excerpt("Old rule", "Report 62368.", "date: 2001", "superseded_by: pump-01"))
    place.write("thread.md", THREAD.decode().replace("zorblax", "pump"))
    place.build()
    return place


@contextmanager
def reading(page: Page, title: str) -> Iterator[Locator]:
    """The document that is open under ``title``."""
    document = page.locator("article.cd-document").filter(has=page.locator("h2", has_text=title))
    document.wait_for()
    yield document


def dropped(name: str, data: bytes) -> FilePayload:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": data}


def rows(page: Page) -> Locator:
    return page.locator(".st-key-library-rows button")


def counted(page: Page, text: str) -> None:
    page.get_by_role("status").get_by_text(text, exact=True).wait_for()


def test_a_librarian_narrows_reads_adds_and_asks(small: Place, tmp_path: Path) -> None:
    errors: list[str] = []
    with chat(small.index, tmp_path) as running, opened(running.address, errors) as page:
        page.set_default_timeout(90_000)
        page.on("dialog", lambda dialog: errors.append(dialog.message))
        page.get_by_role("link", name="Library").click()
        counted(page, "27 of 27 documents")
        _narrows_and_reads(page)
        _goes_back_and_forth(page, running.address)
        _sees_how_each_file_is_read(page)
        _adds(page, small)
        _reads_what_is_hostile(page)
        _asks(page)
        _signs_and_retires(page, small, running.address)
        for width, section in ((390, "Documents"), (390, "State"), (390, "Add files")):
            page.set_viewport_size({"width": width, "height": 844})
            page.get_by_role("tab", name=section).click()
            page.get_by_text("registered trademark").wait_for()
            assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert errors == []


def _narrows_and_reads(page: Page) -> None:
    rows(page).nth(19).wait_for()
    page.get_by_label("Find a document").fill("old CPT")
    page.keyboard.press("Enter")
    counted(page, "1 of 27 documents")
    # The keyboard alone opens it.
    rows(page).first.focus()
    page.keyboard.press("Enter")
    with reading(page, "Old rule") as document:
        assert "Replaced by" in document.inner_text()
    page.wait_for_url("**/library?d=old")
    page.get_by_role("button", name="Read what replaced it").click()
    with reading(page, "Pump rule 1"):
        page.wait_for_url("**/library?d=pump-01")


def _goes_back_and_forth(page: Page, home: str) -> None:
    page.go_back()
    with reading(page, "Old rule"):
        pass
    page.reload()
    with reading(page, "Old rule"):
        pass
    page.get_by_role("button", name="Back to the list").click()
    page.get_by_label("Find a document").wait_for()
    page.goto(f"{home}/library?d=nowhere")
    page.get_by_role("alert").get_by_text("'nowhere' is no document of this base").wait_for()
    page.goto(f"{home}/library?part=State")
    page.get_by_role("button", name="Replaced (1)").click()
    counted(page, "1 of 27 documents")
    page.get_by_role("button", name="Narrow (1)").wait_for()


def _sees_how_each_file_is_read(page: Page) -> None:
    page.get_by_role("tab", name="Add files").click()
    page.locator("input[type=file]").set_input_files(
        [dropped("hostile.md", HOSTILE.encode()), dropped("thread.md", THREAD), dropped("noise.bin", b"\0\1" * 500)]
    )
    drafts = page.locator("article.cd-draft-file")
    page.get_by_role("button", name="Add 2 files to the base").wait_for()
    assert drafts.count() == 3
    assert "Asker, March 18, 2010" in drafts.filter(has_text="thread.md").inner_text()
    assert "Masked: phone 1" in drafts.filter(has_text="thread.md").inner_text()
    assert "no format here reads it" in drafts.filter(has_text="noise.bin").inner_text()
    assert MARKS in drafts.filter(has_text="hostile.md").inner_text()
    assert drafts.locator("img, script, a, i, b, em, code").count() == 0


def _adds(page: Page, small: Place) -> None:
    page.get_by_role("button", name="Add 2 files to the base").click()
    # One of the excerpt, and of the thread the two postings that say something.
    told = page.get_by_text("Indexed:")
    told.wait_for(timeout=240_000)
    assert told.inner_text().startswith(f"Indexed: {1 + 2} passages are new; the base has {27 + 2} documents")
    assert sorted(path.name for path in (small.kb / "added").iterdir()) == ["hostile.md", "thread.md"]
    # The box is empty again, and the same file is known.
    page.locator("input[type=file]").set_input_files(dropped("thread.md", EXCERPT))
    page.get_by_text("Another file of this name is in the base").wait_for()
    assert page.get_by_role("button", name="Add 0 files").is_disabled()


def _reads_what_is_hostile(page: Page) -> None:
    button = page.locator(".st-key-library-added button", has_text="red")
    assert button.inner_text() == f"Read “{MARKS}”"
    assert button.locator("img, a, i, b, em, strong, code").count() == 0
    button.click()
    with reading(page, MARKS) as document:
        assert f"Report 62370. {MARKS}" in document.inner_text()
        assert document.locator("img, script, i, b, em, code").count() == 0
        assert [link.inner_text() for link in document.locator("a").all()] == ["62370"]
    page.get_by_role("button", name="Back to the list").click()
    page.get_by_role("button", name="Close", exact=True).click()


def _asks(page: Page) -> None:
    page.get_by_role("link", name="Ask", exact=True).click()
    box = page.get_by_test_id("stChatInputTextArea")
    box.fill("is 62368 right for a zorblax refill?")
    box.press("Enter")
    page.get_by_text("For a zorblax refill report 95991.").first.wait_for(state="attached")
    page.get_by_role("link", name="Library").click()


def _signs_and_retires(page: Page, small: Place, home: str) -> None:
    page.get_by_role("tab", name="Rulings").click()
    page.get_by_label("What it decides, as a title").fill("Volume check")
    page.get_by_label("Signed by").fill("A. Reviewer")
    page.get_by_role("button", name="Sign and add it").click()
    page.get_by_role("alert").get_by_text("the ruling has no text").wait_for()
    assert page.get_by_label("Signed by").input_value() == "A. Reviewer"
    page.get_by_label("The ruling").fill("Report 62367 for a quuxified check.")
    page.get_by_label("Signed by").click()
    page.get_by_role("button", name="Sign and add it").click()
    page.get_by_text("Indexed:").wait_for(timeout=240_000)
    (one,) = rulings.listed([small.kb])
    assert (one.said.title, one.said.signed, one.said.until) == ("Volume check", "A. Reviewer", None)
    page.get_by_role("button", name="Retire “Volume check”").click()
    page.get_by_text("Retired, in force until").wait_for()
    page.get_by_text("Indexed:").wait_for(timeout=240_000)
    (one,) = rulings.listed([small.kb])
    assert one.said.until
