"""A mail's text from its HTML: lines as they are seen, quoted ones behind "> ", without script and style."""

from __future__ import annotations

import re
from html.parser import HTMLParser

_UNSEEN = frozenset({"script", "style", "head", "title", "noscript", "template", "object"})
_LINES = frozenset(
    [
        "p",
        "div",
        "br",
        "tr",
        "table",
        "ul",
        "ol",
        "li",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "pre",
        "blockquote",
        "section",
        "article",
        "header",
        "footer",
        "dl",
        "dt",
        "dd",
    ]
)
_APART = frozenset(["p", "table", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre"])


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = [""]
        self._hidden = 0
        self._quoted = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNSEEN:
            self._hidden += 1
        elif tag in {"td", "th"} and self.lines[-1].strip("> "):
            self.lines[-1] += " | "
        elif tag in _LINES:
            self._break(tag in _APART)
            if tag == "blockquote":
                self._quoted += 1
                self._break(False)
            if tag == "li":
                self.lines[-1] += "- "

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN:
            self._hidden = max(0, self._hidden - 1)
        elif tag in _LINES:
            if tag == "blockquote":
                self._quoted = max(0, self._quoted - 1)
            self._break(tag in _APART)

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            words = re.sub(r"[ \t\r\n\f]+", " ", data)
            bare = self.lines[-1] in {"", "> " * self._quoted}
            self.lines[-1] += words.lstrip() if bare else words

    def _break(self, apart: bool) -> None:
        mark = "> " * self._quoted
        if self.lines[-1].strip("> "):
            self.lines.append(mark)
        else:
            self.lines[-1] = mark
        if apart and len(self.lines) > 1 and self.lines[-2].strip("> "):
            self.lines.append(mark)


def of_html(html: str) -> str:
    """Never raises: what is no HTML is text."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in reader.lines)).strip()
