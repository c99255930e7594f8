"""Check a text: paste a rationale, an appeal or an answer, or drop a file; each claim is held against the base."""

from __future__ import annotations

import datetime
import json
from dataclasses import dataclass
from pathlib import Path

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from assistant.checked import Checked
from assistant.checking import check, cutting, pasted
from assistant.settings import AssistantSettings
from assistant.showing import checked, checked_page, html
from assistant.widgets import browser, desk, footer
from indexer import settings
from indexer.errors import CitedeskError

TITLE = "Check a text"
ENDINGS = ("txt", "md", "docx", "odt", "rtf", "pdf", "html", "eml", "msg")
_MOST_MEGABYTES = pasted.MOST_BYTES // 2**20
_TEXT, _FILE, _DONE = "check-text", "check-file", "checked"


@dataclass(frozen=True, slots=True)
class _Done:
    """What came of a check, kept for the redraws; the text as it was pasted is kept in its box alone."""

    result: Checked
    on: datetime.date


def draw(index: Path) -> None:
    st.html(checked_page.WELCOME)
    opened = desk.opened(index)
    text = st.text_area(
        "The text",
        key=_TEXT,
        height=220,
        persist_state="session",
        placeholder="Modifier 25 is needed on the visit ...",
        help=_limits(),
    )
    file = st.file_uploader("Or a file", type=list(ENDINGS), max_upload_size=_MOST_MEGABYTES, key=_FILE)
    with st.container(horizontal=True, vertical_alignment="center"):
        wanted = st.button("Check", type="primary", icon=":material/fact_check:")
        if _DONE in st.session_state:
            st.button("Clear", on_click=_clear, type="tertiary", icon=":material/restart_alt:")
    if wanted:
        _check(text, file, index)
    if _DONE in st.session_state:
        _show(st.session_state[_DONE])
    footer.draw(opened.index.manifest)


def _check(text: str, file: UploadedFile | None, index: Path) -> None:
    """A dropped file goes before the box. What cannot be checked is told in a line, and what was pasted stays."""
    st.session_state.pop(_DONE, None)
    place = st.empty()
    try:
        own = settings.read("assistant", AssistantSettings).plugins
        given = pasted.read(file.name, file.getvalue(), own) if file else text
        check.refuse(given)
        bar = place.progress(0.0, "Reading the claims")

        def told(_: str, done: int, total: int) -> None:
            bar.progress(done / total, f"{done} of {total} claims")

        found = check.check(given, desk.opened(index), told)
    except CitedeskError as error:
        place.html(html.problem(str(error)))
    else:
        place.empty()
        st.session_state[_DONE] = _Done(found, datetime.date.today())
        browser.send(say=f"Checked. {checked.summary(found)}.")


def _show(done: _Done) -> None:
    st.html(checked_page.result(done.result))
    with st.container(horizontal=True, gap="small"):
        _download("Text", "txt", "\n".join(checked.lines(done.result)) + "\n", done.on)
        _download("HTML, to print", "html", checked_page.whole(done.result, done.on), done.on)
        _download("JSON", "json", json.dumps(checked.plain(done.result), indent=1, ensure_ascii=False), done.on)


def _download(label: str, suffix: str, data: str, on: datetime.date) -> None:
    name = f"checked-{on}.{suffix}"
    st.download_button(label, data, name, on_click="ignore", icon=":material/download:", key=f"checked-{suffix}")


def _clear() -> None:
    st.session_state.pop(_DONE, None)
    st.session_state[_TEXT] = ""


def _limits() -> str:
    return (
        f"At most {cutting.MOST_CHARACTERS:,} characters, in English. A claim is a sentence that says what is so; "
        "greetings, questions and what happened in the case are passed over. Identifiers of a patient are masked first."
    )
