"""Rows of public files on the page: what they state, then the citation, apart from what is quoted. Escaped here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from assistant.showing import public_files
from assistant.statements import Reference
from indexer.reference import Stated


def drawn(found: Reference | None, asked: bool = True, heading: str = "h3", beside: Iterable[str] = ()) -> str:
    """The first rows, the others behind one click, then what is said ``beside`` them and the notes; empty without any.

    ``asked``: a date of service could have been given.
    """
    if found is None:
        return ""
    first, others = found.rows[: public_files.FIRST], found.rows[public_files.FIRST :]
    notes = "".join(f'<p class="cd-note">{escape(note)}</p>' for note in (*beside, *public_files.notes(found, asked)))
    left = f'<details class="cd-whole"><summary>{len(others)} more</summary>{_list(others)}</details>' if others else ""
    title = f"<{heading}>{escape(public_files.HEADING)}</{heading}>"
    return f'<aside class="cd-box">{title}{_list(first)}{left}{notes}</aside>'


def _list(rows: Sequence[Stated]) -> str:
    lines = (
        f'<li>{escape(public_files.said(one))}<span class="cd-source">{escape(public_files.source(one))}</span></li>'
        for one in rows
    )
    return f"<ul>{''.join(lines)}</ul>" if rows else ""
