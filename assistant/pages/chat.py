"""The chat: the conversation so far, a panel a citation, and the question box."""

from __future__ import annotations

import datetime
from pathlib import Path

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from assistant.ask import Desk
from assistant.finding import calibration
from assistant.quoting.citations import CitationError
from assistant.settings import AssistantSettings
from assistant.showing import appeal, markup
from assistant.widgets import style
from assistant.widgets.turn import Turn, draw
from indexer import index as index_
from indexer import settings
from indexer.errors import CitedeskError

EXAMPLES = (
    "is a volume check reprogramming?",
    "62367 vs 62368",
    "can I bill 99211 when the nurse only gives the injection?",
    "should I use 59 or an X modifier?",
)
BOX = "Ask about a code, a modifier or a rule"
_FAILED_CHECK = (
    "The answer failed its own check against the cited passages, so it is not shown; "
    "ask in other words, and report this as a defect of the program"
)


def page(folder: Path, notice: Path) -> None:
    """``folder`` is the index, ``notice`` the file whose text stands in the footer."""
    st.set_page_config(page_title="Citedesk", layout="centered")
    st.html(style.SHEET)
    turns: tuple[Turn, ...] = st.session_state.setdefault("turns", ())
    st.html(markup.TITLE if turns else markup.WELCOME)
    for turn in turns:
        draw(turn, folder)
    try:
        desk = _desk(folder, _state(folder))
    except CitedeskError as error:
        st.html(markup.problem(str(error)))
        st.html(markup.footer(_notice(notice), None, datetime.date.today().year))
        return
    with st.container(key="question_box"):
        problem = st.container()
        asked = _box(started=bool(turns))
    if not turns:
        asked = asked or _example()
    if asked is not None:
        with problem:
            _ask(desk, asked, turns)
    st.html(markup.footer(_notice(notice), desk.index.manifest, datetime.date.today().year))
    st.html(markup.arrive(len(turns)), unsafe_allow_javascript=True)


def _ask(desk: Desk, text: str, turns: tuple[Turn, ...]) -> None:
    """Keeps the answer and redraws the page, or shows why there is none. The text as typed is kept nowhere."""
    try:
        with st.spinner("Searching"):
            place = st.empty()
            earlier = [turn.answer.question for turn in turns]
            answer = desk.ask(text, earlier, draft=lambda so_far: _show(place, so_far))
    except CitedeskError as error:
        st.html(markup.problem(str(error)))
    except CitationError:
        st.html(markup.problem(_FAILED_CHECK))
    else:
        st.session_state["turns"] = (*turns, Turn(len(turns) + 1, answer, datetime.datetime.now().astimezone()))
        st.rerun()


def _show(place: DeltaGenerator, draft: str) -> None:
    place.html(markup.draft(draft))


def _box(started: bool) -> str | None:
    """What was sent. The box stays in sight while the page is read, and so does the way to begin anew."""
    if not started:
        return st.chat_input(BOX)
    box, clear = st.columns([4, 1.1], gap="small", vertical_alignment="center")
    clear.button("Clear conversation", on_click=_clear, width="stretch")
    return box.chat_input(BOX)


def _clear() -> None:
    st.session_state["turns"] = ()


def _example() -> str | None:
    """The example that was clicked."""
    st.caption("Or start with one of these")
    rows = [st.columns(2, gap="small") for _ in EXAMPLES[::2]]
    places = [place for row in rows for place in row]
    clicked = [text for text, place in zip(EXAMPLES, places, strict=True) if place.button(text, width="stretch")]
    return clicked[0] if clicked else None


@st.cache_resource(max_entries=1, show_spinner="Opening the index")
def _desk(folder: Path, state: str) -> Desk:
    """An index that was rebuilt or calibrated has another ``state`` and is opened anew."""
    return Desk.open(folder, settings.read("assistant", AssistantSettings))


def _state(folder: Path) -> str:
    return " ".join(map(_content, (folder / index_.CURRENT, folder / calibration.FILE)))


def _content(path: Path) -> str:
    try:
        return f"{path.read_text('utf-8', 'replace')} {path.stat().st_mtime_ns}"
    except OSError:
        return ""


def _notice(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except OSError:
        return appeal.NOTICE
