"""The script that `citedesk chat` gives to Streamlit: every page of ``assistant/pages`` over one index."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import streamlit as st

from assistant import pages, web
from assistant.showing import markup
from assistant.widgets import style
from indexer import index as index_
from indexer import plugins, shipped


@dataclass(frozen=True, slots=True)
class _Page:
    """What a module of ``assistant/pages`` offers, under the module's name."""

    name: str
    title: str
    order: int
    draw: Callable[[Path], None]


def run() -> None:
    """Draws the page that the visitor asked for; one that cannot be loaded is named above it."""
    st.set_page_config(page_title="Citedesk", layout="centered")
    st.html(style.SHEET)
    found = []
    for name in plugins.names(pages):
        try:
            module = plugins.load(pages, name)
            found.append(_Page(name, module.TITLE, module.ORDER, module.page))
        except Exception as error:  # a plug-in may fail in any way
            st.html(markup.problem(f"the page {name} cannot be loaded ({type(error).__name__}: {error})"))
    _draw(sorted(found, key=lambda page: (page.order, page.name)))


def _draw(found: Sequence[_Page]) -> None:
    index = Path(os.environ.get(web.INDEX) or index_.beside(shipped.HERE))
    if len(found) == 1:
        found[0].draw(index)
    elif found:
        shown = [st.Page(partial(page.draw, index), title=page.title, url_path=page.name) for page in found]
        st.navigation(shown, position="top").run()


if __name__ == "__main__":
    run()
