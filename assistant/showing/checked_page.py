"""A checked text on the page. Text of users and documents is escaped here and nowhere read as HTML or Markdown."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from html import escape

from assistant.checked import Checked, CheckedClaim, Found, Verdict
from assistant.showing import appeal, checked, controls, html, phrases
from indexer.documents import PartialDate

WELCOME = (
    '<header class="cd-title"><h1>Check a text</h1>'
    "<p>Paste a rationale, an appeal or an answer. Each claim of it is held against the base: supported, contradicted, "
    "replaced since or not found, with the passage. Nothing is composed.</p></header>"
)
_STYLE = """
body { max-width: 44rem; margin: 2rem auto; padding: 0 1rem; font: 1rem/1.55 Georgia, "Times New Roman", serif;
  overflow-wrap: anywhere; }
h1 { font-size: 1.6rem; }
h2 { font-size: 1.15rem; }
li { margin: 0 0 1.2rem; }
p { margin: 0 0 0.3rem; }
.cd-verdict { font-weight: bold; }
.cd-verdict::after { content: ":"; }
.cd-quotation, blockquote { margin: 0 0 0.3rem; padding-left: 1rem; border-left: 3px solid #888; }
.cd-source, .cd-note, footer { font-size: 0.85rem; }
summary, button { display: none; }
@page { margin: 2cm; }
@media print { body { max-width: none; margin: 0; padding: 0; font-size: 11pt; } li { break-inside: avoid; } }
"""
# What tells the verdicts apart beside their words.
_LOOKS = {
    Verdict.SUPPORTED: "supported",
    Verdict.CONTRADICTED: "contradicted",
    Verdict.REPLACED: "replaced",
    Verdict.NOT_FOUND: "unfound",
}


def result(found: Checked) -> str:
    """What was counted, then each claim under its verdict with the passage that decided."""
    masked = f'<p class="cd-note">{escape(phrases.masked(found.masked))}</p>' if found.masked else ""
    unsearched = html.problem(phrases.unsearched(found.unsearched)) if found.unsearched else ""
    claims = "".join(f"<li>{''.join(_claim(one))}</li>" for one in found.claims)
    return (
        f'<section class="cd-answer cd-checked" aria-label="Result of the check"><h2>What the base says of it</h2>'
        f'<p role="status">{escape(checked.summary(found))}.</p>{unsearched}{masked}<ol>{claims}</ol></section>'
    )


def whole(found: Checked, on: datetime.date) -> str:
    """One self-contained file that prints on paper; ``on`` is the day of the check."""
    day = PartialDate(on.year, on.month, on.day)
    foot = f"<p>Checked on {day}. {escape(phrases.fingerprint(found.fingerprint))}.</p><p>{escape(appeal.NOTICE)}</p>"
    return "\n".join(
        [
            "<!doctype html>",
            '<html lang="en"><head><meta charset="utf-8"><title>Checked text</title>',
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">",
            f"<style>{_STYLE}</style></head><body><h1>Checked text</h1>",
            result(found),
            f"<footer>{foot}</footer></body></html>",
            "",
        ]
    )


def _claim(one: CheckedClaim) -> Iterator[str]:
    yield (
        f'<p class="cd-claim"><span class="cd-verdict cd-{_LOOKS[one.verdict]}">{phrases.opening(one.verdict)}</span> '
        f"{escape(phrases.line(one.text))}</p>"
    )
    basis = list(checked.basis(one))
    yield (
        f'<p class="cd-quotation">{escape(basis[0])}</p>' if one.found else f'<p class="cd-note">{escape(basis[0])}</p>'
    )
    yield from (f'<p class="cd-source">{escape(line)}</p>' for line in basis[1:])
    if one.found:
        yield _whole(one.found)
        yield f'<p class="cd-actions">{controls.copying("Copy citation", one.found.citation.formal)}</p>'


def _whole(found: Found) -> str:
    """The passage with the words that decided marked in it."""
    shown = html.highlighted(found.passage.text, [(found.start, found.end)])
    return (
        '<details class="cd-whole"><summary>The passage, whole</summary>'
        f'<blockquote class="cd-passage">{shown}</blockquote></details>'
    )
