"""A lesson on the page: the screen with its keys, the hands that are counted, and the papers."""

from __future__ import annotations

import functools
import mimetypes
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlencode

import streamlit as st

from assistant.finding import calibration
from assistant.showing import paper
from assistant.showing.paper import Paper
from assistant.teaching import papers, places, playing, position, wall
from assistant.teaching.playing import Played
from assistant.teaching.position import Position
from assistant.teaching.screens import Screen
from assistant.widgets import desk, following
from indexer.errors import CitedeskError

LESSON, VIEW, PROJECTOR, ROOM = "lesson", "view", "projector", "room"
# What is to be taught, masked: a lesson is started from it.
ASK = "ask"
_FOLLOWS = 0.7
_PAPERS = (("Handout", papers.handout), ("Answer key", papers.key), ("Education packet", papers.packet))
_FORMS = (("Word", ".docx"), ("HTML, to print", ".html"), ("Markdown", ".md"))


Move = Callable[[Played, Position], Position]


def starting(question: str) -> str:
    """The address of the page with a lesson that is started from a masked question."""
    return f"teach?{urlencode({ASK: question})}"


def played(name: str, index: Path) -> Played:
    """The lesson over today's base; kept until the base or a file of the lessons changes. Raises RecordError."""
    return _played(name, index, calibration.state(index), _stamp(index))


@st.cache_resource(max_entries=16, show_spinner="Reading the lesson over the base")
def _played(name: str, index: Path, state: str, stamp: str) -> Played:
    return playing.play(places.lesson(name, index), desk.opened(index))


def _stamp(index: Path) -> str:
    """Changes with any file of the lessons and quizzes."""
    files = [path for folder in places.folders(index) for path in sorted(folder.glob("**/*.yaml"))]
    return " ".join(map(_changed, files))


def _changed(path: Path) -> str:
    try:
        return f"{path}:{path.stat().st_mtime_ns}"
    except OSError:
        return str(path)


def screen(of: Played, at: Position) -> Screen | None:
    """Draws what the class sees there."""
    found = position.screen(of, at)
    st.html(wall.shown(of, at, found))
    if found and found.votes:
        with st.container(horizontal=True, gap="small", key="lesson-hands"):
            for place, line in enumerate(found.lines[:9]):
                one_more = functools.partial(position.voted, line=place)
                st.button(f"+1 {line.partition('.')[0]}", shortcut=str(place + 1), on_click=_go, args=(of, one_more))
    return found


def keys(of: Played, at: Position) -> None:
    """Back, reveal and on, by the keyboard or by a presenter's remote, which sends Page Up and Page Down."""
    with st.container(horizontal=True, gap="small", key="lesson-keys"):
        for label, shortcut, move, primary in (
            ("Back", "Left", _step_back, False),
            ("Reveal", "Space", position.revealed, True),
            ("Next", "Right", _step_on, False),
        ):
            st.button(
                label,
                shortcut=shortcut,
                on_click=_go,
                args=(of, move),
                disabled=move(of, at) == at,
                type="primary" if primary else "secondary",
                key=f"lesson-{label}",
            )
    with st.container(key="clicker"):
        st.button("One screen on", shortcut="PageDown", on_click=_go, args=(of, position.revealed))
        st.button("One screen back", shortcut="PageUp", on_click=_go, args=(of, position.concealed))
        st.button("One screen up", shortcut="Up", on_click=_go, args=(of, position.concealed))


def steps(of: Played, at: Position) -> None:
    """A row with every step; the one that is shown stands out."""
    with st.container(horizontal=True, gap="small", key="lesson-steps"):
        for number, step in enumerate(of.steps, 1):
            st.button(
                f"{number} {step.step.kind.heading}",
                on_click=_go,
                args=(of, functools.partial(_jump, step=number)),
                type="primary" if number == at.step else "secondary",
                key=f"lesson-step-{number}",
            )


def downloads(of: Played) -> None:
    """Each paper in each form, made when it is asked for."""
    with st.popover("Papers", icon=":material/print:"):
        for title, made in _PAPERS:
            with st.container(horizontal=True, gap="small"):
                for label, suffix in _FORMS:
                    name = f"{of.lesson.name}-{title.lower().replace(' ', '-')}{suffix}"
                    st.download_button(
                        f"{title}, {label}",
                        data=functools.partial(_paper, of, made, suffix),
                        file_name=name,
                        mime=mimetypes.guess_type(name)[0] or "text/plain",
                        on_click="ignore",
                        key=f"paper-{name}",
                    )


def _paper(of: Played, made: Callable[[Played], Paper], suffix: str) -> bytes:
    return paper.form(Path(f"paper{suffix}"))(made(of))


def follow(of: Played) -> None:
    """Moves this window to where its room is."""
    room = st.query_params.get(ROOM)
    if room:
        _followed(of, room)


@st.fragment(run_every=_FOLLOWS)
def _followed(of: Played, room: str) -> None:
    at = following.rooms().place(room)
    if at is not None and at != position.read(st.query_params, of):
        _show(at)
        st.rerun()


def _step_on(of: Played, at: Position) -> Position:
    return position.stepped(of, at, 1)


def _step_back(of: Played, at: Position) -> Position:
    return position.stepped(of, at, -1)


def _jump(of: Played, at: Position, step: int) -> Position:
    return Position(step)


def _go(of: Played, move: Move) -> None:
    """Moves this window from where it is by now, and the room that it is in: keys that come fast all count."""
    to = move(of, position.read(st.query_params, of))
    _show(to)
    if room := st.query_params.get(ROOM):
        following.rooms().move(room, to)


def _show(at: Position) -> None:
    kept = {name: st.query_params[name] for name in (LESSON, VIEW, ROOM) if name in st.query_params}
    st.query_params.from_dict({**kept, **at.address})


def saved(text: str, name: str, index: Path) -> str | None:
    """Opens the lesson that was saved; else says why it was not."""
    try:
        path = places.write(text, name, index)
    except CitedeskError as error:
        return str(error)
    st.query_params.from_dict({LESSON: path.stem})
    return None
