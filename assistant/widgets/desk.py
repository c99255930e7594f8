"""The desk that every page of a server shares: opened once, and anew when its index changes."""

from __future__ import annotations

import datetime
from pathlib import Path

import streamlit as st

from assistant.ask import Desk
from assistant.dossiers import browsing
from assistant.dossiers.browsing import Catalogue
from assistant.finding import calibration
from assistant.library import counting, holdings
from assistant.library.counting import Figures
from assistant.library.holdings import Holding
from assistant.settings import AssistantSettings
from indexer import settings


def opened(folder: Path) -> Desk:
    """Raises what ``Desk.open`` raises."""
    return _desk(folder, calibration.state(folder))


def catalogue(folder: Path) -> Catalogue:
    """The codes of the base, read once; raises as ``opened`` does."""
    return _catalogue(folder, calibration.state(folder))


def documents(folder: Path) -> tuple[Holding, ...]:
    """The documents of the base, read once; raises as ``opened`` does."""
    return _documents(folder, calibration.state(folder))


def figures(folder: Path) -> Figures:
    """The base in figures, as of today; raises as ``opened`` does."""
    return _figures(folder, calibration.state(folder), datetime.date.today())


@st.cache_resource(max_entries=1, show_spinner="Opening the index")
def _desk(folder: Path, state: str) -> Desk:
    """An index that was rebuilt or calibrated has another ``state`` and is opened anew."""
    return Desk.open(folder, settings.read("assistant", AssistantSettings))


@st.cache_resource(max_entries=1, show_spinner="Reading which codes the base names")
def _catalogue(folder: Path, state: str) -> Catalogue:
    return browsing.catalogue(_desk(folder, state).index.store)


@st.cache_resource(max_entries=1, show_spinner="Reading what the base holds")
def _documents(folder: Path, state: str) -> tuple[Holding, ...]:
    return holdings.read(_desk(folder, state).index.store)


@st.cache_resource(max_entries=1, show_spinner=False)
def _figures(folder: Path, state: str, today: datetime.date) -> Figures:
    return counting.of(_documents(folder, state), today)
