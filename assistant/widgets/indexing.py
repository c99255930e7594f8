"""An indexing that somebody asked for on the page: its progress, for everybody who looks, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from assistant.library.working import Work
from assistant.showing import library_page

# In seconds, how often the progress is looked at.
_EVERY = 0.5
_KEY = "library-job"


@dataclass(frozen=True, slots=True)
class Job:
    """What this user had done: ``said`` tells of it, and indexing ``number`` brings it into the answers.

    ``documents`` are the ids that it should bring; none where nothing is to be indexed.
    """

    said: tuple[str, ...]
    number: int | None = None
    documents: tuple[str, ...] = ()


@st.cache_resource(max_entries=8, show_spinner=False)
def of(folder: Path) -> Work:
    """The one that every session shares."""
    return Work(folder)


def start(folder: Path, said: tuple[str, ...], documents: tuple[str, ...] = ()) -> None:
    """Asks for an indexing and keeps ``said`` until it is over."""
    st.session_state[_KEY] = Job(said, of(folder).index(), documents)


def tell(said: tuple[str, ...]) -> None:
    """What was done without one."""
    st.session_state[_KEY] = Job(said)


def draw(folder: Path) -> Job | None:
    """What was done and how far it is; the job once it is over, and its documents can be opened."""
    job: Job | None = st.session_state.get(_KEY)
    work = of(folder)
    if job is None:
        if work.step:
            _progress(folder, None)
        return None
    done = work.done(job.number) if job.number else None
    st.html(library_page.job(job.said, done))
    if job.number and not done:
        _progress(folder, job.number)
        return None
    return job


@st.fragment(run_every=_EVERY)
def _progress(folder: Path, number: int | None) -> None:
    """Looks again and again, and draws the page anew once the indexing ``number``, or whatever runs, is over."""
    work = of(folder)
    step = work.step
    if step is None or (number and work.done(number)):
        st.rerun()
    part = step.done / step.total if step.total else 0.0
    st.progress(min(part, 1.0), text=library_page.step(step))


def clear() -> None:
    """What was told is read."""
    st.session_state.pop(_KEY, None)
