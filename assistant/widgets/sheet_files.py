"""Sheets to be downloaded, one button a form; a file is made when it is asked for, not at every redraw."""

from __future__ import annotations

import functools
import mimetypes
from collections.abc import Callable
from pathlib import Path
from typing import Literal, cast

import streamlit as st

from assistant.showing import sheets
from indexer import plugins


def draw(
    stem: str,
    key: str,
    made: Callable[[Path], bytes],
    before: str = "",
    icon: str | None = None,
    width: Literal["content", "stretch"] = "content",
) -> None:
    """``made`` runs outside the session, with the name of the file: ``stem`` and the form's suffix. ``before`` stands
    before the form's name on its button.
    """
    for suffix, form in plugins.each(sheets):
        if isinstance(form, plugins.Broken):
            st.caption(str(form))
            continue
        name = Path(f"{stem}.{suffix}")
        st.download_button(
            f"{before}{cast(sheets.Module, form).LABEL}",
            data=functools.partial(made, name),
            file_name=str(name),
            mime=mimetypes.guess_type(name)[0] or "application/octet-stream",
            on_click="ignore",
            icon=icon,
            key=f"{key}-{suffix}",
            width=width,
        )
