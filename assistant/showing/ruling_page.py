"""House rulings on the page. What they say is escaped here, and read as no markup."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from html import escape

from assistant.library.holdings import Holding
from assistant.showing import html, phrases
from indexer.documents import Excerpt

NEW = '<div class="cd-dossier"><h3>Write a ruling</h3></div>'


def opening(number: int) -> str:
    if number == 0:
        return '<p class="cd-note">No ruling was written below the folders of this base.</p>'
    return f'<p class="cd-note">{number:,} ruling{"" if number == 1 else "s"}, the newest first.</p>'


def ruling(said: Excerpt, standing: str) -> str:
    badge = f' <span class="cd-badge">{escape(standing)}</span>'
    signed = f"Signed {said.signed}, {said.published or 'undated'}"
    return (
        f'<article class="cd-answer cd-dossier"><h3>{escape(phrases.line(said.title))}{badge}</h3>'
        f'<blockquote class="cd-passage">{html.highlighted(said.text, [])}</blockquote>'
        f'<p class="cd-source">{escape(phrases.line(signed))}</p></article>'
    )


def standing(said: Excerpt, held: Sequence[Holding], today: datetime.date) -> str:
    """Whether it is in force, and whether answers know that."""
    over = said.until is not None and said.until.days[1] < today
    state = f"Retired, in force until {said.until}" if over else "In force"
    known = any(one.id.endswith(said.id) and one.title == said.title and one.until == said.until for one in held)
    return state if known else f"{state}; not indexed yet"
