"""An answered question on the page: shown, copied, filed as an appeal sheet, reviewed."""

from __future__ import annotations

import datetime
import functools
import mimetypes
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import streamlit as st

from assistant.answers import Answer
from assistant.keeping import reviews
from assistant.settings import AssistantSettings
from assistant.showing import appeal, html, plain, sheets
from assistant.showing.labels import label
from assistant.widgets import lessons
from indexer import plugins, settings
from indexer.errors import RecordError

AGREE = "Keep the text of my question with it, identifiers masked"


@dataclass(frozen=True, slots=True)
class Turn:
    """An answered question. The answer brings its passages and fingerprint along: a redraw needs no index."""

    number: int
    answer: Answer
    asked: datetime.datetime


def draw(turn: Turn, index: Path, newest: bool) -> str | None:
    """The reply to what is asked back that was clicked; they stand under the ``newest`` answer only.

    ``index`` is the index's folder, beside which reviews are kept.
    """
    said, evidence = html.parts(turn.answer, turn.number)
    with st.chat_message("user", avatar=":material/person:"):
        st.html(html.question(turn.answer, turn.number))
    with st.chat_message("assistant", avatar=":material/menu_book:"):
        st.html(said)
        reply = _replies(turn) if newest else None
        st.html(evidence)
        if turn.answer.supported:
            _citations(turn)
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            if turn.answer.supported:
                _sheets(turn)
                st.link_button("Teach this", lessons.starting(turn.answer.question), icon=":material/school:")
            given = st.feedback("thumbs", key=_key(turn), on_change=_thumb, args=(turn, index))
        if given is not None:
            _reason(turn, index)
    return reply


def _replies(turn: Turn) -> str | None:
    """A row of buttons for each question that has replies, each reply once."""
    clicked, shown = None, set[str]()
    for row, one in enumerate(turn.answer.ask_first):
        replies = [reply for reply in one.replies if reply not in shown]
        shown.update(replies)
        if not replies:
            continue
        with st.container(horizontal=True, gap="small", key=f"replies-{row}-{_key(turn)}"):
            for place, reply in enumerate(replies):
                if st.button(label(reply), key=f"reply-{row}-{place}-{_key(turn)}"):
                    clicked = reply
    return clicked


def _citations(turn: Turn) -> None:
    with st.expander("Copy the citations"):
        for formal in dict.fromkeys(citation.formal for citation in turn.answer.citations):
            st.code(formal, language=None, wrap_lines=True)
        st.caption("All of them, as one list")
        st.code(plain.citations(turn.answer), language=None, wrap_lines=True)


def _sheets(turn: Turn) -> None:
    """A sheet is made when it is asked for, not at every redraw."""
    day = turn.asked.date()
    with st.popover("Appeal sheet", icon=":material/description:"):
        for suffix, form in plugins.each(sheets):
            if isinstance(form, plugins.Broken):
                st.caption(str(form))
                continue
            name = Path(f"appeal-sheet-{day}-{turn.number}.{suffix}")
            st.download_button(
                cast(sheets.Module, form).LABEL,
                data=functools.partial(_sheet, turn.answer, day, name),
                file_name=str(name),
                mime=mimetypes.guess_type(name)[0] or "application/octet-stream",
                on_click="ignore",
                key=f"sheet-{turn.number}-{suffix}",
                width="stretch",
            )


def _sheet(answer: Answer, day: datetime.date, name: Path) -> bytes:
    return appeal.made(answer, day, name, settings.read("assistant", AssistantSettings).plugins)


def _reason(turn: Turn, index: Path) -> None:
    with st.form(f"reason-{_key(turn)}"):
        reason = st.text_input("Why? What should it have said?", max_chars=reviews.LONGEST_REASON)
        agreed = st.checkbox(AGREE)
        if st.form_submit_button("Send the reason"):
            _write(turn, index, reason, agreed)


def _thumb(turn: Turn, index: Path) -> None:
    """A thumb is written at once, and so is taking it back."""
    _write(turn, index)


def _write(turn: Turn, index: Path, reason: str = "", agreed: bool = False) -> None:
    given: int | None = st.session_state[_key(turn)]
    verdict = "withdrawn" if given is None else ("down", "up")[given]
    try:
        reviews.give(turn.answer, turn.asked, index, verdict, reason, agreed)
    except RecordError as error:
        st.toast(str(error), icon=":material/error:", duration="infinite")
    else:
        st.toast("Review taken back" if given is None else "Review written", icon=":material/check:")


def _key(turn: Turn) -> str:
    """The time keeps a turn apart from that of the same number in the conversation before."""
    return f"thumbs-{turn.number}-{turn.asked.timestamp()}"
