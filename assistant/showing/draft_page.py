"""How a file that is handed over would be read, on the page. What it says is escaped here, and read as no markup."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from html import escape

from assistant.library.adding import Drafted, There
from assistant.showing import explained, phrases
from indexer.documents import Excerpt, Thread
from indexer.explaining import Explained, Told
from indexer.formats import Damage

# How many documents of a file, and parts of a document, are shown at first.
_DOCUMENTS, _PARTS = 5, 6
# Letters of a part.
_BEGINNING = 240
_PROBLEMS, _ADVICE = 10, 300
# What becomes of lines that are kept.
_KEPT = ("title", "posting", "text", "row", "front matter", "heading", "empty", "record", "sheet")


def draft(one: Drafted) -> str:
    names = escape(", ".join(one.names))
    body = "".join(_body(one))
    return f'<article class="cd-answer cd-dossier cd-draft-file"><h3>{names}</h3>{body}</article>'


def _body(one: Drafted) -> Iterator[str]:
    if one.refusal:
        yield _problem(f"Not added: {one.refusal}")
    for reference in one.references:
        what = " ".join(filter(None, (reference.kind, reference.setting, reference.quarter)))
        yield _line(f"A public reference file, {what} ({reference.name}): its rows are kept beside the passages.")
    if one.explained:
        yield from _explained(one.explained)
    if one.there is There.THE_SAME:
        yield _line("This very file is in the base already.")
    elif one.there is There.ANOTHER:
        yield _line("Another file of this name is in the base; it stays unless you have it replaced.")


def _explained(found: Explained) -> Iterator[str]:
    threads = sum(isinstance(told.document, Thread) for told in found.documents)
    excerpts = len(found.documents) - threads
    counts = ", ".join([*_count(threads, "thread"), *_count(excerpts, "excerpt")])
    if found.documents:
        yield _line(f"Read as {(found.chosen or '').replace('_', ' ')}: {counts}.")
    yield from (_left_out(damage) for damage in found.left_out[:_PROBLEMS])
    if damages := found.left_out[_PROBLEMS:]:
        yield _folded(f"{len(damages):,} more that are left out", "".join(map(_left_out, damages)))
    yield from map(_document, found.documents[:_DOCUMENTS])
    if more := found.documents[_DOCUMENTS:]:
        yield _folded(f"{len(more):,} more documents", "".join(_line(one.document.title) for one in more))
    yield from map(_line, explained.counted(found.counts))
    if dropped := _dropped(found):
        yield _line(f"Lines that are not kept: {dropped}")
    notes = "".join(_line(f"{f'Line {note.line}: ' if note.line else ''}{note.what}") for note in found.notes)
    if notes:
        yield _folded(f"Notes on how it was read ({len(found.notes):,})", notes)


def _document(told: Told) -> str:
    document = told.document
    pairs = "".join(f"<dt>{name}</dt><dd>{escape(value)}</dd>" for name, value in _stated(told) if value)
    parts = [_part(told, number) for number in range(len(told.parts))]
    kept = {passage.part for passage in told.parts}
    unquoted = [one for one in told.silent if one.part not in kept]
    silent = [f"<li>{escape(phrases.opening(one.role))}: not quoted, {escape(one.why)}</li>" for one in unquoted]
    shown = "".join([*parts[:_PARTS], *silent[:_PARTS]])
    rest = "".join([*parts[_PARTS:], *silent[_PARTS:]])
    more = _folded(f"{len(parts) + len(silent) - shown.count('<li>'):,} more", f"<ul>{rest}</ul>") if rest else ""
    title = escape(phrases.line(document.title))
    return f'<section><h4>{title}</h4><dl class="cd-pairs">{pairs}</dl><ul>{shown}</ul>{more}</section>'


def _stated(told: Told) -> Iterator[tuple[str, str]]:
    document, first = told.document, told.parts[0] if told.parts else None
    yield "Source", document.source or "none stated: state one above the text, or in a file NAME.yaml beside it"
    if isinstance(document, Excerpt):
        yield "Date", str(document.published or "undated")
        particulars = {name: getattr(document, name) for name in ("volume", "issue", "chapter", "section")}
        yield "Stated", ", ".join(f"{name} {value}" for name, value in particulars.items() if value)
        labels = [page.label for page in document.pages] or [document.page or ""]
        yield "Pages", labels[0] if labels[0] == labels[-1] else f"{labels[0]} to {labels[-1]}"
    ends = (("from", document.effective), ("until", document.until))
    yield "In force", " ".join(f"{word} {day}" for word, day in ends if day)
    yield "Replaced by", document.superseded_by or ""
    yield "Who speaks", f"{first.tier.words}, {phrases.provenance(first.provenance)}" if first else ""


def _part(told: Told, number: int) -> str:
    passage = told.parts[number]
    words = phrases.line(passage.text)
    beginning = words if len(words) <= _BEGINNING else f"{words[:_BEGINNING]} …"
    if passage.role is None:
        return f"<li>{escape(beginning)}</li>"
    asks = "; searched, never quoted" if passage.role == "asker" else ""
    who = f"{phrases.opening(passage.role)}, {passage.date or 'undated'}{asks}"
    return f"<li><strong>{escape(who)}:</strong> {escape(beginning)}</li>"


def _dropped(found: Explained) -> str:
    """What lines were that are neither kept nor empty, and how many of each."""
    counts = Counter[str]()
    for fate in found.fates:
        if not fate.what.startswith(_KEPT):
            counts[fate.what] += fate.last - fate.first + 1
    return ", ".join(f"{what} {number:,}" for what, number in counts.most_common())


def _at(damage: Damage) -> str:
    return f"line {damage.line}: " if damage.line else f"page {damage.page}: " if damage.page else ""


def _left_out(damage: Damage) -> str:
    """What is wrong, and what to do; a long list of what can be read instead stands behind a click."""
    reason, _, advice = f"Left out: {_at(damage)}{damage.reason}".partition("; ")
    if len(advice) <= _ADVICE:
        return _problem(f"{reason}; {advice}" if advice else reason)
    return f'<div class="cd-problem">{escape(reason)}{_folded("What can be read", _line(advice))}</div>'


def _count(number: int, what: str) -> list[str]:
    return [f"{number:,} {what}{'' if number == 1 else 's'}"] if number else []


def _folded(summary: str, inside: str) -> str:
    return f'<details class="cd-whole"><summary>{escape(summary)}</summary>{inside}</details>'


def _line(text: str) -> str:
    return f"<p>{escape(phrases.opening(text))}</p>"


def _problem(text: str) -> str:
    return f'<p class="cd-problem">{escape(text)}</p>'
