"""A question: the box, the answer that is open with its sources, and the conversation so far."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from assistant.ask import Desk
from assistant.keeping.turns import Turn
from assistant.quoting import examples
from assistant.showing import card, conversations, frame, html, labels, outline
from assistant.widgets import browser, case, conversation, footer
from assistant.widgets import desk as desk_
from assistant.widgets import turn as turn_
from indexer import advice
from indexer.errors import CitedeskError, Courtesy

TITLE = "Question"
LABEL = "Ask about a code, a modifier or a rule"
# The box, and a question that was clicked instead of typed.
BOX, _CLICKED, _BACK = "question", "clicked-question", "question-back"
_UNKNOWN = (
    "this link is to an answer that is kept in another browser, or was cleared; links hold no question, so ask it again"
)
_CHANGED = "The base or the program has changed since this was asked; it was answered anew."
_OTHERWISE = "The answer opens otherwise now."


@dataclass(frozen=True, slots=True)
class _Back:
    """What was typed and could not be answered, and why."""

    text: str
    problem: str


def draw(index: Path) -> None:
    top = st.container(key="top")
    back = st.session_state.pop(_BACK, None)
    if back:
        st.session_state[BOX] = back.text
    with st.container(key="question_box"):
        typed = st.chat_input(LABEL, key=BOX)
        facts = st.container(key="facts", horizontal=True, vertical_alignment="center", gap="small")
    problem = st.container()
    desk = _desk(index, problem, typed)
    if back and desk:
        problem.html(html.problem(back.problem))
    with problem:
        _ask(desk, typed or st.session_state.pop(_CLICKED, None))
    with top:
        st.html(frame.TITLE if conversation.turns() else frame.WELCOME)
    _open(desk, index)
    with facts:
        _beside_the_box(desk)
    footer.draw(desk.index.manifest if desk else None)


def went(to: str) -> None:
    """What was clicked in the page: a source of the open turn, or a turn."""
    what, _, which = to.partition(":")
    if what == "source" and which.isdecimal():
        turn_.open_source(conversation.opened(), int(which))
    elif what == "turn" and any(one.id == which for one in conversation.turns()):
        conversation.open_(which)
        browser.send(top=True)


def _desk(index: Path, problem: DeltaGenerator, typed: str | None) -> Desk | None:
    """None where the index cannot be opened: that is told, the box stays, and what was typed comes back into it."""
    try:
        desk = desk_.opened(index)
    except CitedeskError as error:
        if typed:
            _give_back(typed, str(error))
        problem.html(html.problem(str(error)))
        return None
    if caution := advice.caution(index):
        problem.html(html.problem(caution))
    return desk


def _ask(desk: Desk | None, text: str | None) -> None:
    """Keeps what was answered, or shows why there is no answer. The text as typed is kept nowhere but in its box."""
    given = case.given()
    try:
        facts = given.read()
        if text is None or desk is None:
            return
        with st.spinner("Searching"):
            place = st.empty()
            answer = desk.ask(text, conversation.earlier(), draft=partial(_show, place), facts=facts)
            place.empty()
    except Courtesy as courtesy:
        st.html(html.reply(str(courtesy)))
    except CitedeskError as error:
        if text:
            _give_back(text, str(error))
        st.html(html.problem(str(error)))
    else:
        conversation.add(answer, given)
        browser.send(say=f"Answered. {outline.said(answer)}", top=True)


def _give_back(text: str, problem: str) -> None:
    """The page is drawn again with ``text`` in its box."""
    st.session_state[_BACK] = _Back(text, problem)
    st.rerun()


def _show(place: DeltaGenerator, draft: str) -> None:
    place.html(html.draft(draft))


def _open(desk: Desk | None, index: Path) -> None:
    """The turn that is open, the others below it; or what can be asked."""
    turn, turns = conversation.opened(), conversation.turns()
    if turn:
        _answered(turn, desk, index, newest=turn is turns[-1])
    elif st.query_params.get(conversation.LINK):
        st.html(html.problem(_UNKNOWN) if browser.heard() else html.reply("Looking for it in this browser."))
    if others := [one for one in reversed(turns) if one is not turn]:
        st.html(card.earlier(others))
    if not turns and desk:
        _examples(desk)


def _answered(turn: Turn, desk: Desk | None, index: Path, newest: bool) -> None:
    answer = None
    try:
        answer = conversation.answer(turn, desk)
    except CitedeskError as error:
        st.html(html.problem(str(error)))
    if answer is None:
        return
    if answer.fingerprint != turn.fingerprint:
        st.html(html.reply(_CHANGED if outline.said(answer) == turn.headline else f"{_CHANGED} {_OTHERWISE}"))
    reply = turn_.draw(turn, answer, desk, index, newest)
    if reply:
        st.session_state[_CLICKED] = reply
        st.rerun()


def _beside_the_box(desk: Desk | None) -> None:
    case.draw(conversation.standing(), conversation.clear_facts)
    if conversation.turns():
        with st.popover("Conversation", icon=":material/forum:", type="tertiary"):
            st.caption("Kept in this browser, identifiers masked.")
            if desk:
                _export("Save as HTML, to print", "html", desk)
                _export("Save as Markdown", "md", desk)
            st.button("Clear conversation", on_click=conversation.clear, icon=":material/delete:", width="stretch")
    elif conversation.cleared():
        st.button("Undo clearing", on_click=conversation.undo, type="tertiary", icon=":material/undo:")


def _export(label: str, suffix: str, desk: Desk) -> None:
    """The file is made when it is asked for."""
    made = {"html": conversations.page, "md": conversations.markdown}[suffix]
    told = conversation.teller(desk)
    st.download_button(
        label,
        data=lambda: made(told()).encode(),
        file_name=f"conversation-{datetime.date.today()}.{suffix}",
        on_click="ignore",
        icon=":material/download:",
        key=f"conversation-{suffix}",
        width="stretch",
    )


def _examples(desk: Desk) -> None:
    st.html(card.CAN_BE_ASKED)
    found = examples.of(desk.index)
    rows = [st.columns(2, gap="small") for _ in found[::2]]
    for one, place in zip(found, [place for row in rows for place in row], strict=False):
        with place:
            st.button(
                labels.label(one.question), on_click=_click, args=(one.question,), help=None, width="stretch",
                key=f"example-{one.kind}-{one.question}",
            )  # fmt: skip


def _click(question: str) -> None:
    st.session_state[_CLICKED] = question
