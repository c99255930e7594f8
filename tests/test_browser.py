"""The page in a real browser: Debian's chromium, driven by Playwright."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from assistant import reviews

CHROMIUM = shutil.which("chromium")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no chromium is installed: apt-get install chromium")


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the server prints."""
    return tmp_path_factory.mktemp("server") / "log"


@pytest.fixture(scope="module")
def address(shipped_index: Path, log: Path) -> Iterator[str]:
    """`citedesk chat` as a user starts it, on a free port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [str(Path(sys.executable).with_name("citedesk")), "chat", "--index", str(shipped_index)]
    with log.open("wb") as file:
        server = subprocess.Popen([*command, "--port", str(port)], stdout=file, stderr=subprocess.STDOUT)
    try:
        _wait_until_healthy(f"http://localhost:{port}/_stcore/health")
        yield f"http://localhost:{port}"
    finally:
        server.terminate()
        server.wait(20)
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", port)) != 0, "the server outlived the command"


def _wait_until_healthy(url: str) -> None:
    for _ in range(300):
        try:
            with urllib.request.urlopen(url) as reply:
                if reply.status == 200:
                    return
        except urllib.error.URLError:
            time.sleep(0.1)
    raise TimeoutError(url)


def test_a_coder_asks_files_reviews_follows_up_and_clears(address: str, log: Path, shipped_index: Path) -> None:
    from playwright.sync_api import sync_playwright

    hosts: set[str | None] = set()
    errors: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
        )
        page = browser.new_page(viewport={"width": 1180, "height": 1400})
        page.on("request", lambda request: hosts.add(urlsplit(request.url).hostname))
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(address)
        box = page.get_by_test_id("stChatInputTextArea")
        box.wait_for()
        page.get_by_text("registered trademark of the American Medical Association").wait_for()

        box.fill("is a volume check reprogramming?")
        box.press("Enter")
        page.locator("mark").first.wait_for(state="attached")
        shown = page.locator("body").inner_text()
        assert "Replaced guidance" in shown
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

        page.get_by_test_id("stChatInputTextArea").fill("and if the dose is changed?")
        page.get_by_test_id("stChatInputTextArea").press("Enter")
        page.get_by_text("and if the dose is changed?").first.wait_for()
        page.wait_for_function("document.querySelectorAll('[data-testid=stChatMessage]').length === 4")
        assert "is a volume check reprogramming?" in page.locator("body").inner_text()

        page.get_by_role("button", name="Clear conversation").click()
        page.wait_for_function("document.querySelectorAll('[data-testid=stChatMessage]').length === 0")
        browser.close()
    assert hosts <= {"localhost", None}
    assert errors == []
    printed = log.read_text().lower()
    assert "citedesk runs on http://localhost" in printed
    assert not [word for word in ("reprogramming", "dose is changed") if word in printed]
