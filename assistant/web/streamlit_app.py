"""The script that `citedesk chat` gives to Streamlit: every page of ``assistant/pages`` over one index."""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import cast

import streamlit as st

from assistant import pages, web
from assistant.showing import html
from assistant.widgets import asking, browser, conversation, permission, style
from indexer import place, plugins, shipped
from indexer.errors import CitedeskError


def run() -> None:
    """Draws the page that the visitor asked for; a page that cannot be loaded is named above it."""
    st.set_page_config(page_title="Citedesk", layout="centered")
    st.html(style.SHEET)
    try:
        if not permission.admitted():
            return
        names = plugins.names(pages)
    except CitedeskError as error:
        st.html(html.problem(str(error)))
        return
    found = {}
    for name in names:
        try:
            found[name] = cast(pages.Module, plugins.load(pages, name))
        except Exception as error:  # a plug-in may fail in any way
            st.html(html.problem(f"the page {name} cannot be loaded: {error}"))
    _draw(found)


def _draw(found: Mapping[str, pages.Module]) -> None:
    index = Path(os.environ.get(web.INDEX) or place.beside(shipped.HERE))
    names = sorted(found, key=lambda name: (found[name].ORDER, name))
    if len(names) == 1:
        _page(found[names[0]], index)
    elif names:
        drawn = {name: partial(_page, found[name], index) for name in names}
        shown = [st.Page(drawn[name], title=found[name].TITLE, url_path=name) for name in names]
        st.navigation(shown, position="top").run()


def _page(module: pages.Module, index: Path) -> None:
    """What a user can mend is one line on any page."""
    try:
        module.page(index)
    except CitedeskError as error:
        st.html(html.problem(str(error)))
    browser.draw(browser.Listener(conversation.restore, asking.went))


if __name__ == "__main__":
    run()
