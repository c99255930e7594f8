"""House rulings: those of the base, a new one to be signed, and one that no longer holds."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from assistant.keeping import rulings
from assistant.keeping.rulings import Ruling
from assistant.library.holdings import Holding
from assistant.showing import html, ruling_page
from assistant.showing.labels import label
from assistant.widgets import adding, indexing, permission
from assistant.widgets.permission import Duty
from indexer import origin
from indexer.errors import RecordError

_TITLE, _TEXT, _SIGNED, _DATE = "ruling-title", "ruling-text", "ruling-signed", "ruling-date"
_PROBLEM = "ruling-problem"


def draw(folder: Path, held: Sequence[Holding], today: datetime.date) -> None:
    """Those below the folders of the index in ``folder``; ``held`` are the documents that it has."""
    refused = permission.refused(Duty.RULE)
    found = rulings.listed(origin.read(folder).found(folder))
    st.html(ruling_page.opening(len(found)))
    for one in found:
        st.html(ruling_page.ruling(one.said, ruling_page.standing(one.said, held, today)))
        if one.in_force(today) and not refused:
            title = label(f"Retire “{one.said.title}”")
            st.button(title, key=f"retire-{one.path}", on_click=_retire, args=(folder, one, today), wrap=True)
    if refused:
        st.html(html.problem(refused))
        return
    _form(folder, today)


def _form(folder: Path, today: datetime.date) -> None:
    st.html(ruling_page.NEW)
    place = adding.chosen(folder, "Into which folder the ruling is written")
    if place is None:
        return
    if problem := st.session_state.pop(_PROBLEM, None):
        st.html(html.problem(problem))
    # Nothing typed is lost to a mistake: a form would be cleared or kept as a whole.
    with st.container(border=True):
        st.text_input("What it decides, as a title", key=_TITLE, max_chars=200)
        st.text_area("The ruling", key=_TEXT, height=140, max_chars=20_000)
        st.text_input("Signed by", key=_SIGNED, max_chars=100)
        st.date_input("Date", key=_DATE, value=today)
        st.button("Sign and add it", on_click=_write, args=(folder, place.folder), type="primary")


def _write(folder: Path, into: Path) -> None:
    state = st.session_state
    try:
        path = rulings.write(state[_TITLE], state[_TEXT], state[_SIGNED], state[_DATE], into)
    except RecordError as error:
        state[_PROBLEM] = str(error)
        return
    for key in (_TITLE, _TEXT, _SIGNED):
        state[key] = ""
    indexing.start(folder, (f"Written: {path}",), (path.relative_to(into).with_suffix("").as_posix(),))


def _retire(folder: Path, one: Ruling, today: datetime.date) -> None:
    """From today it is no longer in force."""
    last = today - datetime.timedelta(days=1)
    try:
        rulings.retire(one, last)
    except RecordError as error:
        st.session_state[_PROBLEM] = str(error)
        return
    indexing.start(folder, (f"Retired: {one.path}, in force until {last}",))
