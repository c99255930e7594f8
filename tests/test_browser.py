"""The page in a real browser: Debian's chromium, driven by Playwright."""

from __future__ import annotations

import contextlib
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from served import Answered, serve

from assistant import Desk
from assistant.keeping import reviews

if TYPE_CHECKING:
    from playwright.sync_api import Page

CHROMIUM = shutil.which("chromium")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium is installed: apt-get install chromium"),
]


@dataclass(frozen=True)
class Chat:
    """A running chat page; ``log`` holds what its server printed."""

    address: str
    log: Path


@contextlib.contextmanager
def chat(index: Path, folder: Path, assistant: str = "") -> Iterator[Chat]:
    """`citedesk chat` as a user starts it in ``folder``, on a free port; ``assistant`` are lines of its settings."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    (folder / "settings.toml").write_text(f"[assistant]\n{assistant}", "utf-8")
    command = [str(Path(sys.executable).with_name("citedesk")), "chat", "--index", str(index)]
    log = folder / "log"
    with log.open("wb") as file:
        server = subprocess.Popen([*command, "--port", str(port)], cwd=folder, stdout=file, stderr=subprocess.STDOUT)
    try:
        _wait_until_healthy(f"http://localhost:{port}/_stcore/health")
        yield Chat(f"http://localhost:{port}", log)
    finally:
        server.terminate()
        server.wait(20)
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", port)) != 0, "the server outlived the command"


@contextlib.contextmanager
def opened(address: str, errors: list[str]) -> Iterator[Page]:
    """The page in a new browser, once its question box is there."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
        )
        page = browser.new_page(viewport={"width": 1180, "height": 1400})
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(address)
        page.get_by_test_id("stChatInputTextArea").wait_for()
        yield page
        browser.close()


def ask(page: Page, question: str) -> None:
    page.get_by_test_id("stChatInputTextArea").fill(question)
    page.get_by_test_id("stChatInputTextArea").press("Enter")


def _wait_until_healthy(url: str) -> None:
    for _ in range(300):
        try:
            with urllib.request.urlopen(url) as reply:
                if reply.status == 200:
                    return
        except urllib.error.URLError:
            time.sleep(0.1)
    raise TimeoutError(url)


FOUNDING = "is a volume check reprogramming?"


def test_a_coder_asks_files_reviews_follows_up_and_clears(shipped_index: Path, tmp_path: Path) -> None:
    hosts: set[str | None] = set()
    errors: list[str] = []
    with chat(shipped_index, tmp_path) as running, opened(running.address, errors) as page:
        page.on("request", lambda request: hosts.add(urlsplit(request.url).hostname))
        page.reload()
        page.get_by_text("registered trademark of the American Medical Association").wait_for()
        # Streamlit's own settings hold in a folder that has none.
        assert page.get_by_test_id("stAppDeployButton").count() == 0
        ask(page, FOUNDING)
        page.locator("mark").first.wait_for(state="attached")
        shown = page.locator("body").inner_text()
        assert "Guidance changed" in shown
        assert "July 2006" in shown
        assert "[1]" in shown

        page.get_by_role("button", name="Appeal sheet").click()
        with page.expect_download() as download:
            page.get_by_role("button", name="Word").click()
        assert download.value.path().read_bytes().startswith(b"PK")
        assert download.value.suggested_filename.endswith("-1.docx")
        page.keyboard.press("Escape")

        page.get_by_role("radio", name="Thumbs down").click()
        page.get_by_text("Review written").wait_for()
        (review,) = reviews.read(shipped_index)
        assert (review.verdict, review.text, len(review.documents) > 0) == ("down", None, True)

        ask(page, "and if the dose is changed?")
        page.get_by_text("and if the dose is changed?").first.wait_for()
        page.wait_for_function("document.querySelectorAll('[data-testid=stChatMessage]').length === 4")
        assert FOUNDING in page.locator("body").inner_text()

        page.get_by_role("button", name="Clear conversation").click()
        page.wait_for_function("document.querySelectorAll('[data-testid=stChatMessage]').length === 0")
        printed = running.log.read_text().lower()
    assert hosts <= {"localhost", None}
    assert len(hosts) > 0
    assert errors == []
    assert "citedesk runs on http://localhost" in printed
    assert not [word for word in ("reprogramming", "dose is changed") if word in printed]


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (390, 844)])
def test_headline_basis_and_cases_stand_above_the_fold(
    shipped_index: Path, tmp_path: Path, width: int, height: int
) -> None:
    errors: list[str] = []
    with chat(shipped_index, tmp_path) as running, opened(running.address, errors) as page:
        page.set_viewport_size({"width": width, "height": height})
        ask(page, FOUNDING)
        page.locator(".cd-evidence").wait_for()
        bar = page.locator(".st-key-question_box").bounding_box()
        assert bar
        for part in (".cd-lead", ".cd-basis", ".cd-cases"):
            box = page.locator(part).bounding_box()
            assert box
            assert 0 <= box["y"] < box["y"] + box["height"] < bar["y"] < height
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert errors == []


