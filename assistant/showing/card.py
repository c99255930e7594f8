"""An answer as a card: what is said of it, and its sources as rows that are opened beside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from typing import Protocol

from assistant.answers import Answer, Citation, Quotation
from assistant.quoting.around import Part
from assistant.showing import badges, controls, copies, html, phrases
from indexer.passages import Passage

CAN_BE_ASKED = (
    '<div class="cd-can"><h2>What can be asked</h2><p>A rule, a pair of codes, a modifier, a count, a payer, or a code '
    "alone; in shorthand as in a note. Say the date of service and the payer where they matter. These are answered "
    "here:</p></div>"
)
# Words of a source's sentence in its row.
_WORDS = 30


class Asked(Protocol):
    """What is shown of an earlier turn."""

    @property
    def id(self) -> str: ...
    @property
    def question(self) -> str: ...
    @property
    def headline(self) -> str: ...


def further(found: Answer, turn: str | int) -> str:
    """What stands between the statements and the rows: what else is recorded, what is missing, and whole quotations."""
    return f'<div class="cd-answer cd-evidence">{html.beside(found, turn)}</div>'


def copying(found: Answer) -> str:
    """Buttons that copy."""
    cited = controls.copying("Copy citations", copies.citations(found)) if found.citations or found.reference else ""
    link = '<button type="button" class="cd-button" data-copy="#">Copy link</button>'
    return f'<p class="cd-actions">{controls.copying("Copy answer", copies.answer(found))}{cited}{link}</p>'


def rows(found: Answer, open_: int | None) -> str:
    """One row a citation, the ``open_`` one marked: badge, title, one sentence."""
    listed = found.citations or found.nearest
    if not listed:
        return ""
    heading = "Sources" if found.supported else "Nearest documents"
    shown = "".join(f"<li>{_row(one, found, one.number == open_)}</li>" for one in listed)
    return f'<section class="cd-answer"><h3>{heading}</h3><ol class="cd-rows">{shown}</ol></section>'


def source(found: Answer, number: int) -> str:
    """A citation with its passages, what is quoted of them marked."""
    cited = citation(found, number)
    whose = phrases.provenance(cited.provenance)
    standing = f"{phrases.opening(cited.tier.words)} · {phrases.as_of(cited.as_of)} · {whose}"
    passages = "".join(_passage(passage, quoted, found) for passage, quoted in _passages(found, cited))
    return (
        f'<article class="cd-answer cd-source-open" aria-label="Source {number}">'
        f'<p class="cd-note">{escape(standing)}</p>{passages}'
        f'<p class="cd-formal">{escape(cited.formal)}</p><p class="cd-actions">'
        f"{controls.copying('Copy citation', cited.formal)}{html.link(cited.url).removesuffix(' · ')}</p></article>"
    )


def thread(parts: Sequence[Part]) -> str:
    """Every posting, or the whole excerpt; roles stand in place of names."""
    if not parts:
        return '<p class="cd-note">This document is no longer in the base.</p>'
    return f'<ol class="cd-answer cd-thread">{"".join(map(_part, parts))}</ol>'


def earlier(turns: Sequence[Asked]) -> str:
    """Other turns of the conversation; each opens."""
    if not turns:
        return ""
    shown = "".join(
        f'<li><button type="button" data-go="turn:{escape(one.id)}"><span class="cd-then">{escape(one.question)}</span>'
        f'<span class="cd-said">{escape(phrases.line(one.headline))}</span></button></li>'
        for one in turns
    )
    return (
        f'<nav class="cd-earlier" aria-label="Earlier questions"><h2>Earlier in this conversation ({len(turns)})</h2>'
        f"<ol>{shown}</ol></nav>"
    )


def citation(found: Answer, number: int) -> Citation:
    return next(one for one in (*found.citations, *found.nearest) if one.number == number)


def _row(cited: Citation, found: Answer, open_: bool) -> str:
    quoted = [one for one in found.quotations if one.citation == cited.number]
    badge = badges.of(cited, quoted, found)
    passage, sentence = _said(cited, quoted, found)
    title = phrases.line(passage.title) if passage else cited.label
    return (
        f'<button type="button" class="cd-row" data-go="source:{cited.number}" aria-pressed="{str(open_).lower()}">'
        f'<span class="cd-badge cd-{badge.look}">{escape(badge.words)}</span>'
        f'<span class="cd-row-title">[{cited.number}] {escape(title)}</span>'
        f'<span class="cd-row-said">{escape(sentence)}</span></button>'
    )


def _said(cited: Citation, quoted: Sequence[Quotation], found: Answer) -> tuple[Passage | None, str]:
    if quoted:
        one = quoted[0]
        return one.passage, phrases.words(_first(one.short or one.text), one.passage.provenance)
    near = next((one.passage for one in found.candidates if one.passage.document_id == cited.document_id), None)
    return near, phrases.words(_first(near.text), near.provenance) if near else cited.label


def _first(text: str) -> str:
    words = text.split()
    return text if len(words) <= _WORDS else f"{' '.join(words[:_WORDS])} …"


def _passages(found: Answer, cited: Citation) -> Iterator[tuple[Passage, list[Quotation]]]:
    quoted: dict[str, list[Quotation]] = {}
    for one in found.quotations:
        if one.citation == cited.number:
            quoted.setdefault(one.passage.id, []).append(one)
    yield from ((of[0].passage, of) for of in quoted.values())
    if not quoted:
        best = [one.passage for one in found.candidates if one.passage.document_id == cited.document_id][:1]
        yield from ((passage, []) for passage in best)


def _passage(passage: Passage, quoted: Sequence[Quotation], found: Answer) -> str:
    later = phrases.replaced(quoted[0], found.citations, found.candidates) if quoted else ()
    told = f'<p class="cd-note">{escape(phrases.opening(phrases.written(later)))}</p>' if later else ""
    shown = html.highlighted(passage.text, [(one.start, one.end) for one in quoted])
    title = f"<h3>{escape(phrases.line(passage.title))}</h3>" if passage.title else ""
    return f'{title}{told}<blockquote class="cd-passage">{shown}</blockquote>'


def _part(part: Part) -> str:
    who = phrases.opening(part.role) if part.role else "Text"
    dated = f", {part.date}" if part.date else ""
    text = "".join(
        f'<div class="cd-passage">{html.highlighted(passage.text, spans)}</div>'
        for passage, spans in zip(part.passages, part.spans, strict=True)
    )
    quoted = ' class="cd-quoted"' if part.quoted else ""
    return f'<li{quoted}><p class="cd-speaker">{escape(f"{who}{dated}")}</p>{text}</li>'
