"""Ask: a question, a text to be checked. What can be done here is one module of ``assistant/widgets`` each, and the
address says which is open: ``?mode=check``.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Protocol, cast

import streamlit as st

from assistant.widgets import asking, check_text, from_denial

TITLE, ORDER = "Ask", 1


class Mode(Protocol):
    """What a module of a mode offers. ``TITLE`` stands on the switch."""

    TITLE: str

    def draw(self, index: Path) -> None:
        """Draws it below the switch, over the index's folder ``index``."""


# By the word in the address, in the order of the switch; the first is open where the address names none.
MODES: Mapping[str, Mode] = {
    "question": cast(Mode, asking),
    "denial": cast(Mode, from_denial),
    "check": cast(Mode, check_text),
}


# Of the widget, and of the address.
_SWITCH, _MODE = "switch", "mode"


def page(index: Path) -> None:
    MODES[_open()].draw(index)


def _open() -> str:
    """The address decides, so that a link, a reload and the way back open the same."""
    first = next(iter(MODES))
    asked = st.query_params.get(_MODE, first)
    st.session_state[_SWITCH] = asked if asked in MODES else first
    st.segmented_control(
        "What to do",
        list(MODES),
        required=True,
        format_func=lambda name: MODES[name].TITLE,
        key=_SWITCH,
        on_change=_switch,
        label_visibility="collapsed",
    )
    return cast(str, st.session_state[_SWITCH])


def _switch() -> None:
    st.query_params[_MODE] = st.session_state[_SWITCH]
