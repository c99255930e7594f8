"""The appeal sheet as one self-contained HTML file that prints on paper. Everything in it is escaped here."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape

from assistant.showing.appeal import SIGNATURE, Cited, Quoted, Sheet
from indexer.plugins import NoSettings

LABEL = "HTML, to print"
_ADDRESS = re.compile(r"https?://[\w.-]+(?=[:/?#]|$)", re.IGNORECASE)
_STYLE = """
:root { color-scheme: light dark; }
body { max-width: 44rem; margin: 2rem auto; padding: 0 1rem; font: 1rem/1.55 Georgia, "Times New Roman", serif;
  overflow-wrap: anywhere; }
h1 { font-size: 1.6rem; margin: 0 0 1rem; }
h2 { font-size: 1.15rem; margin: 1.6rem 0 0.5rem; break-after: avoid; }
h3 { font-size: 1rem; font-style: italic; font-weight: normal; margin: 1.1rem 0 0.5rem; break-after: avoid; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0.3rem 1rem; margin: 0; }
dt { font-weight: bold; }
dd { margin: 0; }
blockquote { margin: 0 0 1rem; padding: 0 0 0 1rem; border-left: 3px solid #888; }
blockquote p { margin: 0 0 0.3rem; }
.apart { margin: 0 0 0.3rem; padding: 0.6rem 0.9rem; border: 1px solid #888; break-inside: avoid; }
.apart ul { margin: 0.3rem 0 0; padding-left: 1.2rem; }
.standing, footer { font-size: 0.85rem; }
.cited { list-style: none; padding: 0; margin: 0; }
.cited li { padding-left: 2.2rem; text-indent: -2.2rem; margin: 0 0 0.5rem; }
.cited b { display: inline-block; width: 2.2rem; text-indent: 0; }
footer { margin-top: 2rem; padding-top: 0.8rem; border-top: 1px solid #888; }
@page { margin: 2cm; }
@media print {
  :root { color-scheme: light; }
  body { max-width: none; margin: 0; padding: 0; font-size: 11pt; }
  blockquote, li, footer { break-inside: avoid; }
  a { color: inherit; text-decoration: none; }
}
"""


def write(sheet: Sheet, settings: NoSettings) -> bytes:
    labels = "".join(f"<dt>{escape(label)}</dt><dd>{escape(text)}</dd>" for label, text in sheet.labels)
    body = [
        f"<h1>{escape(sheet.title)}</h1>",
        f"<dl>{labels}</dl>",
        "<h2>Answer</h2>",
        f"<p>{escape(sheet.answer)}</p>",
    ]
    for listed in sheet.lists:
        lines = "".join(f"<li>{escape(line)}</li>" for line in listed.lines)
        body.append(f'<div class="apart"><b>{escape(listed.heading)}</b><ul>{lines}</ul></div>')
    body.append("<h2>Quotations</h2>")
    for group in sheet.quotations:
        body += [f"<h3>{escape(group.heading)}</h3>", *map(_quoted, group.quotations)]
    body += ["<h2>Citations</h2>", _list(sheet.citations)]
    notices = "".join(f"<p>{escape(notice)}</p>" for notice in sheet.notices)
    body.append(f"<footer><p>{SIGNATURE} {escape(sheet.fingerprint)}</p>{notices}</footer>")
    body.append(f"<!-- {sheet.imprint} -->")
    return "\n".join([*head(sheet.title), *body, "</body>", "</html>", ""]).encode()


def head(title: str) -> list[str]:
    """Down to where the body begins; nothing is fetched and no script runs."""
    return [
        "<!doctype html>",
        '<html lang="en">',
        "<head>",
        '<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">",
        f"<title>{escape(title)}</title>",
        f"<style>{_STYLE}</style>",
        "</head>",
        "<body>",
    ]


def _quoted(one: Quoted) -> str:
    return (
        f"<blockquote><p>{escape(one.text)} [{one.number}]</p>"
        f'<p class="standing">{escape(one.standing)}</p></blockquote>'
    )


def _list(listed: Iterable[Cited]) -> str:
    return f'<ul class="cited">{"".join(f"<li><b>[{one.number}]</b>{_linked(one)}</li>" for one in listed)}</ul>'


def _linked(one: Cited) -> str:
    """The address in the wording becomes a link where it is one on the web."""
    wording = escape(one.formal)
    if not one.url or not _ADDRESS.match(one.url):
        return wording
    address = escape(one.url)
    return wording.replace(address, f'<a href="{address}">{address}</a>')
