"""The facts of the case: given beside the question, shown as they stand, and cleared."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from assistant.reading.given import NOT_GIVEN, Given
from assistant.showing import html
from indexer import lexicon
from indexer.lexicon import Facet

# The field of ``Given`` that each widget fills.
_KEYS = {"dos": "fact-dos", "payer": "fact-payer", "setting": "fact-setting", "by": "fact-by"}
_UNKNOWN = "not said"


def draw(standing: Sequence[str], clear: Callable[[], None]) -> None:
    """``standing`` facts are shown with a way to ``clear`` them and what is given."""
    with st.popover("Facts of the case", icon=":material/tune:", type="tertiary"):
        _inputs()
    if standing or given() != NOT_GIVEN:
        if standing:
            st.html(html.facts(standing), width="content")
        st.button("Clear facts", on_click=_clear, args=(clear,), type="tertiary", icon=":material/close:")


def _inputs() -> None:
    st.text_input("Date of service", key=_KEYS["dos"], placeholder="a day, a month or a year", max_chars=60)
    st.text_input("Payer", key=_KEYS["payer"], placeholder="such as Medicare or Aetna", max_chars=60)
    for label, name, facet in (("Setting", "setting", Facet.SETTING), ("Performed by", "by", Facet.PERFORMER)):
        st.selectbox(label, lexicon.names(facet), index=None, key=_KEYS[name], placeholder=_UNKNOWN)


def given() -> Given:
    """What is typed or chosen there."""
    typed = {name: (st.session_state.get(key) or "").strip() for name, key in _KEYS.items()}
    return Given(**{name: value for name, value in typed.items() if value})


def _clear(clear: Callable[[], None]) -> None:
    for name, key in _KEYS.items():
        st.session_state[key] = None if name in {"setting", "by"} else ""
    clear()
