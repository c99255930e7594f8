"""A question: the conversation so far, a panel a citation, and the question box."""

from __future__ import annotations

import datetime
from pathlib import Path

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from assistant.ask import Desk
from assistant.reading import conversation
from assistant.reading.given import Given
from assistant.showing import appeal, html
from assistant.widgets import case
from assistant.widgets import desk as desk_
from assistant.widgets import turn as turn_
from assistant.widgets.turn import Turn
from indexer import advice, shipped
from indexer.errors import CitedeskError, Courtesy

TITLE = "Question"
EXAMPLES = (
    "is a volume check reprogramming?",
    "62367 vs 62368",
    "can I bill 99211 when the nurse only gives the injection?",
    "should I use 59 or an X modifier?",
)
BOX = "Ask about a code, a modifier or a rule"


def draw(index: Path) -> None:
    turns: tuple[Turn, ...] = st.session_state.setdefault("turns", ())
    st.html(html.TITLE if turns else html.WELCOME)
    clicked = None
    for turn in turns:
        clicked = turn_.draw(turn, index, newest=turn is turns[-1])
    try:
        desk = desk_.opened(index)
    except CitedeskError as error:
        st.html(html.problem(str(error)))
        st.html(html.footer(_notice(), None, datetime.date.today().year))
        return
    if caution := advice.caution(index):
        st.html(html.problem(caution))
    # It stays in sight while the page is read, and so does the way to begin anew.
    with st.container(key="question_box"):
        problem = st.container()
        with st.container(key="facts", horizontal=True, vertical_alignment="center", gap="small"):
            given = case.draw(_standing(turns), _clear_facts)
            if turns:
                st.button("Clear conversation", on_click=_clear, type="tertiary", icon=":material/restart_alt:")
        asked = st.chat_input(BOX) or clicked
    if not turns:
        asked = asked or _example()
    with problem:
        _ask(desk, asked, given, turns)
    st.html(html.footer(_notice(), desk.index.manifest, datetime.date.today().year))
    st.html(html.arrive(len(turns)), unsafe_allow_javascript=True)


def _ask(desk: Desk, text: str | None, given: Given, turns: tuple[Turn, ...]) -> None:
    """Keeps the answer and redraws the page, or shows why there is none, or what is wrong with the ``given`` facts.
    The text as typed is kept nowhere.
    """
    try:
        facts = given.read()
        if text is None:
            return
        with st.spinner("Searching"):
            place = st.empty()
            answer = desk.ask(text, _earlier(turns), draft=lambda so_far: _show(place, so_far), facts=facts)
    except Courtesy as courtesy:
        st.html(html.reply(str(courtesy)))
    except CitedeskError as error:
        st.html(html.problem(str(error)))
    else:
        st.session_state["turns"] = (*turns, Turn(len(turns) + 1, answer, datetime.datetime.now().astimezone()))
        st.rerun()


def _show(place: DeltaGenerator, draft: str) -> None:
    place.html(html.draft(draft))


def _clear() -> None:
    st.session_state["turns"] = ()
    st.session_state["told"] = 0


def _clear_facts() -> None:
    """From now on no turn so far tells a fact."""
    st.session_state["told"] = len(st.session_state["turns"])


def _standing(turns: tuple[Turn, ...]) -> tuple[str, ...]:
    return turns[-1].answer.facts if len(turns) > st.session_state.get("told", 0) else ()


def _earlier(turns: tuple[Turn, ...]) -> list[str]:
    """The questions so far, of those before the facts were cleared without them."""
    asked, told = [turn.answer.question for turn in turns], st.session_state.get("told", 0)
    return [*conversation.untold(asked[:told]), *asked[told:]]


def _example() -> str | None:
    """The example that was clicked."""
    st.caption("Or start with one of these")
    rows = [st.columns(2, gap="small") for _ in EXAMPLES[::2]]
    places = [place for row in rows for place in row]
    clicked = [text for text, place in zip(EXAMPLES, places, strict=True) if place.button(text, width="stretch")]
    return clicked[0] if clicked else None


def _notice() -> str:
    return shipped.notice() or appeal.NOTICE
