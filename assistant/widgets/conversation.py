"""The conversation of a session: its turns, the one that is open, and what was cleared last."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import streamlit as st

from assistant.answers import Answer
from assistant.ask import Desk
from assistant.keeping import turns as turns_
from assistant.keeping.turns import Turn
from assistant.reading.given import Given
from assistant.showing.conversations import Told
from assistant.widgets import browser

_TURNS, _OPEN, _ANSWERS, _CLEARED, _UNTOLD = "turns", "open-turn", "answers", "cleared", "facts-cleared"
# Which turn the address names.
LINK = "t"
# So many answers stay in memory; others are made anew when their turn is opened.
_HELD = 6


def turns() -> tuple[Turn, ...]:
    found: tuple[Turn, ...] = st.session_state.setdefault(_TURNS, ())
    return found


def opened() -> Turn | None:
    """The turn that the address names, or the last one; None where there is none, or not the one that is named."""
    wanted = st.query_params.get(LINK)
    if wanted is None:
        return turns()[-1] if turns() else None
    return next((one for one in turns() if one.id == wanted), None)


def open_(id: str | None) -> None:
    if id is None:
        st.query_params.pop(LINK, None)
    else:
        st.query_params[LINK] = id


def earlier() -> list[str]:
    """The questions that a new one follows."""
    return turns_.after(_last(), turns(), st.session_state.get(_UNTOLD, False))


def add(answer: Answer, given: Given) -> Turn:
    now = datetime.datetime.now().astimezone()
    made = turns_.turn(answer, now, given, _last(), st.session_state.pop(_UNTOLD, False))
    st.session_state[_TURNS] = (*turns(), made)
    st.session_state.pop(_CLEARED, None)
    _hold(made, answer)
    open_(made.id)
    browser.send(add=[turns_.record(made)])
    return made


def answer(turn: Turn, desk: Desk | None) -> Answer | None:
    """The one that is held, or made anew; None where that needs a desk and there is none."""
    held = _answers()
    if turn.id not in held and desk:
        _hold(turn, turns_.again(turn, turns(), desk))
    return held.get(turn.id)


def teller(desk: Desk) -> Callable[[], list[Told]]:
    """Tells the whole conversation as it is now, answered anew where that is needed; it may run outside the session."""
    asked, held = turns(), dict(_answers())
    return lambda: [Told(one.asked, held.get(one.id) or turns_.again(one, asked, desk)) for one in asked]


def standing() -> tuple[str, ...]:
    """The facts that the last turn left standing, as far as its answer is held."""
    held = _answers()
    last = _last()
    if last is None or st.session_state.get(_UNTOLD) or last.id not in held:
        return ()
    return held[last.id].facts


def clear_facts() -> None:
    """From now on no turn so far tells a fact."""
    st.session_state[_UNTOLD] = True


def clear() -> None:
    st.session_state[_CLEARED] = turns()
    browser.send(remove=[one.id for one in turns()], say="Conversation cleared. It can be undone.")
    st.session_state[_TURNS] = ()
    st.session_state[_UNTOLD] = False
    open_(None)


def cleared() -> bool:
    """Whether what was cleared can be had back."""
    return bool(st.session_state.get(_CLEARED))


def undo() -> None:
    back: tuple[Turn, ...] = st.session_state.pop(_CLEARED, ())
    st.session_state[_TURNS] = back
    browser.send(add=[turns_.record(one) for one in back], say="Conversation restored.")


def restore(records: object) -> None:
    """Adds what the browser kept to what was asked since."""
    own = {one.id for one in turns()}
    kept = [one for one in turns_.read(records) if one.id not in own]
    st.session_state[_TURNS] = (*kept, *turns())


def _answers() -> dict[str, Answer]:
    found: dict[str, Answer] = st.session_state.setdefault(_ANSWERS, {})
    return found


def _last() -> Turn | None:
    return turns()[-1] if turns() else None


def _hold(turn: Turn, answer: Answer) -> None:
    held = _answers()
    held[turn.id] = answer
    for id in list(held)[:-_HELD]:
        del held[id]
