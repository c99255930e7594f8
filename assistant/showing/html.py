"""An answer on the page. Text of users, documents and models is escaped here and nowhere read as HTML or Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from html import escape

from assistant.answers import Answer, Citation, Group, Place, Quotation, Wording
from assistant.showing import outline, phrases
from assistant.showing.phrases import Line
from assistant.statements import Case
from indexer.index import Manifest
from indexer.passages import Passage

TITLE = '<header class="cd-title cd-begun"><h1>Citedesk</h1></header>'
WELCOME = (
    '<header class="cd-title"><h1>Citedesk</h1>'
    "<p>A reference desk for medical coders: quotations word for word, with formal citations.</p></header>"
)
_ADDRESS = re.compile(r"https?://([\w.-]+)(?=[:/?#]|$)", re.IGNORECASE)


def problem(text: str) -> str:
    return f'<p class="cd-problem" role="alert">{escape(text)}</p>'


def reply(text: str) -> str:
    """What is said to a greeting or thanks."""
    return f'<p class="cd-reply" role="status">{escape(text)}</p>'


def question(found: Answer, turn: int) -> str:
    """The question as it was searched: what was masked is already gone from it."""
    masked = phrases.masked(found.masked) if found.masked else ""
    read_as = phrases.read_as(found.read_as) if found.read_as != found.question else ""
    notes = "".join(f'<p class="cd-note">{escape(note)}</p>' for note in (masked, read_as) if note)
    return f'<div class="cd-question" id="turn-{turn}"><p>{escape(found.question)}</p>{notes}</div>'


def answer(found: Answer, turn: int) -> str:
    """``turn`` keeps the targets of the marks apart on a page of several answers."""
    return "".join(parts(found, turn))


def parts(found: Answer, turn: int) -> tuple[str, str]:
    """What is said, and the evidence under it: replies to what is asked back stand between the two."""
    said = [
        *_opening(found, turn),
        *([f'<p class="cd-note">{escape(judged)}</p>'] if (judged := phrases.judged(found)) else []),
        *(f"<p>{escape(phrases.named(one))}</p>" for one in found.named),
        _wording(found.wording, turn),
        _cases(found, turn) if found.cases else "",
        *(_list(heading, lines, turn) for heading, lines in outline.lists(found)),
    ]
    evidence = [
        *_quotations(found, turn),
        _refusal(found),
        "<h4>Citations</h4>" if found.citations else "<h4>Nearest documents</h4>",
        *(_cited(citation, found, turn) for citation in found.citations),
        *(_near(citation, found, turn) for citation in found.nearest),
        *([f'<p class="cd-note">Note: {escape(found.support.caveat)}</p>'] if found.support.caveat else []),
        f'<p class="cd-note">{escape(phrases.fingerprint(found.fingerprint))}</p>',
    ]
    return (
        f'<div class="cd-answer">{"".join(said)}</div>',
        f'<div class="cd-answer cd-evidence">{"".join(evidence)}</div>',
    )


def facts(found: Sequence[str]) -> str:
    """Those that stand for the conversation, at least one."""
    chips = "".join(f'<span class="cd-fact">{escape(one)}</span>' for one in found)
    return f'<p class="cd-facts" aria-label="Facts that stand">{chips}</p>'


def draft(text: str) -> str:
    """What a language model has written so far: shown apart, as plain text without links, until it is checked."""
    return f'<section class="cd-draft" aria-live="off"><h4>Draft, not checked yet</h4><p>{escape(text)}</p></section>'


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


def arrive(turn: int) -> str:
    """A script that puts the cursor into the question box and brings a new turn to the top of the window; 0 is none."""
    return f"""<script>(() => {{
  let tries = 30;
  const focus = () => {{
    const box = document.querySelector("[data-testid=stChatInputTextArea]");
    if (box) box.focus({{preventScroll: true}}); else if (tries--) setTimeout(focus, 100);
  }};
  focus();
  document.getElementById("turn-{turn:d}")?.scrollIntoView({{block: "start"}});
}})()</script>"""


def _opening(found: Answer, turn: int) -> Iterator[str]:
    """The headline stands out; what claims nothing looks otherwise at a glance."""
    yield f'<p class="cd-lead cd-{found.voice}">{_marked(outline.headline(found), turn)}</p>'
    if found.unsearched:
        yield problem(phrases.unsearched(found.unsearched))
    yield from (f'<p class="cd-quotation">{_marked(said, turn)}</p>' for said in outline.beside(found))
    if found.basis:
        words = outline.strength(found)
        pill = f' <span class="cd-strength cd-{escape(found.support.strength)}">{escape(words)}</span>' if words else ""
        yield f'<p class="cd-basis">{escape(phrases.basis(found.basis))}{pill}</p>'


def _cases(found: Answer, turn: int) -> str:
    """A table: when, report, not with. A case that reports no code says what holds in its source's words."""
    rows = "".join(
        f'<tr><th scope="row">{escape(phrases.opening(phrases.line(one.when)))}</th>{_reported(one, turn)}</tr>'
        for one in found.cases
    )
    head = '<tr><th scope="col">When</th><th scope="col">Report</th><th scope="col">Not with</th></tr>'
    return (
        f'<table class="cd-cases"><caption>{phrases.CASES}</caption><thead>{head}</thead><tbody>{rows}</tbody></table>'
    )


