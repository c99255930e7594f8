"""From a denial: one line in; what bears on it and what may be filed out."""

from __future__ import annotations

import datetime
import functools
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from assistant.denials import dealing, denial, filing, page
from assistant.denials.dealt import Course, Dealt
from assistant.denials.denial import Denial, Policy
from assistant.reading.given import Given
from assistant.settings import AssistantSettings
from assistant.showing import html
from assistant.widgets import desk, footer, sheet_files
from indexer import settings
from indexer.errors import CitedeskError

TITLE = "From a denial"
_DONE = "denial-done"
# The field of what is given beside the line that each input fills.
_FIELDS = {
    "paid": ("Code that was paid", "62370"),
    "denied": ("Code denied beside it", "95991"),
    "payer": ("Payer", "such as Medicare or Aetna"),
    "dos": ("Date of service", "a day, a month or a year"),
    "policy": ("Payer's policy", "its name"),
    "number": ("Number of that policy", "none of a patient's"),
}


@dataclass(frozen=True, slots=True)
class _Done:
    """What came of a denial, kept for the redraws."""

    dealt: Dealt
    on: datetime.date


def draw(index: Path) -> None:
    st.html(page.WELCOME)
    opened = desk.opened(index)
    with st.form("denial", border=False):
        line = st.text_input("The denial", key="denial-line", placeholder=denial.EXAMPLE, persist_state="session")
        with st.expander("Codes, payer, policy and date apart"):
            columns = st.columns(2)
            typed = {
                name: columns[place % 2].text_input(label, key=f"denial-{name}", placeholder=hint, max_chars=120)
                for place, (name, (label, hint)) in enumerate(_FIELDS.items())
            }
        wanted = st.form_submit_button("Look it up", type="primary", icon=":material/search:")
    place = st.container()
    if wanted:
        st.session_state.pop(_DONE, None)
        try:
            read = _read(line, {name: text.strip() for name, text in typed.items()})
            with st.spinner("Searching"):
                st.session_state[_DONE] = _Done(dealing.deal(read, opened, index), datetime.date.today())
        except CitedeskError as error:
            place.html(html.problem(str(error)))
    if _DONE in st.session_state:
        with place:
            _show(st.session_state[_DONE])
    footer.draw(opened.index.manifest)


def _read(line: str, typed: dict[str, str]) -> Denial:
    """Raises QuestionError as ``denial.read`` does."""
    pair = (typed["paid"], typed["denied"]) if typed["paid"] or typed["denied"] else None
    given = Given(dos=typed["dos"] or None, payer=typed["payer"] or None)
    return denial.read(line, pair, given, Policy(typed["policy"] or None, typed["number"] or None))


def _show(done: _Done) -> None:
    st.html(page.stance(done.dealt))
    for course in done.dealt.courses:
        with st.container(horizontal=True, gap="small", key=f"denial-{course.name.lower()}"):
            _downloads(done, course)
    st.html(page.result(done.dealt))


def _downloads(done: _Done, course: Course) -> None:
    sheet_files.draw(
        f"{course.replace(' ', '-')}-{done.on}",
        f"denial-{course.name}",
        functools.partial(_made, done, course),
        before=f"{course.capitalize()}, ",
        icon=":material/description:",
    )


def _made(done: _Done, course: Course, name: Path) -> bytes:
    own = settings.read("assistant", AssistantSettings).plugins
    return filing.made(done.dealt, course, done.on, name, own)
