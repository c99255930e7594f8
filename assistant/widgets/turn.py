"""An answered question on the page: the card, its sources beside it, copies, sheets and the review."""

from __future__ import annotations

import datetime
import functools
from pathlib import Path
from typing import cast

import streamlit as st

from assistant.answers import Answer
from assistant.ask import Desk
from assistant.keeping import reviews, turns
from assistant.keeping.turns import Turn
from assistant.settings import AssistantSettings
from assistant.showing import appeal, card, html
from assistant.showing.labels import label
from assistant.widgets import browser, conversation, evidence, lessons, sheet_files
from indexer import settings
from indexer.errors import RecordError

AGREE = "Keep the text of my question with it, identifiers masked"
# The source that is open, by the turn and its number; and whether it was opened just now.
SOURCE, OPENED = "open-source", "source-opened"


def draw(turn: Turn, answer: Answer, desk: Desk | None, index: Path, newest: bool) -> str | None:
    """The reply to what is asked back that was clicked; they stand under the ``newest`` answer only.

    ``index`` is the index's folder, beside which reviews are kept.
    """
    number = _open(turn, answer)
    if number is None or desk is None or browser.narrow():
        reply = _card(turn, answer, index, newest, number)
        if number is not None and desk and st.session_state.pop(OPENED, False):
            evidence.dialog(answer, number, desk, turn.id)
        return reply
    said, beside = st.columns([3, 2], gap="large")
    with said:
        reply = _card(turn, answer, index, newest, number)
    with beside, st.container(key="beside"):
        evidence.draw(answer, number, desk, turn.id)
    return reply


def _card(turn: Turn, answer: Answer, index: Path, newest: bool, number: int | None) -> str | None:
    with st.container(key="card"):
        st.html(html.question(answer, turn.id) + html.said(answer, turn.id, linked=True))
        reply = _replies(turn, answer) if newest else None
        st.html(card.further(answer, turn.id) + card.rows(answer, None if browser.narrow() else number))
        _actions(turn, answer, index)
    return reply


def _open(turn: Turn, answer: Answer) -> int | None:
    """The number of the source that is open: the one that was clicked, else that of the headline, else the first that
    is quoted.
    """
    listed = [one.number for one in answer.citations or answer.nearest]
    chosen = st.session_state.get(SOURCE)
    if chosen and chosen[0] == turn.id and chosen[1] in listed:
        return cast(int, chosen[1])
    lead = answer.headline.citation if answer.headline else None
    return lead or (listed[0] if answer.citations else None)


def open_source(turn: Turn | None, number: int) -> None:
    if turn:
        st.session_state[SOURCE] = (turn.id, number)
        st.session_state[OPENED] = True
        browser.send(say=f"Source {number} is open.")


def _replies(turn: Turn, answer: Answer) -> str | None:
    """A row of buttons for each question that has replies, each reply once."""
    clicked, shown = None, set[str]()
    for row, one in enumerate(answer.ask_first):
        replies = [reply for reply in one.replies if reply not in shown]
        shown.update(replies)
        if not replies:
            continue
        with st.container(horizontal=True, gap="small", key=f"replies-{row}-{turn.id}"):
            for place, reply in enumerate(replies):
                if st.button(label(reply), key=f"reply-{row}-{place}-{turn.id}"):
                    clicked = reply
    return clicked


def _actions(turn: Turn, answer: Answer, index: Path) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="actions"):
        st.html(card.copying(answer), width="content")
        if answer.supported:
            _sheets(turn, answer)
            st.link_button("Teach this", lessons.starting(answer.question), icon=":material/school:")
        given = st.feedback("thumbs", key=_key(turn), on_change=_thumb, args=(turn, answer, index))
    if given is not None:
        _reason(turn, answer, index)


def _sheets(turn: Turn, answer: Answer) -> None:
    day = turn.asked.date()
    # The file is made outside the session, which alone knows the conversation.
    filing = appeal.Filing(asking=turns.asking(turn, conversation.turns()))
    with st.popover("Appeal sheet", icon=":material/description:"):
        made = functools.partial(_sheet, answer, day, filing)
        sheet_files.draw(f"appeal-sheet-{day}-{turn.id}", f"sheet-{turn.id}", made, width="stretch")


def _sheet(answer: Answer, day: datetime.date, filing: appeal.Filing, name: Path) -> bytes:
    tables = settings.read("assistant", AssistantSettings).plugins
    return appeal.made(answer, day, name, tables, filing)


def _reason(turn: Turn, answer: Answer, index: Path) -> None:
    with st.form(f"reason-{_key(turn)}"):
        reason = st.text_input("Why? What should it have said?", max_chars=reviews.LONGEST_REASON)
        agreed = st.checkbox(AGREE)
        if st.form_submit_button("Send the reason"):
            _write(turn, answer, index, reason, agreed)


def _thumb(turn: Turn, answer: Answer, index: Path) -> None:
    """A thumb is written at once, and so is taking it back."""
    _write(turn, answer, index)


def _write(turn: Turn, answer: Answer, index: Path, reason: str = "", agreed: bool = False) -> None:
    given: int | None = st.session_state[_key(turn)]
    verdict = "withdrawn" if given is None else ("down", "up")[given]
    try:
        reviews.give(answer, turn.asked, index, verdict, reason, agreed)
    except RecordError as error:
        st.toast(str(error), icon=":material/error:", duration="infinite")
    else:
        st.toast("Review taken back" if given is None else "Review written", icon=":material/check:")


def _key(turn: Turn) -> str:
    return f"thumbs-{turn.id}"
