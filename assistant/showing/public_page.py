"""The payers' public files that are kept beside the passages, on the page. Their names are escaped here."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from indexer.reference import Held

_NONE = (
    "None is kept. Drop NCCI edits, MUE values, the fee schedule (PPRRVU) or the ICD-10-CM list into Add files, as "
    "CMS and CDC publish them; or type: citedesk reference add FILE"
)


def files(held: Sequence[Held]) -> str:
    """A row a file, with its quarter."""
    if not held:
        return f'<p class="cd-note">{_NONE}</p>'
    head = "".join(f'<th scope="col">{name}</th>' for name in ("Quarter", "What it is", "Rows", "File"))
    rows = "".join(
        f'<tr><th scope="row">{escape(one.quarter)}</th><td>{escape(" ".join((one.kind, one.setting)))}</td>'
        f"<td>{one.rows:,}</td><td>{escape(one.name)}</td></tr>"
        for one in held
    )
    table = f'<table class="cd-cases"><caption>Public files ({len(held)})</caption><thead><tr>{head}</tr></thead>'
    return f'<div class="cd-answer"><div class="cd-wide" tabindex="0">{table}<tbody>{rows}</tbody></table></div></div>'
