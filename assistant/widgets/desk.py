"""The desk that every page of a server shares: opened once, and anew when its index changes."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from assistant.ask import Desk
from assistant.dossiers import browsing
from assistant.dossiers.browsing import Catalogue
from assistant.finding import calibration
from assistant.settings import AssistantSettings
from indexer import settings


def opened(folder: Path) -> Desk:
    """Raises what ``Desk.open`` raises."""
    return _desk(folder, calibration.state(folder))


def catalogue(folder: Path) -> Catalogue:
    """The codes of the base, read once; raises as ``opened`` does."""
    return _catalogue(folder, calibration.state(folder))


@st.cache_resource(max_entries=1, show_spinner="Opening the index")
def _desk(folder: Path, state: str) -> Desk:
    """An index that was rebuilt or calibrated has another ``state`` and is opened anew."""
    return Desk.open(folder, settings.read("assistant", AssistantSettings))


@st.cache_resource(max_entries=1, show_spinner="Reading which codes the base names")
def _catalogue(folder: Path, state: str) -> Catalogue:
    return browsing.catalogue(_desk(folder, state).index.store)
