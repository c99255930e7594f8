"""An answer as markup. Text of users, documents and models is escaped here and nowhere read as HTML or Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from html import escape

from assistant.answers import Answer, Citation, Group, Place, Quotation
from assistant.showing import controls, outline, phrases, refusal_phrases, row_page
from assistant.showing.phrases import Line
from assistant.statements import Case, Disagreement
from assistant.wording import Wording
from indexer.passages import Passage

_ADDRESS = re.compile(r"https?://([\w.-]+)(?=[:/?#]|$)", re.IGNORECASE)


def problem(text: str) -> str:
    return f'<p class="cd-problem" role="alert">{escape(text)}</p>'


def reply(text: str) -> str:
    return f'<p class="cd-reply" role="status">{escape(text)}</p>'


def question(found: Answer, turn: str | int) -> str:
    """The question as it was searched: what was masked is already gone from it."""
    masked = phrases.masked(found.masked) if found.masked else ""
    read_as = phrases.read_as(found.read_as) if found.read_as != found.question else ""
    notes = "".join(f'<p class="cd-note">{escape(note)}</p>' for note in (masked, read_as) if note)
    return f'<div class="cd-question" id="turn-{turn}"><h2>{escape(found.question)}</h2>{notes}</div>'


def answer(found: Answer, turn: str | int) -> str:
    """All of it with a panel a citation. ``turn`` keeps the targets of the marks apart where several answers stand."""
    panels = [
        "<h3>Citations</h3>" if found.citations else "<h3>Nearest documents</h3>",
        *(_cited(citation, found, turn) for citation in found.citations),
        *(_near(citation, found, turn) for citation in found.nearest),
    ]
    return f'{said(found, turn)}<div class="cd-answer cd-evidence">{beside(found, turn)}{"".join(panels)}</div>'


def said(found: Answer, turn: str | int, linked: bool = False) -> str:
    """What is stated before the quotations. ``linked``: codes of the cases lead to their pages."""
    parts = [
        *_opening(found, turn),
        *([f'<p class="cd-note">{escape(judged)}</p>'] if (judged := phrases.judged(found)) else []),
        *(f"<p>{escape(phrases.named(one))}</p>" for one in found.named),
        _wording(found.wording, turn),
        _cases(found, turn, linked) if found.cases else "",
        _differs(found.disagreement, turn) if found.disagreement else "",
        *(_list(phrases.FIND_OUT, lines, turn) for lines in [outline.find_out(found)] if lines),
        row_page.drawn(found.reference),
    ]
    return f'<div class="cd-answer">{"".join(parts)}</div>'


def beside(found: Answer, turn: str | int) -> str:
    """Quotations, and what is missing where nothing is claimed."""
    caveat = [f'<p class="cd-note">Note: {escape(found.support.caveat)}</p>'] if found.support.caveat else []
    missing = refusal_phrases.refusal(found.refusal, bool(found.quotations)) if found.refusal else ()
    return "".join([*_quotations(found, turn), *(f"<p>{escape(line)}</p>" for line in missing), *caveat])


def facts(found: Sequence[str]) -> str:
    """Those that stand for the conversation, at least one."""
    chips = "".join(f'<span class="cd-fact">{escape(one)}</span>' for one in found)
    return f'<p class="cd-facts">{chips}</p>'


def draft(text: str) -> str:
    """What a language model has written so far, as plain text without links, until it is checked."""
    return f'<section class="cd-draft" aria-live="off"><h3>Draft, not checked yet</h3><p>{escape(text)}</p></section>'


def _opening(found: Answer, turn: str | int) -> Iterator[str]:
    """The headline stands out; what claims nothing looks otherwise at a glance."""
    yield f'<p class="cd-lead cd-{found.voice}">{_marked(outline.headline(found), turn)}</p>'
    if found.unsearched:
        yield problem(phrases.unsearched(found.unsearched))
    yield from (f'<p class="cd-quotation">{_marked(said, turn)}</p>' for said in outline.beside(found))
    if found.basis:
        words = outline.strength(found)
        pill = f' <span class="cd-strength cd-{escape(found.support.strength)}">{escape(words)}</span>' if words else ""
        yield f'<p class="cd-basis">{escape(phrases.basis(found.basis))}{pill}</p>'


def _cases(found: Answer, turn: str | int, linked: bool) -> str:
    """A table: when, report, not with. A case that reports no code says what holds in its source's words."""
    rows = "".join(
        f'<tr><th scope="row">{escape(phrases.opening(phrases.line(one.when)))}</th>{_reported(one, turn, linked)}</tr>'
        for one in found.cases
    )
    head = '<tr><th scope="col">When</th><th scope="col">Report</th><th scope="col">Not with</th></tr>'
    return (
        f'<table class="cd-cases"><caption>{phrases.CASES}</caption><thead>{head}</thead><tbody>{rows}</tbody></table>'
    )


def _reported(one: Case, turn: str | int, linked: bool) -> str:
    """What a source says takes the room of both columns of codes."""
    said = phrases.reported(one)
    if not one.report and not one.not_with:
        return f'<td colspan="2">{escape(said)} {_marks((one.citation,), turn)}</td>'
    shown, barred = (
        controls.coded(text) if linked and held else escape(text)
        for text, held in ((said, one.report), (phrases.line(", ".join(one.not_with)), one.not_with))
    )
    return f"<td>{shown} {_marks((one.citation,), turn)}</td><td>{barred}</td>"


