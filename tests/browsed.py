"""`citedesk chat` as a user starts it, and its page in Debian's chromium, driven by Playwright."""

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
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHROMIUM = shutil.which("chromium")


@dataclass(frozen=True)
class Chat:
    """A running chat page; ``log`` holds what its server printed."""

    address: str
    log: Path


@contextlib.contextmanager
def chat(index: Path, folder: Path, assistant: str = "", port: int | None = None) -> Iterator[Chat]:
    """`citedesk chat` as a user starts it in ``folder``, on a free port where none is named; ``assistant`` are lines of
    its settings.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = port or probe.getsockname()[1]
    (folder / "settings.toml").write_text(f"[assistant]\n{assistant}", "utf-8")
    command = [str(Path(sys.executable).with_name("citedesk")), "chat", "--index", str(index)]
    log = folder / "log"
    with log.open("wb") as file:
        server = subprocess.Popen([*command, "--port", str(port)], cwd=folder, stdout=file, stderr=subprocess.STDOUT)
    try:
        wait_until_healthy(f"http://localhost:{port}/_stcore/health")
        yield Chat(f"http://localhost:{port}", log)
    finally:
        server.terminate()
        server.wait(20)
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", port)) != 0, "the server outlived the command"


@contextlib.contextmanager
def opened(address: str, errors: list[str]) -> Iterator[Page]:
    """The page in a new browser, once its question box is there."""
    with launched() as browser:
        yield new(browser, address, errors, width=1180, height=1400)


@contextlib.contextmanager
def launched() -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
        )
        yield browser
        browser.close()


def new(
    browser: Browser, address: str, errors: list[str], width: int = 1366, height: int = 768, **other: object
) -> Page:
    """The page of a visitor who was never there, once it can be asked and has heard what the browser keeps."""
    page = browser.new_context(viewport={"width": width, "height": height}, **cast(Any, other)).new_page()
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(address)
    ready(page)
    return page


def ready(page: Page) -> None:
    page.get_by_test_id("stChatInputTextArea").wait_for()
    page.wait_for_function("window.citedesk?.watched")
    still(page)


def still(page: Page) -> None:
    """Waits until no run is under way."""
    page.wait_for_function(
        "document.querySelector('[data-testid=stApp]')?.dataset.testScriptState === 'notRunning'", timeout=60_000
    )


def send(page: Page, text: str) -> None:
    box = page.get_by_test_id("stChatInputTextArea")
    box.fill(text)
    box.press("Enter")


def ask(page: Page, question: str) -> None:
    """Until the answer stands: the address then names its turn."""
    before = page.url
    send(page, question)
    page.wait_for_function("before => location.href !== before", arg=before, timeout=60_000)
    page.locator(".cd-lead").wait_for()
    still(page)


def wait_until_healthy(url: str) -> None:
    for _ in range(300):
        try:
            with urllib.request.urlopen(url) as reply:
                if reply.status == 200:
                    return
        except urllib.error.URLError:
            time.sleep(0.1)
    raise TimeoutError(url)
