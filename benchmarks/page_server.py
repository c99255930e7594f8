"""`citedesk chat` over an index, and its page in Debian's chromium, for what is measured and pictured."""

from __future__ import annotations

import contextlib
import os
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
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

_CHAT = "from assistant.cli import main; main()"


@dataclass(frozen=True, slots=True)
class Served:
    """``process`` is the server's; ``began`` when its command was started, on the clock of ``time.perf_counter``."""

    address: str
    process: int
    began: float

    @property
    def memory(self) -> float:
        """What it holds, in megabytes: resident, without what it shares with others."""
        lines = Path(f"/proc/{self.process}/smaps_rollup").read_text("utf-8").splitlines()
        held = {line.split()[0]: int(line.split()[1]) for line in lines[1:]}
        return (held["Private_Clean:"] + held["Private_Dirty:"] + held["Private_Hugetlb:"]) / 1024


@contextlib.contextmanager
def served(index: Path) -> Iterator[Served]:
    """On a free port, until it answers; stopped at the end."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    began = time.perf_counter()
    command = [sys.executable, "-c", _CHAT, "chat", "--index", str(index), "--port", str(port)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.STDOUT, env=dict(os.environ))
    try:
        _wait(f"http://localhost:{port}/_stcore/health")
        yield Served(f"http://localhost:{port}", server.pid, began)
    finally:
        server.terminate()
        server.wait(20)


@contextlib.contextmanager
def browser() -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        found = playwright.chromium.launch(
            executable_path=shutil.which("chromium"),
            args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
        )
        yield found
        found.close()


def still(page: Page) -> None:
    """Waits until the page has been drawn and nothing runs."""
    page.wait_for_function("window.citedesk?.watched", timeout=60_000)
    page.wait_for_function(
        "document.querySelector('[data-testid=stApp]')?.dataset.testScriptState === 'notRunning'", timeout=60_000
    )


def ask(page: Page, question: str) -> float:
    """Seconds from Enter until the whole answer stands: its last part, the buttons under it."""
    before = page.url
    box = page.get_by_test_id("stChatInputTextArea")
    box.fill(question)
    start = time.perf_counter()
    box.press("Enter")
    page.wait_for_function("before => location.href !== before", arg=before, timeout=60_000, polling=10)
    page.wait_for_function(_WHOLE, arg=question, timeout=60_000, polling=10)
    return time.perf_counter() - start


_WHOLE = """asked => {
  const shown = document.querySelector('.cd-question h2');
  const stale = document.querySelector('.st-key-card [data-stale=true]');
  return shown?.textContent === asked && !stale && document.querySelector('.st-key-actions .cd-button')
    && document.querySelector('[data-testid=stApp]')?.dataset.testScriptState === 'notRunning'
}"""


def _wait(url: str) -> None:
    for _ in range(600):
        try:
            with urllib.request.urlopen(url) as reply:
                if reply.status == 200:
                    return
        except urllib.error.URLError:
            time.sleep(0.05)
    raise TimeoutError(url)