def test_a_reply_is_clicked_with_the_keyboard_and_its_fact_cleared(shipped_index: Path, tmp_path: Path) -> None:
    errors: list[str] = []
    with chat(shipped_index, tmp_path) as running, opened(running.address, errors) as page:
        ask(page, "how do I count timed units")
        reply = page.get_by_role("button", name="Medicare", exact=True)
        reply.focus()
        page.keyboard.press("Enter")
        page.locator("#turn-2").wait_for()
        assert page.locator("#turn-2 > p").first.inner_text() == "Medicare"
        assert page.locator(".cd-fact").all_inner_texts() == ["Medicare"]
        page.get_by_role("button", name="Clear facts").click()
        page.locator(".cd-fact").wait_for(state="detached")
        page.get_by_role("button", name="Facts of the case").click()
        page.get_by_label("Date of service").fill("2/30/2012")
        page.keyboard.press("Enter")
        page.get_by_role("alert").get_by_text("is no date of service").wait_for()
    assert errors == []


def test_a_draft_is_a_draft_until_it_is_checked(shipped_index: Path, tmp_path: Path) -> None:
    """A server drips one draft that its evidence carries, then one that says what no passage says."""
    plain = Desk.open(shipped_index).ask(FOUNDING)
    case = plain.cases[0]
    says = " ".join(case.says.split()).rstrip(".")
    true, false = f"{says} [{case.citation}].", "A volume check is always billed as 99999 [1]. So says everybody [7]."
    drafts = iter((true, false))

    def reply(request: dict[str, Any]) -> Answered:
        words = next(drafts).split(" ")
        return Answered(pieces=tuple(f"{word} " for word in words), pause=1.6 / len(words))

    errors: list[str] = []
    with serve(reply) as served:
        lines = f'generator = "chat_server"\nmodel = "tiny"\naddress = "{served.address}"\n'
        with chat(shipped_index, tmp_path, lines) as running, opened(running.address, errors) as page:
            ask(page, FOUNDING)
            draft = page.locator(".cd-draft")
            draft.locator("p").wait_for()
            early = draft.inner_text()
            assert "draft, not checked yet" in early.lower()
            assert draft.locator("a").count() == page.locator("mark").count() == 0
            page.get_by_role("heading", name="In other words").wait_for()
            assert draft.count() == 0
            answer = page.locator(".cd-answer")
            paragraph = answer.locator("h4:has-text('In other words') + p")
            assert paragraph.inner_text() == true
            assert len(early) < len(true) + len("Draft, not checked yet\n\n")
            assert paragraph.locator("a.cd-mark").count() == 1
            assert answer.locator(".cd-whole p.cd-quotation").count() == len(plain.quotations)

            before = answer.count()
            ask(page, "62367 vs 62368")
            draft.get_by_text("billed as 99999").wait_for()
            page.get_by_text("The quotations stand alone, without tiny: 2 of its 2 sentences failed").wait_for()
            assert draft.count() == 0
            parts = [answer.nth(at) for at in range(before, answer.count())]
            told = "\n".join(part.inner_text() for part in parts)
            assert "99999" not in told
            assert "In other words" not in told
            assert sum(part.locator("p.cd-quotation").count() for part in parts) > 0
    assert errors == []
