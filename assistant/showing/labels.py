"""Text of documents and users in the labels of widgets, which Streamlit reads as Markdown."""

from __future__ import annotations

import re

_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
# What is replaced even where it is escaped: arrows and dashes, and one picture.
_DRAWN = re.compile(r"(?<=[-<])(?=[->])|(?<=:)(?=streamlit:)", re.IGNORECASE)
_NOTHING = "\u2060"  # takes no room


def label(text: str) -> str:
    """``text`` on one line, as Markdown that says just that."""
    return _PUNCTUATION.sub(r"\\\1", _DRAWN.sub(_NOTHING, " ".join(text.split())))
