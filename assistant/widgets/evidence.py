"""A source that is open: the passage, what stands around it, the sources by date, and a code that it names."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import streamlit as st

from assistant.answers import Answer, Citation
from assistant.ask import Desk
from assistant.dossiers import gathering
from assistant.dossiers.dossier import Naming, Said
from assistant.quoting import around
from assistant.showing import card, code_page
from assistant.widgets import timeline
from indexer.codes import Code
from indexer.passages import Passage


@st.fragment
def draw(answer: Answer, number: int, desk: Desk, key: str) -> None:
    """Only the tab that is open is made."""
    cited = card.citation(answer, number)
    passages = _passages(answer, cited)
    tabs: dict[str, Callable[[], None]] = {
        f"Source [{number}]": partial(_source, answer, number),
        "Thread" if any(one.role for one in passages) else "Whole text": lambda: _thread(answer, cited, desk),
    }
    if dated := _dated(answer):
        tabs["Timeline"] = partial(_timeline, dated)
    if codes := _codes(answer, passages):
        tabs["Code"] = partial(_code, codes, desk, key)
    shown = st.tabs(list(tabs), key=f"tabs-{key}-{number}", on_change="rerun")
    for tab, make in zip(shown, tabs.values(), strict=True):
        if tab.open:
            with tab:
                make()


@st.dialog("Source", width="large")
def dialog(answer: Answer, number: int, desk: Desk, key: str) -> None:
    """The same where two columns have no room."""
    draw(answer, number, desk, key)


def _source(answer: Answer, number: int) -> None:
    st.html(card.source(answer, number))


def _thread(answer: Answer, cited: Citation, desk: Desk) -> None:
    st.html(card.thread(around.of(cited.document_id, answer.quotations, desk.index)))


def _timeline(dated: list[Naming]) -> None:
    timeline.draw(dated, "what is cited")
    st.html(code_page.by_date(dated))


def _code(codes: list[Code], desk: Desk, key: str) -> None:
    chosen = codes[0]
    if len(codes) > 1:
        chosen = st.selectbox("Code", codes, format_func=lambda code: code.value, key=f"code-{key}") or chosen
    found = gathering.of(chosen, desk.index)
    st.html(code_page.opening(found))
    st.html(code_page.leading(chosen))
    if body := code_page.recorded(found):
        st.html(body)


def _passages(answer: Answer, cited: Citation) -> list[Passage]:
    quoted = [one.passage for one in answer.quotations if one.citation == cited.number]
    near = [one.passage for one in answer.candidates if one.passage.document_id == cited.document_id]
    return quoted or near[:1]


def _codes(answer: Answer, passages: list[Passage]) -> list[Code]:
    """Those of the passage, those asked about first."""
    named = list(dict.fromkeys(code for passage in passages for code in passage.codes))
    return sorted(named, key=lambda code: code not in answer.codes)


def _dated(answer: Answer) -> list[Naming]:
    """What is quoted, one a document, by date; nothing where fewer than two are dated."""
    first = {one.passage.document_id: one for one in reversed(answer.quotations)}
    passages = {id: one.passage for id, one in first.items()}
    found = [
        Naming(Said(one.short or one.text, one.passage, one.start), passages.get(one.replaced_by or ""))
        for one in first.values()
        if one.passage.date
    ]
    return sorted(found, key=lambda one: one.passage.date.days if one.passage.date else ()) if len(found) > 1 else []
