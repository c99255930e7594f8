"""The page "Teach" driven without a browser."""

from __future__ import annotations

import functools
import shutil
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qsl

import driven
import pytest
import streamlit as st
from driven import press, shown
from streamlit.testing.v1 import AppTest

from assistant.pages import teach
from assistant.teaching.position import Position
from assistant.widgets import following, lessons

Open = Callable[..., AppTest]
LESSON = "volume-check"


@pytest.fixture
def page(shipped_index: Path, tmp_path: Path) -> Open:
    """The page over an index of its own, beside which lessons are saved."""
    st.cache_resource.clear()
    index = tmp_path / ".citedesk"
    shutil.copytree(shipped_index, index)

    return functools.partial(driven.opened, "teach", index)


def address(page: AppTest) -> dict[str, str]:
    return {name: value[0] if isinstance(value, list) else str(value) for name, value in page.query_params.items()}


def draft(page: AppTest, question: str) -> AppTest:
    page.text_input(key=teach.QUESTION).set_value(question)
    return press(page, "Draft the lesson")


def test_the_lessons_are_listed_and_opened(page: Open) -> None:
    listed = page()
    assert shown(listed).count("<h2>") == 3 + 1
    assert "CPT is a registered trademark" in shown(listed)
    opened = listed.button(key=f"lesson-open-{LESSON}").click().run()
    assert address(opened)["lesson"] == LESSON
    assert "Pump refill: is a volume check reprogramming?" in shown(opened)
    assert "Agenda" in shown(opened)


def test_the_presenter_steps_reveals_and_counts(page: Open) -> None:
    opened = press(page(lesson=LESSON), "Next")
    assert address(opened) | {"room": ""} == {"lesson": LESSON, "room": "", "step": "1", "shown": "1"}
    assert "Notes, not on the projector" in shown(opened)
    vote = press(opened, "Reveal")
    counted = press(press(vote, "+1 C"), "+1 C")
    assert address(counted)["votes"] == "0-0-2-0"
    assert '<b class="cd-hands">2 hands</b>' in shown(counted)
    thread = press(counted, "3 Thread")
    assert address(thread)["step"] == "3"
    assert "votes" not in address(thread)
    assert address(press(thread, "Back"))["step"] == "2"


def test_the_wall_has_no_notes_no_papers_and_no_next(page: Open) -> None:
    wall = page(lesson=LESSON, step="3", shown="2", view="projector")
    assert "Posting 2 of 5: asker" in shown(wall)
    assert "cd-notes" not in shown(wall).partition("</style>")[2].replace(".cd-notes", "")
    assert "Notes, not" not in shown(wall)
    assert "Next: " not in shown(wall)
    assert {button.label for button in wall.button} == {
        "Back",
        "Reveal",
        "Next",
        "One screen on",
        "One screen back",
        "One screen up",
    }


def test_a_wall_stands_where_its_room_is(page: Open) -> None:
    presenter = press(press(page(lesson=LESSON), "Next"), "Next")
    room = address(presenter)["room"]
    assert following.rooms().place(room) == Position(2)
    wall = page(lesson=LESSON, view="projector", room=room)
    assert address(wall)["step"] == "2"
    assert address(page(lesson=LESSON, view="projector", room="another")).get("step") is None


def test_rooms_are_forgotten_oldest_first() -> None:
    rooms = following.Rooms()
    for number in range(following._MOST + 1):
        rooms.move(str(number), Position(1))
    assert rooms.place("0") is None
    assert rooms.place("1") == Position(1)


@pytest.mark.parametrize("name", ["none", "../../etc/passwd", "<img src=x>"])
def test_a_lesson_that_is_not_there_is_one_line(page: Open, name: str) -> None:
    html = shown(page(lesson=name))
    assert html.count('role="alert"') == 1
    assert "there is no lesson" in html
    assert "<img" not in html


def test_a_stale_place_shows_the_nearest(page: Open) -> None:
    assert "Quiz · 7 of 7" in shown(page(lesson=LESSON, step="99", shown="x", votes="<b>"))


