"""Pictures of every page, taken from the real one in Debian's chromium: docs/pictures/NAME.png.

python -m benchmarks.pictures [--index FOLDER] [--out FOLDER]
"""

from __future__ import annotations

import argparse
import contextlib
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks import page_server
from indexer import place, shipped

if TYPE_CHECKING:
    from playwright.sync_api import Page

FOUNDING = "is a volume check reprogramming?"
LETTER = (
    "Modifier 25 may be used for a significant, separately identifiable visit. "
    "Analysis 62368 is charged as well when a programmable pump is refilled. "
    "Modifier 59 is appended to every biopsy."
)
DENIED = "CO-97 62370 95991 Medicare 2015-03-14"
# In bytes; a picture that is larger has no place in a repository.
MOST = 200_000
LESSON = "volume-check"
WALL = (1920, 1080)
WIDE, PHONE = (1366, 768), (390, 844)


def empty(page: Page) -> None:
    page.get_by_role("heading", name="What can be asked").wait_for()


def answer(page: Page) -> None:
    page_server.ask(page, FOUNDING)


def thread(page: Page) -> None:
    answer(page)
    page.locator(".cd-row").nth(4).click()
    page.get_by_role("tab", name="Thread").click()
    page.locator(".cd-thread").wait_for()


def source(page: Page) -> None:
    answer(page)
    page.locator(".cd-row").first.click()
    page.get_by_role("dialog").get_by_role("tab").first.wait_for()


def check(page: Page) -> None:
    page.get_by_role("textbox", name="The text").fill(LETTER)
    page.get_by_role("button", name="Check", exact=True).click()
    page.locator(".cd-checked").wait_for()
    page.locator(".cd-checked").scroll_into_view_if_needed()


def denial(page: Page) -> None:
    line = page.get_by_role("textbox").first
    line.fill(DENIED)
    line.press("Enter")
    page.locator(".cd-denial").first.wait_for()


def nothing(page: Page) -> None:
    """What a page shows by itself."""


@contextlib.contextmanager
def _opened(address: str, size: tuple[int, int]) -> Iterator[Page]:
    with page_server.browser() as browser:
        page = browser.new_page(viewport={"width": size[0], "height": size[1]})
        page.goto(address)
        page_server.still(page)
        yield page


# By the picture's name: the address, the size of the window, and what is done before it is taken.
PICTURES: dict[str, tuple[str, tuple[int, int], Callable[[Page], None]]] = {
    "ask-empty": ("", WIDE, empty),
    "ask": ("", WIDE, answer),
    "ask-thread": ("", WIDE, thread),
    "ask-phone": ("", PHONE, answer),
    "ask-phone-source": ("", PHONE, source),
    "check": ("?mode=check", WIDE, check),
    "denial": ("?mode=denial", WIDE, denial),
    "codes": ("codes?c=62370", WIDE, nothing),
    "codes-compared": ("codes?c=62367&with=62368", WIDE, nothing),
    "library": ("library", WIDE, nothing),
    "teach": ("teach", WIDE, nothing),
    "teach-presenter": (f"teach?lesson={LESSON}&step=3", WIDE, nothing),
    "teach-projector": (f"teach?lesson={LESSON}&step=3&shown=2&view=projector", WALL, nothing),
}


def main() -> None:
    """Raises SystemExit for a picture that is too large."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--index", type=Path, default=place.beside(shipped.HERE))
    parser.add_argument("--out", type=Path, default=Path(__file__).parents[1] / "docs" / "pictures")
    chosen = parser.parse_args()
    chosen.out.mkdir(parents=True, exist_ok=True)
    with page_server.served(chosen.index) as served:
        for name, (where, size, prepare) in PICTURES.items():
            with _opened(f"{served.address}/{where}", size) as page:
                prepare(page)
                page_server.still(page)
                page.wait_for_timeout(800)
                file = chosen.out / f"{name}.png"
                page.screenshot(path=file)
            print(f"{file}: {file.stat().st_size:,} bytes", flush=True)
            if file.stat().st_size > MOST:
                raise SystemExit(f"{file}: more than {MOST:,} bytes; show less on it")


if __name__ == "__main__":
    if shutil.which("chromium") is None:
        raise SystemExit("no chromium is installed: apt-get install chromium")
    main()
