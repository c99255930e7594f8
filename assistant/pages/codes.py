"""Codes: what the base has on one, on two side by side, and which it names. The address says which is open:
``?c=62370``, ``?c=62367&with=62368``, ``?c=pumps``.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from assistant.dossiers import gathering, typed
from assistant.dossiers.browsing import Catalogue, Shelf
from assistant.dossiers.dossier import Dossier
from assistant.showing import code_page, html
from assistant.widgets import desk, footer, timeline
from indexer.codes import Code
from indexer.errors import CitedeskError, QuestionError
from indexer.index import Index

TITLE, ORDER = "Codes", 2
_FIND, _BESIDE, _PROBLEM = "codes-find", "codes-beside", "codes-problem"
_CODE, _WITH = "c", "with"
# How many codes stand in a row of buttons.
_CHIPS = 12


def page(index: Path) -> None:
    st.html(code_page.TITLE)
    opened = desk.opened(index).index
    st.text_input(
        "Find a code",
        key=_FIND,
        on_change=_find,
        placeholder="62370, modifier 25, E11.9, a range such as 62360-62370, or words such as pumps",
    )
    problem = st.session_state.pop(_PROBLEM, None)
    if problem:
        st.html(html.problem(problem))
    try:
        _open(index, opened)
    except QuestionError as error:
        st.html(html.problem(str(error)))
    footer.draw(opened.manifest)


def _open(folder: Path, index: Index) -> None:
    """What the address names. Raises QuestionError for what is no code there."""
    asked = st.query_params.get(_CODE)
    if not asked:
        _browse(desk.catalogue(folder))
        return
    named = typed.read(asked)
    st.button("Browse all codes", on_click=_go, args=(None,), type="tertiary", icon=":material/arrow_back:")
    if not named.one:
        _shelves(desk.catalogue(folder).found(named))
    elif beside := st.query_params.get(_WITH):
        _compared(named.one, typed.one(beside), index)
    else:
        _code(gathering.of(named.one, index), folder)


def _code(found: Dossier, folder: Path) -> None:
    st.html(code_page.opening(found))
    near = desk.catalogue(folder).near(found.code)
    if not found.known:
        st.html(code_page.unknown(found, near))
        _html(code_page.stated(found))
        _chips("Near it by number", near, found.code)
        return
    _chips("In a case beside it, together or instead", found.beside, found.code)
    _chips("Not with it", found.never, found.code)
    _chips("Near it by number", near, found.code)
    st.text_input("Compare with", key=_BESIDE, on_change=_compare, placeholder="another code")
    _html(code_page.recorded(found))
    timeline.draw(found.documents, found.code.value)
    _html(code_page.documents(found))


def _compared(one: Code, other: Code, index: Index) -> None:
    found = gathering.compared(one, other, index)
    for column, dossier in zip(st.columns(2), (found.one, found.other), strict=True):
        with column:
            st.html(code_page.opening(dossier))
            value = dossier.code.value
            st.button(f"Open {value}", on_click=_go, args=(value,), key=f"open-{value}")
    _html(code_page.differing(found))
    for column, dossier in zip(st.columns(2), (found.one, found.other), strict=True):
        with column:
            _html(code_page.alone(found, dossier))


def _browse(catalogue: Catalogue) -> None:
    sections = catalogue.sections
    if not sections:
        st.html(html.problem("no document of this base names a code; ask in words on the page Ask"))
        return
    chosen = st.selectbox("Browse a part of the code sets", list(sections), key="codes-section")
    _shelves(sections[chosen])


def _shelves(shelves: Sequence[Shelf]) -> None:
    for place, shelf in enumerate(shelves):
        st.html(code_page.shelf(shelf))
        with st.container(horizontal=True, gap="small", key=f"shelf-{place}"):
            for code in shelf.codes:
                st.button(code.value, on_click=_go, args=(code.value,), key=f"code-{code.system}-{code.value}")


def _chips(label: str, codes: Sequence[Code], beside: Code) -> None:
    """A row of codes, each leading to the two side by side."""
    if codes:
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.caption(label, width="content")
            for code in codes[:_CHIPS]:
                key = f"{label}-{code.system}-{code.value}"
                st.button(code.value, on_click=_go, args=(beside.value, code.value), key=key)


def _html(body: str) -> None:
    if body:
        st.html(body)


def _find() -> None:
    """What was typed stays in its box; the address holds it masked."""
    try:
        found = typed.read(st.session_state[_FIND])
        _go(found.one.value if found.one else found.words)
    except CitedeskError as error:
        st.session_state[_PROBLEM] = str(error)


def _compare() -> None:
    try:
        _go(st.query_params[_CODE], typed.one(st.session_state[_BESIDE]).value)
    except CitedeskError as error:
        st.session_state[_PROBLEM] = str(error)


def _go(code: str | None, beside: str | None = None) -> None:
    st.query_params.from_dict({key: value for key, value in ((_CODE, code), (_WITH, beside)) if value})
