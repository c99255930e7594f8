"""Teach: the lessons of a base, one before a class, and the start of a new one.

The address holds the place: ``?lesson=NAME&step=3&shown=2``, with ``view=projector`` for the wall and ``room`` where a
projector follows its presenter; ``?ask=QUESTION`` starts a lesson from a masked question.
"""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlencode

import streamlit as st

from assistant.showing import html
from assistant.showing.labels import label
from assistant.teaching import places, position, starting, wall
from assistant.teaching.drafting import Drafter
from assistant.teaching.lesson import Lesson
from assistant.teaching.playing import Played
from assistant.teaching.position import Position
from assistant.widgets import desk, following, footer, lessons, permission, wall_style
from assistant.widgets.lessons import ASK, LESSON, PROJECTOR, ROOM, VIEW
from assistant.widgets.permission import Duty
from indexer.errors import CitedeskError

TITLE, ORDER = "Teach", 4
_HEAD = '<header class="cd-title cd-begun"><h1>Teach</h1></header>'
QUESTION = "teach-question"
_DRAFT, _NAME, _PROBLEM = "teach-draft", "teach-name", "teach-problem"


def page(index: Path) -> None:
    st.html(wall_style.SHEET)
    name = st.query_params.get(LESSON)
    if name is None:
        _list(index)
        return
    try:
        of = lessons.played(name, index)
    except CitedeskError as error:
        _back()
        st.html(html.problem(str(error)))
        return
    at = position.read(st.query_params, of)
    if st.query_params.get(VIEW) == PROJECTOR:
        _projector(of, at)
    else:
        _presenter(of, at)


def _projector(of: Played, at: Position) -> None:
    """The wall: nothing but the screen and its keys."""
    st.html(wall_style.PROJECTOR)
    lessons.screen(of, at)
    lessons.keys(of, at)
    lessons.follow(of)


def _presenter(of: Played, at: Position) -> None:
    if ROOM not in st.query_params:
        st.query_params[ROOM] = following.fresh()
    room = st.query_params[ROOM]
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        _back()
        wanted = {LESSON: of.lesson.name, VIEW: PROJECTOR, ROOM: room, **at.address}
        st.link_button("Projector view", f"?{urlencode(wanted)}", icon=":material/cast:")
        lessons.downloads(of)
    if problems := wall.problems(of):
        st.html(problems)
    lessons.steps(of, at)
    shown = lessons.screen(of, at)
    lessons.keys(of, at)
    nearer = position.revealed(of, at)
    if shown is None:
        st.html(wall.agenda(of.lesson) or "<span></span>")
    if nearer != at:
        st.html(wall.upcoming(position.screen(of, nearer)))
    notes = of.steps[at.step - 1].step.notes if at.step else of.lesson.notes
    if told := wall.notes(notes):
        st.html(told)
    lessons.follow(of)


def _list(index: Path) -> None:
    st.html(_HEAD)
    opened = desk.opened(index).index
    found = places.lessons(index)
    for one in found:
        if not isinstance(one, Lesson):
            st.html(html.problem(f"left out: {one}"))
            continue
        st.html(wall.entry(one))
        opening = f"Open \u201c{label(one.title)}\u201d"
        st.button(opening, on_click=_open, args=(one.name,), key=f"lesson-open-{one.name}")
    if not found:
        st.html(html.reply("There is no lesson yet: start one from a question below."))
    _new(index)
    footer.draw(opened.manifest)


def _new(index: Path) -> None:
    """Starts a lesson from a question: drafted, edited, then saved or downloaded."""
    st.html('<div class="cd-dossier"><h2>Start a lesson from a question</h2></div>')
    if asked := st.query_params.get(ASK):
        del st.query_params[ASK]
        st.session_state[QUESTION] = asked
        _draft(index)
    with st.form("teach-start", border=False):
        st.text_input("Question", key=QUESTION, placeholder="is a volume check reprogramming?")
        if st.form_submit_button("Draft the lesson"):
            _draft(index)
    if problem := st.session_state.pop(_PROBLEM, None):
        st.html(html.problem(problem))
    if _DRAFT not in st.session_state:
        return
    st.text_input("Name of its file", key=_NAME)
    st.text_area("The lesson, to be edited", key=_DRAFT, height=320)
    with st.container(horizontal=True, gap="small"):
        refused = permission.refused(Duty.TEACH)
        if not refused:
            st.button("Save and open", on_click=_save, args=(index,), type="primary")
        text, name = st.session_state[_DRAFT], places.slug(st.session_state[_NAME])
        st.download_button("Download", data=text, file_name=f"{name}.yaml", mime="application/yaml", on_click="ignore")
    st.caption(refused or f"It is saved in {places.own(index)}.")


def _draft(index: Path) -> None:
    opened = desk.opened(index)
    try:
        with st.spinner("Asking the base"):
            answer = opened.ask(st.session_state[QUESTION])
            drafter = Drafter.of(opened.index, desk.catalogue(index))
            st.session_state[_DRAFT] = starting.started(answer, opened, drafter)
            st.session_state[_NAME] = places.slug(answer.question)
    except CitedeskError as error:
        st.session_state.pop(_DRAFT, None)
        st.session_state[_PROBLEM] = str(error)


def _save(index: Path) -> None:
    problem = lessons.saved(st.session_state[_DRAFT], st.session_state[_NAME], index)
    if problem:
        st.session_state[_PROBLEM] = problem
    else:
        del st.session_state[_DRAFT]


def _open(name: str) -> None:
    st.query_params.from_dict({LESSON: name})


def _back() -> None:
    st.button("All lessons", on_click=st.query_params.clear, type="tertiary", icon=":material/arrow_back:")
