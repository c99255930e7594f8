"""A lesson before a class, in a real browser: the keyboard alone, two windows, the wall's letters, a trainer's job."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from browsed import CHROMIUM, chat

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium is installed: apt-get install chromium"),
]
WALL = {"width": 1920, "height": 1080}
LESSON = "?lesson=volume-check"
# The size of every letter that is seen, and where the screen's text ends.
LETTERS = """() => [...document.querySelectorAll('.stMain *')]
  .filter(one => one.checkVisibility() && one.getBoundingClientRect().width > 2
    && [...one.childNodes].some(node => node.nodeType === 3 && node.textContent.trim()))
  .map(one => parseFloat(getComputedStyle(one).fontSize))"""
QUIET = "() => document.querySelector('.stApp')?.dataset.testScriptState === 'notRunning'"
BELOW = (
    "() => Math.max(...[...document.querySelectorAll('.cd-wall > *')].map(one => one.getBoundingClientRect().bottom))"
)


@dataclass
class Room:
    """One server and one browser for all of these tests."""

    address: str
    context: BrowserContext
    lessons: Path
    errors: list[str] = field(default_factory=list)

    def open(self, address: str = "") -> Page:
        page = self.context.new_page()
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.goto(f"{self.address}/teach{address}")
        page.locator(".cd-wall, .cd-dossier").first.wait_for()
        return page


@pytest.fixture(scope="module")
def room(shipped_index: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    from playwright.sync_api import sync_playwright

    folder = tmp_path_factory.mktemp("teach")
    shutil.copytree(shipped_index, folder / ".citedesk")
    with chat(folder / ".citedesk", folder) as running, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
        )
        context = browser.new_context(viewport=WALL)  # type: ignore[arg-type]
        found = Room(running.address, context, folder / "citedesk-lessons")
        yield found
        browser.close()
    assert found.errors == []


def shows(page: Page, words: str) -> None:
    """Waits until ``words`` are on the screen and its keys are there."""
    page.locator(".cd-wall", has_text=words).wait_for()
    page.wait_for_function(QUIET)


def press(page: Page, key: str) -> None:
    """As somebody would who looks at the screen first."""
    page.wait_for_function(QUIET)
    page.keyboard.press(key)


def test_a_class_votes_and_sees_the_answer_by_keyboard_alone(room: Room) -> None:
    page = room.open(f"{LESSON}&view=projector")
    shows(page, "40 minutes, 7 steps")
    for key, words in (
        ("Space", "The claim · 1 of 7"),
        ("Space", "Show of hands · 2 of 7"),
        ("3", "95990 or 95991 alone 1 hand"),
        ("3", "95990 or 95991 alone 2 hands"),
        ("1", "62367 1 hand"),
        ("ArrowRight", "Posting 1 of 5"),
        ("Space", "Posting 2 of 5"),
        ("PageDown", "Posting 3 of 5"),
        ("PageUp", "Posting 2 of 5"),
        ("ArrowUp", "Posting 1 of 5"),
        ("ArrowLeft", "Show of hands · 2 of 7"),
        ("ArrowRight", "Posting 1 of 5"),
        ("ArrowRight", "What the thread rests on"),
        ("ArrowRight", "What replaced it"),
        ("ArrowRight", "describe reprogramming only as a change of drug rate or dose"),
        ("Space", "It turns on the case"),
        ("ArrowRight", "Question 1"),
        ("Space", "the text says so"),
    ):
        press(page, key)
        shows(page, words)
    page.wait_for_url("**step=7&shown=2**")
    page.reload()
    shows(page, "the text says so")
    # Space on a button that has the focus moves on by one, not by two.
    page.goto(f"{room.address}/teach{LESSON}&view=projector&step=3")
    page.get_by_role("button", name="Reveal").focus()
    page.keyboard.press("Space")
    shows(page, "Posting 2 of 5")
    page.close()


def test_what_is_on_the_wall_is_large_and_fits(room: Room) -> None:
    page = room.open(f"{LESSON}&view=projector")
    for name in ("volume-check", "split-shared-visits", "si-joint-without-imaging"):
        page.goto(f"{room.address}/teach?lesson={name}&view=projector&step=1")
        shows(page, "1 of ")
        before = ""
        while (now := page.locator(".cd-wall").inner_text()) != before:
            assert min(page.evaluate(LETTERS)) >= 32, now
            assert page.evaluate(BELOW) <= WALL["height"], now
            assert page.evaluate("document.documentElement.scrollWidth") <= WALL["width"]
            before = now
            if page.get_by_role("button", name="Reveal").is_disabled():
                break
            press(page, "Space")
            page.wait_for_function(
                "before => (document.querySelector('.cd-wall')?.innerText ?? before) !== before", arg=before
            )
            # The keys are drawn after the screen.
            page.wait_for_function(QUIET)
    page.close()


def test_the_wall_follows_its_presenter_and_shows_no_notes(room: Room) -> None:
    presenter = room.open(f"{LESSON}&step=2")
    with room.context.expect_page() as opened:
        presenter.get_by_role("link", name="Projector view").click()
    wall = opened.value
    shows(wall, "Show of hands")
    presenter.bring_to_front()
    press(presenter, "2")
    shows(wall, "62368 1 hand")
    press(presenter, "ArrowRight")
    shows(wall, "Posting 1 of 5")
    assert presenter.get_by_text("Notes, not on the projector").count() == 1
    assert wall.get_by_text("Notes, not on the projector").count() == 0
    # Another class in the same lesson stays where it is.
    other = room.open(f"{LESSON}&view=projector&step=1")
    wall.bring_to_front()
    press(wall, "Space")
    shows(presenter, "Posting 2 of 5")
    shows(other, "The claim")
    for page in (presenter, wall, other):
        page.close()


def test_a_trainer_comes_from_nothing_to_a_projected_lesson_with_handout(room: Room) -> None:
    """At most ten actions: a click, a text typed, a key."""
    actions = 0
    page = room.context.new_page()
    page.goto(room.address)
    page.get_by_role("link", name="Teach").click()
    actions += 1
    page.get_by_label("Question").fill("is a volume check reprogramming?")
    actions += 1
    page.get_by_label("Question").press("Enter")
    actions += 1
    page.get_by_role("button", name="Save and open").click()
    actions += 1
    shows(page, "Is a volume check reprogramming?")
    page.get_by_role("button", name="Papers").click()
    actions += 1
    with page.expect_download() as download:
        page.get_by_role("button", name="Handout, Word").click()
    actions += 1
    assert download.value.suggested_filename == "is-a-volume-check-reprogramming-handout.docx"
    assert download.value.path().read_bytes().startswith(b"PK")
    with room.context.expect_page() as opened:
        page.get_by_role("link", name="Projector view").click()
    actions += 1
    wall = opened.value
    shows(wall, "Is a volume check reprogramming?")
    for words in (" · 1 of ", " · 2 of ", " · 3 of "):
        press(wall, "ArrowRight")
        shows(wall, words)
        actions += 1
    assert actions <= 10
    assert [path.name for path in room.lessons.iterdir()] == ["is-a-volume-check-reprogramming.yaml"]
    page.close()
    wall.close()


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (390, 844), (683, 384)])
def test_a_presenter_sees_screen_and_keys_on_a_small_window(room: Room, width: int, height: int) -> None:
    """683x384 is 1366x768 at 200%."""
    page = room.open(f"{LESSON}&step=2")
    page.set_viewport_size({"width": width, "height": height})
    shows(page, "Show of hands")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.get_by_role("button", name="Reveal").scroll_into_view_if_needed()
    assert page.get_by_role("button", name="Reveal").is_visible()
    page.close()
