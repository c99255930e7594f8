"""The browser's side of every page: what it keeps and was told, and what was clicked in the program's own markup.

``browser.js`` runs in the page. What documents say never gets there as markup: it sees masked turns and numbers alone.
"""

from __future__ import annotations

import functools
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import streamlit as st

_KEY, _SENT, _NARROW, _HEARD = "browser", "browser-sent", "browser-narrow", "browser-heard"
_LIVE = '<div class="cd-unseen" role="status" aria-live="polite"></div>'


@dataclass(frozen=True, slots=True)
class Listener:
    """``kept`` hears the records that the browser has, once after each load; ``went`` what was clicked: "source:2"."""

    kept: Callable[[object], None]
    went: Callable[[str], None]


def send(
    add: Sequence[dict[str, object]] = (), remove: Sequence[str] = (), say: str | None = None, top: bool = False
) -> None:
    """``add`` records are kept, those of the ids ``remove`` no longer; ``say`` is announced; ``top``: the page is
    scrolled to its top. Of one run all is done, of words the last.
    """
    told = _sent()
    fresh = told["run"]
    st.session_state[_SENT] = told | {
        "stamp": told["stamp"] + (not fresh),
        "run": True,
        "add": [*(told["add"] if fresh else ()), *add],
        "remove": [*(told["remove"] if fresh else ()), *remove],
        "say": say or (told["say"] if fresh else None),
        "top": top or (told["top"] if fresh else False),
    }


def narrow() -> bool:
    """Whether two columns have no room in it; False until it has told."""
    return bool(st.session_state.get(_NARROW))


def heard() -> bool:
    """Whether it has told what it keeps."""
    return bool(st.session_state.get(_HEARD))


def draw(listener: Listener) -> None:
    """Last on a page, so that what the run sends goes out with it."""
    told = _sent()
    st.session_state[_SENT] = told | {"run": False}
    data = {name: told[name] for name in ("session", "stamp", "add", "remove", "say", "top")}
    _component()(
        key=_KEY,
        data=data,
        on_told_change=functools.partial(_told, listener),
        on_went_change=functools.partial(_went, listener),
    )


def _sent() -> dict[str, Any]:
    nothing = {"stamp": 0, "run": False, "add": [], "remove": [], "say": None, "top": False}
    found: dict[str, Any] = st.session_state.setdefault(_SENT, nothing | {"session": secrets.token_hex(4)})
    return found


def _told(listener: Listener) -> None:
    told = st.session_state[_KEY].get("told") or {}
    st.session_state[_NARROW] = bool(told.get("narrow"))
    if told.get("session") == _sent()["session"] and not st.session_state.get(_HEARD):
        st.session_state[_HEARD] = True
        listener.kept(told.get("turns"))


def _went(listener: Listener) -> None:
    if went := st.session_state[_KEY].get("went"):
        listener.went(str(went))


@functools.cache
def _component() -> Callable[..., Any]:
    script = Path(__file__).with_suffix(".js").read_text("utf-8")
    made: Callable[..., Any] = st.components.v2.component(
        "citedesk.browser", html=_LIVE, js=script, isolate_styles=False
    )
    return made
