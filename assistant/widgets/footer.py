"""What stands below every page: the base, its age, and the notice."""

from __future__ import annotations

import datetime

import streamlit as st

from assistant.showing import appeal, frame
from indexer import shipped
from indexer.index import Manifest


def draw(manifest: Manifest | None) -> None:
    st.html(frame.footer(shipped.notice() or appeal.NOTICE, manifest, datetime.date.today().year))