def _differs(found: Disagreement, turn: str | int) -> str:
    """One row a side: when it held, who, in which words."""
    rows = []
    for side in found.sides:
        period = f'<span class="cd-period">{escape(held)}</span> ' if (held := phrases.held(side)) else ""
        rows.append(f'<li class="cd-side">{period}{_marked(phrases.differs(side, timed=False), turn)}</li>')
    why = escape(phrases.why(found).removesuffix("."))
    return f'<div class="cd-box cd-differs"><h3>{why}</h3><ul>{"".join(rows)}</ul></div>'


def _list(heading: str, lines: Iterable[Line], turn: str | int) -> str:
    points = "".join(f"<li>{_marked(line, turn)}</li>" for line in lines)
    return f'<div class="cd-box"><h3>{escape(heading.removesuffix("."))}</h3><ul>{points}</ul></div>'


def _quotations(found: Answer, turn: str | int) -> Iterator[str]:
    """What is shown at first, the rest behind one click."""
    short = "".join(f'<p class="cd-quotation">{_marked(line, turn)}</p>' for line in outline.sources(found))
    yield f"<h3>{phrases.SOURCES}</h3>{short}" if found.supported and short else short
    if found.known:
        yield _list(phrases.KNOWN, outline.known(found), turn)
    whole = "".join(_group(group, found, turn) for group in found.groups) if found.supported else ""
    if whole:
        yield f'<details class="cd-whole"><summary>{phrases.WHOLE}</summary>{whole}</details>'


def _wording(found: Wording, turn: str | int) -> str:
    """A model's sentences with what is said of it, or what is said where they would stand."""
    sentences = " ".join(
        f"{escape(phrases.line(one.words))} {_marks(one.marks, turn)}{escape(one.end)}" for one in found.sentences
    )
    shown = f"<h3>{phrases.REWORDED}</h3><p>{sentences}</p>" if sentences else ""
    said = phrases.note(found)
    return f'{shown}<p class="cd-note">{escape(said)}</p>' if said else shown


def _group(group: Group, found: Answer, turn: str | int) -> str:
    """What is less close to the question stands apart."""
    said = (outline.quotation(one, one.text, found) for one in group.quotations)
    shown = "".join(f'<p class="cd-quotation">{_marked(line, turn)}</p>' for line in said)
    shown = f"<h3>{escape(group.place.heading)}</h3>{shown}"
    return f'<section class="cd-further">{shown}</section>' if group.place == Place.FURTHER else shown


def _marked(line: Line, turn: str | int) -> str:
    """``line`` with each mark as a link to the panel of its citation."""
    return "".join(_marks((piece,), turn) if isinstance(piece, int) else escape(piece) for piece in line)


def _marks(numbers: Sequence[int], turn: str | int) -> str:
    """Each mark leads to the panel of its citation."""
    return "".join(
        f'<a class="cd-mark" href="#{_target(turn, number)}" aria-label="Source {number}">[{number}]</a>'
        for number in numbers
    )


def _cited(citation: Citation, found: Answer, turn: str | int) -> str:
    quoted: dict[str, list[Quotation]] = {}
    for quotation in found.quotations:
        if quotation.citation == citation.number:
            quoted.setdefault(quotation.passage.id, []).append(quotation)
    shown = (
        _passage(of[0].passage, [(one.start, one.end) for one in of], phrases.replaced(of[0], found.citations))
        for of in quoted.values()
    )
    return _panel(citation, "".join(shown), turn)


def _near(citation: Citation, found: Answer, turn: str | int) -> str:
    best = [one.passage for one in found.candidates if one.passage.document_id == citation.document_id][:1]
    return _panel(citation, "".join(_passage(passage, [], ()) for passage in best), turn)


def _panel(citation: Citation, inside: str, turn: str | int) -> str:
    """The target of a mark lies inside the panel: a browser that goes to it opens the panel."""
    whose = phrases.provenance(citation.provenance)
    standing = f"{phrases.opening(citation.tier.words)} · {phrases.as_of(citation.as_of)} · {whose}"
    return (
        f'<details class="cd-panel"><summary><span class="cd-number">[{citation.number}]</span>'
        f'<span class="cd-label">{escape(citation.label)}'
        f'<span class="cd-tier">{escape(standing)}</span></span></summary>'
        f'<div class="cd-inside" id="{_target(turn, citation.number)}">{inside}'
        f'<p class="cd-note">{link(citation.url)}<a href="#turn-{turn}">Back to the question</a></p></div></details>'
    )


def _passage(passage: Passage, spans: Iterable[tuple[int, int]], later: Line) -> str:
    replaced = f'<p class="cd-note">{escape(phrases.opening(phrases.written(later)))}</p>' if later else ""
    return f'<blockquote class="cd-passage">{highlighted(passage.text, spans)}</blockquote>{replaced}'


def highlighted(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """``text`` with every span of offsets marked; spans may touch or overlap."""
    pieces, at = [], 0
    for start, end in sorted(spans):
        start = max(start, at)
        if end > start:
            pieces += [_lines(text[at:start]), "<mark>", _lines(text[start:end]), "</mark>"]
            at = end
    return "".join([*pieces, _lines(text[at:])])


def _lines(text: str) -> str:
    """Line breaks inside a paragraph are the file's; those between paragraphs and list points are the author's."""
    return re.sub(r"\n(?=- )", "<br>", re.sub(r"\n[ \t]*\n", "<br><br>", escape(text)))


def link(url: str | None) -> str:
    """Only an address on the web becomes a link."""
    found = _ADDRESS.match(url or "")
    if not url or not found:
        return ""
    return f'<a href="{escape(url)}" target="_blank" rel="noopener noreferrer">Open {escape(found[1])}</a> · '


def _target(turn: str | int, number: int) -> str:
    return f"turn-{turn}-source-{number}"