def test_a_lesson_is_started_edited_saved_and_opened(page: Open, tmp_path: Path) -> None:
    drafted = draft(page(), "is a volume check reprogramming?")
    text = drafted.text_area(key="teach-draft").value
    assert text is not None
    assert "kind: guidance-now" in text
    edited = (
        drafted.text_area(key="teach-draft").set_value(text.replace("title: Is a volume", "title: Our <b>volume")).run()
    )
    opened = press(edited, "Save and open")
    assert address(opened)["lesson"] == "is-a-volume-check-reprogramming"
    assert "Our &lt;b&gt;volume check reprogramming?" in shown(opened)
    assert (tmp_path / "citedesk-lessons" / "is-a-volume-check-reprogramming.yaml").exists()


def test_a_lesson_is_started_from_the_address(page: Open) -> None:
    path, _, asked = lessons.starting("is a volume check reprogramming?").partition("?")
    assert path == "teach"
    started = page(**{name: value for name, value in parse_qsl(asked)})
    assert "kind: guidance-now" in str(started.text_area(key="teach-draft").value)
    assert started.text_input(key=teach.QUESTION).value == "is a volume check reprogramming?"
    assert address(started) == {}


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("how is a zebra parked on the moon in 1850?", "so there is nothing to teach"),
        ("", 'role="alert"'),
        ("thanks!", 'role="alert"'),
    ],
)
def test_what_cannot_be_taught_is_one_line_and_stays_typed(page: Open, question: str, said: str) -> None:
    drafted = draft(page(), question)
    assert said in shown(drafted)
    assert shown(drafted).count('role="alert"') == 1
    assert drafted.text_input(key=teach.QUESTION).value == question
    assert not drafted.text_area


def test_a_draft_that_is_broken_in_editing_says_where_and_is_not_lost(page: Open) -> None:
    drafted = draft(page(), "is a volume check reprogramming?")
    drafted.text_area(key="teach-draft").set_value("title: [")
    broken = press(drafted, "Save and open")
    assert "not YAML" in shown(broken)
    assert broken.text_area(key="teach-draft").value == "title: ["


def test_a_broken_file_is_named_in_the_list_and_a_broken_step_in_the_lesson(page: Open, tmp_path: Path) -> None:
    folder = tmp_path / "citedesk-lessons"
    folder.mkdir()
    (folder / "broken.yaml").write_text("title: [\n")
    (folder / "half.yaml").write_text("title: Half\nsteps:\n- {kind: case, text: a}\n- {kind: dance}\n")
    assert "broken.yaml:2: not YAML" in shown(page())
    half = shown(page(lesson="half"))
    assert "1 of 2 steps play. What no longer stands:" in half
    assert "half.yaml:4: a step" in half
    assert "half.yaml" not in shown(page(lesson="half", view="projector"))


def test_text_of_a_lesson_is_never_markup(page: Open, tmp_path: Path) -> None:
    nasty = "<img src=x onerror=alert(1)> **b** $x$"
    folder = tmp_path / "citedesk-lessons"
    folder.mkdir()
    (folder / "nasty.yaml").write_text(
        f"title: '{nasty}'\ngoal: '{nasty}'\nlevel: '{nasty}'\nnotes: '{nasty}'\n"
        f"agenda:\n- {{minutes: 5, on: '{nasty}'}}\n"
        f"steps:\n- {{kind: vote, title: '{nasty}', ask: '{nasty}', options: ['{nasty}', b], notes: '{nasty}'}}\n"
    )
    html = shown(page()) + shown(page(lesson="nasty")) + shown(page(lesson="nasty", step="1"))
    assert "<img" not in html
    assert html.count("&lt;img src=x onerror=alert(1)&gt;") >= 3 + 5 + 4


def test_the_page_stands_last_in_the_navigation() -> None:
    assert (teach.TITLE, teach.ORDER) == ("Teach", 4)
