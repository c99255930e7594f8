"""The watch over kept answers: files that are dropped in, and what a folder of the server holds, asked again."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import streamlit as st

from assistant.ask import Desk
from assistant.keeping import watch, watched
from assistant.keeping.watch import Kept, Standing, Watch, Watched

# One that still says the same stands folded away.
_OPEN = {Standing.CHANGED: ":material/difference:", Standing.LOST: ":material/help:"}
_KEY = "watch-found"


def draw(desk: Desk, folder: Path | None = None) -> None:
    """``folder`` is what the server itself keeps, where it keeps any; its files are named as they stand below it."""
    endings = [ending.removeprefix(".") for ending in watch.endings()]
    with st.form("watch"):
        dropped = st.file_uploader(
            "Saved answers, sheets, lessons and quizzes", type=endings, accept_multiple_files=True, key="watch-files"
        )
        if st.form_submit_button("Ask them again", icon=":material/replay:"):
            files = [Kept(one.name, one.getvalue()) for one in dropped]
            st.session_state[_KEY] = _watched([*files, *(watch.named_below(folder) if folder else ())], desk)
    if found := st.session_state.get(_KEY):
        _show(found)


def _watched(files: Iterable[Kept], desk: Desk) -> Watch:
    with st.spinner("Asking again"):
        return watch.watch(files, desk)


def _show(found: Watch) -> None:
    st.text(watched.summary(found))
    for standing, icon in _OPEN.items():
        for one in found.of(standing):
            with st.expander(watched.short(one).translate(_PLAIN), icon=icon):
                _told(one)
    if same := found.of(Standing.SAME):
        with st.expander(f"{len(same)} {Standing.SAME}", icon=":material/check:"):
            st.text("\n".join(map(watched.short, same)))


# A label is read as Markdown, and these would be markup there.
_PLAIN = {ord(sign): f"\\{sign}" for sign in "\\`*_{}[]<>()#+-.!|~:$^="}


def _told(one: Watched) -> None:
    """As text, of which nothing is read as markup."""
    if one.question:
        st.text(one.question)
    if one.reason:
        st.text(one.reason)
    for change in one.changes:
        st.text(f"Before: {watched.said(change.before)}\nNow: {watched.said(change.now)}")
