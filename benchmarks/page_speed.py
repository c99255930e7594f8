"""How fast the page is in a browser, and under many sessions at once.

python -m benchmarks.page_speed [--index FOLDER] [--turns 50] [--sessions 50]
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import numpy as np

from assistant.ask import Desk
from benchmarks import page_server
from benchmarks.page_server import Served
from indexer import place, shipped
from indexer.index import open_index


def questions(index: Path, count: int) -> list[str]:
    """Ways to ask that editors recorded, spread over the points."""
    asked = [phrase for point in open_index(index).points.recorded for phrase in point.asked if len(phrase) > 12]
    step = max(1, len(asked) // count)
    return asked[::step][:count]


def ready(served: Served) -> float:
    """Seconds from the command to a page that can be asked."""
    with page_server.browser() as browser:
        page = browser.new_page()
        page.goto(served.address)
        page.get_by_test_id("stChatInputTextArea").wait_for(timeout=60_000)
        return time.perf_counter() - served.began


def turns(served: Served, asked: list[str]) -> list[float]:
    """Seconds of each turn of one conversation."""
    with page_server.browser() as browser:
        page = browser.new_page(viewport={"width": 1366, "height": 768})
        page.goto(served.address)
        page_server.still(page)
        return [page_server.ask(page, one) for one in asked]


def sessions(served: Served, asked: list[str]) -> tuple[list[float], int]:
    """Seconds from Enter to the whole answer of as many sessions as ``asked``, all at once, and how many failed."""
    with page_server.browser() as browser:
        pages = []
        for one in asked:
            page = browser.new_context(viewport={"width": 1366, "height": 768}).new_page()
            page.goto(served.address)
            page_server.still(page)
            page.get_by_test_id("stChatInputTextArea").fill(one)
            # The browser itself takes the time: this process waits for one page after another.
            page.evaluate(_WATCH, one)
            pages.append(page)
        for page in pages:
            page.evaluate("window.began = performance.now()")
            page.get_by_test_id("stChatInputTextArea").press("Enter")
        deadline = time.perf_counter() + 120
        for page in pages:
            left = max(1.0, deadline - time.perf_counter())
            try:
                page.wait_for_function("window.whole > 0", timeout=left * 1000)
            except Exception:  # counted below
                continue
        taken = [page.evaluate("window.whole ? (window.whole - window.began) / 1000 : 0") for page in pages]
        wrong = sum(page.get_by_role("alert").count() > 0 for page in pages)
    return [one for one in taken if one], sum(not one for one in taken) + wrong


_WATCH = """asked => {
  window.whole = 0;
  new MutationObserver(() => {
    const shown = document.querySelector('.cd-question h2');
    if (!window.whole && shown && document.querySelector('.st-key-actions .cd-button')
        && document.querySelector('[data-testid=stApp]').dataset.testScriptState === 'notRunning') {
      window.whole = performance.now();
    }
  }).observe(document.body, {childList: true, subtree: true, attributes: true});
}"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--index", type=Path, default=place.beside(shipped.HERE))
    parser.add_argument("--turns", type=int, default=50)
    parser.add_argument("--sessions", type=int, default=50)
    chosen = parser.parse_args()
    asked = questions(chosen.index, max(chosen.turns, chosen.sessions))
    # Of each question apart from the page, so that turns of hard and of easy questions can be compared.
    desk = Desk.open(chosen.index)
    with page_server.served(chosen.index) as served:
        print(f"page ready after the command: {ready(served):.2f} s", flush=True)
        taken = np.array(turns(served, asked[: chosen.turns]))
        print(f"Enter to the whole answer, {len(taken)} turns: {_told(taken)}", flush=True)
        first, last = np.median(taken[1:11]), np.median(taken[-10:])
        print(
            f"median of turns 2 to 11 {first:.2f} s, of the last ten {last:.2f} s: {last / first:.2f} times", flush=True
        )
        print(f"memory after one conversation: {served.memory:,.0f} MB", flush=True)
        if chosen.sessions:
            many, failed = sessions(served, asked[: chosen.sessions])
            print(f"{chosen.sessions} sessions at once: {_told(np.array(many))}, {failed} failed", flush=True)
            print(f"memory after them: {served.memory:,.0f} MB", flush=True)
    alone = []
    for one in asked[: chosen.turns]:
        start = time.perf_counter()
        desk.ask(one)
        alone.append(time.perf_counter() - start)
    print(f"the same questions without a page: {_told(np.array(alone))}")


def _told(seconds: np.ndarray) -> str:
    return f"p50 {np.quantile(seconds, 0.5):.2f} s, p95 {np.quantile(seconds, 0.95):.2f} s"


if __name__ == "__main__":
    main()
