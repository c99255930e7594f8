"""A denial as HTML for the page; everything in it is escaped here."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from assistant.denials import telling
from assistant.denials.dealt import Dealt, Stance
from assistant.showing import phrases

WELCOME = (
    '<div class="cd-title cd-begun"><h1>From a denial</h1><p>Paste the line of the remittance: its codes, '
    "the code that was paid, the one denied beside it, payer and date of service.</p></div>"
)
# What speaks against an appeal stands in the band of what is not settled.
_BANDS = {Stance.UPHELD: "cd-nearest", Stance.SILENT: "cd-nothing"}


def stance(dealt: Dealt) -> str:
    """Before anything else is read."""
    band = _BANDS.get(dealt.stance, "cd-answers")
    said = escape(telling.STANCES[dealt.stance])
    return f'<div class="cd-answer"><p class="{band}" role="status">{said}</p></div>'


def result(dealt: Dealt) -> str:
    known = [telling.remark(one) for one in dealt.denial.remarks]
    known += [f"{label}: {text}" for label, text in telling.labels(dealt.denial)]
    if dealt.denial.masked:
        known.append(phrases.masked(dealt.denial.masked))
    said = [f"<h2>{escape(heading)}</h2>{_list(lines)}" for heading, lines in telling.sections(dealt)]
    said.append(f"<details><summary>Read as</summary>{_list(known)}</details>")
    return f'<div class="cd-answer cd-denial">{"".join(said)}</div>'


def _list(lines: Iterable[str]) -> str:
    return f"<ul>{''.join(f'<li>{escape(line)}</li>' for line in lines)}</ul>"