def _reported(one: Case, turn: int) -> str:
    """What a source says takes the room of both columns of codes."""
    told = f"{escape(phrases.reported(one))} {_marks((one.citation,), turn)}"
    if not one.report and not one.not_with:
        return f'<td colspan="2">{told}</td>'
    return f"<td>{told}</td><td>{escape(phrases.line(', '.join(one.not_with)))}</td>"


def _list(heading: str, lines: Iterable[Line], turn: int) -> str:
    points = "".join(f'<li class="cd-side">{_marked(line, turn)}</li>' for line in lines)
    return f'<aside class="cd-box"><h4>{escape(heading.removesuffix("."))}</h4><ul>{points}</ul></aside>'


def _quotations(found: Answer, turn: int) -> Iterator[str]:
    """What is shown at first, the rest behind one click."""
    short = [f'<p class="cd-quotation">{_marked(line, turn)}</p>' for line in outline.sources(found)]
    yield "".join([f"<h4>{phrases.SOURCES}</h4>" if found.supported and short else "", *short])
    if found.known:
        yield _list(phrases.KNOWN, outline.known(found), turn)
    whole = "".join(_group(group, found, turn) for group in found.groups) if found.supported else ""
    if whole:
        yield f'<details class="cd-whole"><summary>{phrases.WHOLE}</summary>{whole}</details>'


def _refusal(found: Answer) -> str:
    said = phrases.refusal(found.refusal, bool(found.quotations)) if found.refusal else ()
    return "".join(f"<p>{escape(line)}</p>" for line in said)


def _wording(found: Wording, turn: int) -> str:
    """A model's sentences with what is said of it, or what is said where they would stand."""
    sentences = " ".join(
        f"{escape(phrases.line(one.words))} {_marks(one.marks, turn)}{escape(one.end)}" for one in found.sentences
    )
    shown = f"<h4>{phrases.REWORDED}</h4><p>{sentences}</p>" if sentences else ""
    said = phrases.note(found)
    return f'{shown}<p class="cd-note">{escape(said)}</p>' if said else shown


def _group(group: Group, found: Answer, turn: int) -> str:
    """What is less close to the question stands apart."""
    said = (outline.quotation(one, one.text, found) for one in group.quotations)
    shown = "".join(f'<p class="cd-quotation">{_marked(line, turn)}</p>' for line in said)
    shown = f"<h4>{escape(group.place.heading)}</h4>{shown}"
    return f'<section class="cd-further">{shown}</section>' if group.place == Place.FURTHER else shown


def _marked(line: Line, turn: int) -> str:
    """``line`` with each mark as a link to the panel of its citation."""
    return "".join(_marks((piece,), turn) if isinstance(piece, int) else escape(piece) for piece in line)


def _marks(numbers: Sequence[int], turn: int) -> str:
    """Each mark leads to the panel of its citation."""
    return "".join(f'<a class="cd-mark" href="#{_target(turn, number)}">[{number}]</a>' for number in numbers)


def _cited(citation: Citation, found: Answer, turn: int) -> str:
    quoted: dict[str, list[Quotation]] = {}
    for quotation in found.quotations:
        if quotation.citation == citation.number:
            quoted.setdefault(quotation.passage.id, []).append(quotation)
    shown = (_passage(of[0].passage, [(one.start, one.end) for one in of], of[0].replaced_by) for of in quoted.values())
    return _panel(citation, "".join(shown), turn)


def _near(citation: Citation, found: Answer, turn: int) -> str:
    best = [one.passage for one in found.candidates if one.passage.document_id == citation.document_id][:1]
    return _panel(citation, "".join(_passage(passage, [], None) for passage in best), turn)


def _panel(citation: Citation, inside: str, turn: int) -> str:
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


def _passage(passage: Passage, spans: Iterable[tuple[int, int]], replaced_by: str | None) -> str:
    later = replaced_by or passage.superseded_by
    replaced = f'<p class="cd-note">Replaced by {escape(later)}</p>' if later else ""
    return (
        f'<blockquote class="cd-passage">{highlighted(passage.text, spans)}</blockquote>{replaced}'
        f'<p class="cd-note">Passage {escape(passage.id)}</p>'
    )


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


def _target(turn: int, number: int) -> str:
    return f"turn-{turn}-source-{number}"
