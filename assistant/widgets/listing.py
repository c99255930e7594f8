"""The documents of a base in a list that can be narrowed and turned over; each opens by its title."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from typing import TypeVar

import streamlit as st

from assistant.library import choosing
from assistant.library.choosing import Order, Wanted
from assistant.library.counting import Figures
from assistant.library.holdings import Holding, Lack
from assistant.showing import library, library_page, phrases
from assistant.showing.labels import label

# Rows of a page.
_PAGE = 20
_WORDS, _ORDER, _AT = "library-words", "library-order", "library-at"
_SOURCES, _TIERS, _WHOSE = "library-sources", "library-tiers", "library-whose"
_YEARS, _CODES, _LACKS = "library-years", "library-codes", "library-lacks"
_TABLES = (_SOURCES, _TIERS, _WHOSE, _YEARS, _CODES, _LACKS)
T = TypeVar("T")


def keep() -> None:
    """What was typed and chosen stays while a document is open in place of the list."""
    for key in (_WORDS, _ORDER, *_TABLES):
        if key in st.session_state:
            st.session_state[key] = st.session_state[key]


def narrow(lack: Lack) -> None:
    """To the documents of that state alone, whatever was typed and chosen before."""
    st.session_state[_WORDS] = ""
    for key in _TABLES:
        st.session_state[key] = [lack] if key == _LACKS else []


def draw(held: Sequence[Holding], has: Figures, today: datetime.date, go: Callable[[str], None]) -> None:
    """``go`` is called with the id of the document whose title was chosen; ``has`` are the figures of ``held``."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        words = st.text_input("Find a document", key=_WORDS, placeholder="words of title, source or payer")
        chosen = sum(bool(st.session_state.get(key)) for key in _TABLES)
        name = f"Narrow ({chosen})" if chosen else "Narrow"
        narrowing = st.popover(name, icon=":material/filter_list:", key="library-narrow", on_change="rerun")
        order = st.selectbox("Order", list(Order), key=_ORDER, format_func=phrases.opening, width=170) or Order.NEWEST
    if narrowing.open:
        with narrowing:
            _choices(has)
    found = choosing.chosen(held, _wanted(words or ""), today, order)
    st.html(library_page.found(len(found), len(held)))
    pages = max(1, -(-len(found) // _PAGE))
    at = min(st.session_state.get(_AT, 1), pages)
    with st.container(key="library-rows", gap=None):
        for one in found[(at - 1) * _PAGE : at * _PAGE]:
            title = label(one.title) or label(one.id)
            st.button(title, key=f"library-open-{one.id}", on_click=go, args=(one.id,), type="tertiary", wrap=True)
            st.html(library_page.row(one, today))
    if pages > 1:
        st.pagination(pages, key=_AT)


def _choices(has: Figures) -> None:
    """What the base has; a value that it has no longer is not chosen any more."""
    _choice(_SOURCES, "Source", list(has.sources), library.source_name)
    _choice(_TIERS, "Who speaks", list(has.tiers), lambda one: one.words)
    _choice(_WHOSE, "In whose words", list(has.provenances), phrases.provenance)
    _choice(_YEARS, "Year", [one for one in has.years if one], str)
    _choice(_CODES, "Code", list(has.codes), library.code_name)
    _choice(_LACKS, "To look after", list(Lack), phrases.opening)


def _choice(key: str, name: str, options: Sequence[T], words: Callable[[T], str]) -> None:
    st.session_state[key] = [one for one in st.session_state.get(key, ()) if one in options]
    st.multiselect(name, options, key=key, format_func=words)


def _wanted(words: str) -> Wanted:
    chosen = {key: frozenset(st.session_state.get(key) or ()) for key in _TABLES}
    return Wanted(
        words, chosen[_SOURCES], chosen[_TIERS], chosen[_WHOSE], chosen[_YEARS], chosen[_CODES], chosen[_LACKS]
    )
