"""Library: what the base holds and lacks, a document read whole, files dropped in, rulings, public files, kept answers.

The address says which document is open: ``?d=threads/pump``.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from assistant.library import holdings, overview
from assistant.library.holdings import Lack
from assistant.showing import html, library_page, phrases, public_page
from assistant.showing.labels import label
from assistant.widgets import adding, desk, footer, indexing, listing, ruling, watch
from indexer import reference, settings
from indexer.errors import QuestionError
from indexer.settings import IndexSettings

TITLE, ORDER = "Library", 3
_OPEN, _SECTION = "d", "part"
# Rows of a table at first.
_TOP = 12


@dataclass(frozen=True, slots=True)
class Section:
    """A tab of the page, drawn over the index's folder when it is open."""

    title: str
    draw: Callable[[Path], None]


def page(index: Path) -> None:
    st.html(library_page.TITLE)
    opened = desk.opened(index).index
    listing.keep()
    _job(index)
    if asked := st.query_params.get(_OPEN):
        _document(index, asked)
    else:
        tabs = st.tabs([one.title for one in SECTIONS], key=_SECTION, bind="query-params")
        for section, tab in zip(SECTIONS, tabs, strict=True):
            if tab.open:
                with tab:
                    section.draw(index)
    footer.draw(opened.manifest)


def _job(index: Path) -> None:
    """What was added, with the way to read it."""
    job = indexing.draw(index)
    if job is None:
        return
    with st.container(horizontal=True, key="library-added", gap="small"):
        for one in desk.documents(index) if job.documents else ():
            # Of two folders that hold files of one name the second has a label before its ids.
            if one.id.rpartition("//")[2] in job.documents:
                words = label(f"Read “{one.title}”")
                st.button(words, key=f"added-{one.id}", on_click=_go, args=(one.id,), wrap=True)
        st.button("Close", on_click=indexing.clear, type="tertiary", icon=":material/close:")


def _document(index: Path, id: str) -> None:
    st.button("Back to the list", on_click=_go, args=(None,), type="tertiary", icon=":material/arrow_back:")
    try:
        found = holdings.whole(desk.opened(index).index.store, id)
    except QuestionError as error:
        st.html(html.problem(str(error)))
        return
    if later := found.successor:
        words = label(f"Read what replaced it: “{later.title}”")
        st.button(words, on_click=_go, args=(later.id,), icon=":material/arrow_forward:", wrap=True)
    st.html(library_page.whole(found, datetime.date.today()))


def _listed(index: Path) -> None:
    listing.draw(desk.documents(index), desk.figures(index), datetime.date.today(), _go)


def _state(index: Path) -> None:
    tables, today = settings.read("index", IndexSettings).plugins, datetime.date.today()
    found = overview.of(index, desk.documents(index), desk.opened(index).index.manifest, tables, today)
    if found.caution:
        st.html(html.problem(found.caution))
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.html(library_page.LOOK_AFTER, width="content")
        for lack, amount in found.figures.lacks.items():
            if amount.documents:
                words = f"{phrases.opening(lack)} ({amount.documents:,})"
                st.button(words, key=f"lack-{lack.name}", on_click=_look_after, args=(lack,))
    st.html(library_page.overview(found))
    st.html(library_page.tables(found.figures, _TOP))


def _look_after(lack: Lack) -> None:
    listing.narrow(lack)
    st.session_state[_SECTION] = SECTIONS[0].title


def _rulings(index: Path) -> None:
    ruling.draw(index, desk.documents(index), datetime.date.today())


def _public(index: Path) -> None:
    st.html(public_page.files(reference.Store(reference.beside(index)).files()))


def _kept(index: Path) -> None:
    watch.draw(desk.opened(index))


def _go(id: str | None) -> None:
    if id is None:
        st.query_params.pop(_OPEN, None)
    else:
        st.query_params[_OPEN] = id


# Another part of the page is a line here.
SECTIONS = (
    Section("Documents", _listed),
    Section("State", _state),
    Section("Add files", adding.draw),
    Section("Rulings", _rulings),
    Section("Public files", _public),
    Section("Kept answers", _kept),
)
