"""What stands on a page around its answers: the title above them, the notice below them."""

from __future__ import annotations

from html import escape

from indexer.index import Manifest

TITLE = '<div class="cd-unseen"><h1>Citedesk</h1></div>'
WELCOME = (
    '<div class="cd-title"><h1>Citedesk</h1>'
    "<p>A reference desk for medical coders. Ask about a code, a modifier, a payer or a rule; the answer stands on "
    "quotations word for word, with formal citations.</p></div>"
)


def footer(notice: str, manifest: Manifest | None, year: int) -> str:
    """``year`` is the calendar's, to be compared with the newest document's."""
    facts = []
    if manifest:
        newest = f", newest {manifest.newest}" if manifest.newest else ""
        facts.append(f"{manifest.documents:,} documents{newest}; knowledge base {manifest.fingerprint}.")
    if manifest and manifest.newest and year > manifest.newest:
        facts.append(f"The code sets have turned since: the newest document is of {manifest.newest}, this is {year}.")
    paragraphs = [text for text in notice.split("\n\n") if text.strip() and not text.startswith("#")]
    lines = "".join(f"<p>{escape(' '.join(text.split()))}</p>" for text in [*facts, *paragraphs])
    return f'<footer class="cd-footer">{lines}</footer>'
