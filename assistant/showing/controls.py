"""The page's own links and buttons in the markup of an answer; what they show is escaped here."""

from __future__ import annotations

from html import escape
from urllib.parse import quote

from indexer import codes


def copying(label: str, text: str) -> str:
    """A button that copies ``text``."""
    return f'<button type="button" class="cd-button" data-copy="{escape(text)}">{escape(label)}</button>'


def code_address(value: str) -> str:
    """Of the page of a code, from any page."""
    return f"codes?c={quote(value)}"


def coded(text: str) -> str:
    """``text`` with each code as a link to its page; a range or a pattern leads to the first that it names."""
    pieces, at = [], 0
    for mention in codes.find(text):
        for code in mention.codes:
            start = text.find(code.value, at, mention.end)
            if start >= 0:
                pieces += [escape(text[at:start]), _link(code.value, code.value)]
                at = start + len(code.value)
        if mention.codes and at <= mention.start:
            pieces += [
                escape(text[at : mention.start]),
                _link(mention.codes[0].value, text[mention.start : mention.end]),
            ]
            at = mention.end
    return "".join([*pieces, escape(text[at:])])


def _link(value: str, shown: str) -> str:
    return f'<a class="cd-code" href="{code_address(value)}">{escape(shown)}</a>'
