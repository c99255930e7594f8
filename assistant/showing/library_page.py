"""A base and its documents on the page. What documents and users say is escaped here, and nowhere read as markup."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from html import escape
from urllib.parse import quote

from assistant.library.counting import Figures
from assistant.library.holdings import Holding, Part, Whole
from assistant.library.overview import Overview
from assistant.library.working import Done, Step
from assistant.showing import explained, html, library, phrases
from assistant.showing.labels import label
from indexer import reader
from indexer.passages import Passage
from indexer.problems import Account

TITLE = '<header class="cd-title cd-begun"><h1>Library</h1></header>'
LOOK_AFTER = f'<p class="cd-note">{library.LACKS}</p>'
# What is shown of each kind at first, and at all.
_FIRST, _MOST = 8, 200


def row(one: Holding, today: datetime.date) -> str:
    """What stands below a document's title in a list."""
    return f'<p class="cd-source">{escape(" · ".join(library.particulars(one)))}{_badges(one, today)}</p>'


def _badges(one: Holding, today: datetime.date) -> str:
    standing = library.standing(one, today)
    return "".join(f' <span class="cd-badge">{escape(phrases.opening(lack))}</span>' for lack in standing)


def found(number: int, total: int) -> str:
    return f'<p class="cd-note" role="status">{number:,} of {total:,} documents</p>'


def whole(one: Whole, today: datetime.date) -> str:
    """The document with its particulars, then part by part."""
    badges = _badges(one.holding, today)
    pairs = "".join(f"<dt>{escape(name)}</dt><dd>{_value(name, value)}</dd>" for name, value in library.stated(one))
    parts = "".join(map(_part, one.parts))
    unheard = library.unheard(one)
    return (
        f'<article class="cd-answer cd-dossier cd-document"><h2>{escape(phrases.line(one.holding.title))}{badges}</h2>'
        f'<dl class="cd-pairs">{pairs}</dl>{parts}'
        f"{_note(unheard) if unheard else ''}</article>"
    )


def _value(name: str, value: str) -> str:
    """An address of the web is a link. A code leads to its page, in a tab of its own: this one stays as it is."""
    if name == "Address" and (link := html.link(value)):
        return link.removesuffix(" · ")
    if name != "Codes":
        return escape(value)
    codes = (f'<a href="codes?c={quote(code)}" target="_blank">{escape(code)}</a>' for code in value.split(", "))
    return ", ".join(codes)


def _part(part: Part) -> str:
    name = escape(library.heading(part))
    said = "".join(map(_passage, part.passages))
    return f'<section id="{escape(part.name)}"><h3>{name}</h3>{said}</section>'


def _passage(passage: Passage) -> str:
    quoted = library.quoting(passage)
    said = f'<blockquote class="cd-passage">{html.highlighted(passage.text, [])}</blockquote>'
    return f"{_note(quoted) if quoted else ''}{said}"


def overview(one: Overview) -> str:
    """What the base was made of, what changed since, and what the last indexing told."""
    changed = "".join(map(_line, library.changed(one, _FIRST)))
    made = f"<p>{escape(library.opening(one))}</p>{_note(f'Fingerprint {one.fingerprint}')}"
    return (
        f'<div class="cd-answer cd-dossier">{made}'
        f"<section><h3>{library.CHANGED}</h3>{changed}</section>{_told(one.told)}</div>"
    )


def tables(figures: Figures, top: int) -> str:
    """A table of each kind, the first ``top`` rows."""
    made = []
    for table in library.tables(figures, top):
        head = "".join(f'<th scope="col">{name}</th>' for name in (table.name, "Documents", "Passages"))
        rows = "".join(
            f'<tr><th scope="row">{escape(name)}</th><td>{amount.documents:,}</td><td>{amount.passages:,}</td></tr>'
            for name, amount in table.rows
        )
        made.append(
            f'<table class="cd-cases cd-figures"><caption>{escape(table.heading)}</caption>'
            f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
        )
    return f'<div class="cd-answer cd-tables">{"".join(made)}</div>'


def _told(account: Account | None) -> str:
    """Kind by kind, the first files of each and the others behind one click."""
    if account is None or not account.problems:
        said = "".join(map(_line, library.told(account, _FIRST)))
        return f"<section><h3>{library.TOLD}</h3>{said}</section>"
    opening = library.problems(account)
    failed = "" if account.complete else _line("it failed, and the index before it answers")
    kinds = []
    for kind, alike in reader.by_kind(account.problems).items():
        verb = "Left out" if alike[0].left_out else "Note"
        shown = [f"<li>{escape(str(problem))}</li>" for problem in alike[:_MOST]]
        if len(alike) > _MOST:
            shown.append(f"<li>... and {len(alike) - _MOST:,} more, see: citedesk stats --json</li>")
        more = "".join(shown[_FIRST:])
        rest = f'<details class="cd-whole"><summary>{len(alike) - _FIRST:,} more</summary><ul>{more}</ul></details>'
        head = f"<h4>{verb}: {escape(phrases.line(kind))} ({len(alike):,})</h4>"
        kinds.append(f"{head}<ul>{''.join(shown[:_FIRST])}</ul>{rest if more else ''}")
    counts = "".join(map(_line, explained.counted(account.counts)))
    return f"<section><h3>{library.TOLD}</h3>{failed}{_line(opening)}{''.join(kinds)}{counts}</section>"


def job(said: Sequence[str], done: Done | None) -> str:
    """What was done, and what came of the indexing after it, once there is any."""
    lines = "".join(map(_line, said))
    if done and done.error:
        return f'<div role="alert">{lines}{html.problem(done.error)}</div>'
    outcome = _line(outcome_of(done)) if done else ""
    return f'<div class="cd-done" role="status">{lines}{outcome}</div>'


def outcome_of(done: Done) -> str:
    new = "no passage is new"
    if done.new:
        new = "1 passage is new" if done.new == 1 else f"{done.new:,} passages are new"
    return f"Indexed: {new}; the base has {done.documents:,} documents in {done.passages:,} passages."


def step(one: Step) -> str:
    """As a label."""
    counted = f": {one.done:,} of {one.total:,}" if one.total > 1 else ""
    return label(f"Indexing, {one.stage}{counted}. Whoever asks meanwhile is answered as before.")


def _line(text: str) -> str:
    return f"<p>{escape(phrases.opening(text))}</p>"


def _note(text: str) -> str:
    return f'<p class="cd-note">{escape(text)}</p>'
