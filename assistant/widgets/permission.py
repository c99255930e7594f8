"""What whoever has the page open may do, by who signed in."""

from __future__ import annotations

import os

import streamlit as st

from assistant.keeping import roles
from assistant.keeping.roles import Duty, Role
from assistant.settings import SigninSettings
from assistant.showing import frame, html
from indexer import settings

__all__ = ["Duty", "admitted", "may", "refused"]


def may(duty: Duty) -> bool:
    return refused(duty) is None


def refused(duty: Duty) -> str | None:
    """Why this user may not, and whom to ask; None where he may. Raises SettingsError as ``settings.read`` does."""
    role = _role()
    return roles.refusal(role or Role.READER, duty)


def admitted() -> bool:
    """Whether the pages may be drawn; else a way to sign in, or why there is none, stands in their place."""
    chosen = settings.read("signin", SigninSettings)
    if chosen.secrets is None:
        return True
    if not st.user.is_logged_in:
        st.html(frame.TITLE)
        st.button("Sign in", on_click=st.login, type="primary", icon=":material/login:")
        return False
    if _role() is None:
        st.html(html.problem(f"{_name()} is on no list of this desk; ask a librarian to be added to its readers"))
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="right", key="signed-in"):
        st.text(f"{_name()}, {(_role() or Role.READER).words}")
        st.button("Sign out", on_click=st.logout, type="tertiary", icon=":material/logout:")
    return _role() is not None


def _role() -> Role | None:
    """Without a sign-in the desk listens on this machine alone, and whoever has it open could type the commands as
    well; where it is open to others all the same, everybody only reads.
    """
    chosen = settings.read("signin", SigninSettings)
    if chosen.secrets is None:
        return Role.READER if os.environ.get(roles.OPEN) else Role.LIBRARIAN
    return roles.of(st.user.to_dict(), chosen) if st.user.is_logged_in else None


def _name() -> str:
    told = st.user.to_dict()
    return str(told.get("email") or told.get("name") or "This account")
