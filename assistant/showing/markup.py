"""An answer as HTML. Text of users, documents and models is escaped here and nowhere read as HTML or Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

from assistant.answers import Answer, Citation, Disagreement, Place, Quotation
from assistant.rewording import leash
from indexer.index import Manifest
from indexer.passages import Passage

TITLE = '<header class="cd-title"><h1>Citedesk</h1></header>'
WELCOME = (
    '<header class="cd-title"><h1>Citedesk</h1>'
    "<p>A reference desk for medical coders: quotations word for word, with formal citations.</p></header>"
)
_QUOTED = re.compile(r"(“[^”]*”)")
_MARK = re.compile(r"\[(\d{1,3})\]")
_BOLD = re.compile(r"\*\*([^*\n]+)\*\*")
_ADDRESS = re.compile(r"https?://([\w.-]+)(?=[:/?#]|$)", re.IGNORECASE)
_SPEAKER = re.compile(r"([^:“”\n]{3,60}, (?:as of [^:“”\n]{4,30}|undated)): (?=“)")


def _opening(words: str) -> str:
    return words[:1].upper() + words[1:]


def problem(text: str) -> str:
    return f'<p class="cd-problem" role="alert">{escape(text)}</p>'


def question(found: Answer, turn: int) -> str:
    """The question as it was searched: what was masked is already gone from it."""
    masked = f"Masked before searching: {', '.join(found.masked)}" if found.masked else ""
    read_as = f"Read as: {found.read_as}" if found.read_as != found.question else ""
    notes = "".join(f'<p class="cd-note">{escape(note)}</p>' for note in (masked, read_as) if note)
    return f'<div class="cd-question" id="turn-{turn}"><p>{escape(found.question)}</p>{notes}</div>'


def answer(found: Answer, turn: int) -> str:
    """``turn`` keeps the targets of the marks apart on a page of several answers."""
    marks = _Marks(turn, frozenset(citation.number for citation in found.citations))
    first, *rest = [paragraph for paragraph in found.text.split("\n\n") if paragraph.strip()]
    parts = [_lead(first, found.support.strength, marks)]
    if found.disagreement:
        parts.append(_disagreement(found.disagreement, marks))
        rest = [paragraph for paragraph in rest if not paragraph.startswith(f"**{found.disagreement.why}**")]
    parts += [_ask_first(found.ask_first)] if found.ask_first else []
    near, further = _apart(rest)
    # What is said of a model stands under its heading and sentences, or where they would stand.
    reworded = 2 if found.wording.sentences else 0
    parts += [_paragraph(paragraph, marks) for paragraph in near[:reworded]]
    said = leash.note(found.wording)
    parts += [f'<p class="cd-note">{escape(said)}</p>'] if said else []
    parts += [_paragraph(paragraph, marks) for paragraph in near[reworded:]]
    if further:
        parts.append(f'<section class="cd-further">{"".join(_paragraph(one, marks) for one in further)}</section>')
    parts += ["<h4>Sources</h4>" if found.citations else "<h4>Nearest documents</h4>"]
    parts += [_cited(citation, found, turn) for citation in found.citations]
    parts += [_near(citation, found, turn) for citation in found.nearest]
    parts += [f'<p class="cd-note">Note: {escape(found.support.caveat)}</p>'] if found.support.caveat else []
    parts.append(f'<p class="cd-note">From knowledge base, model and program {escape(found.fingerprint)}</p>')
    return f'<div class="cd-answer">{"".join(parts)}</div>'


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


@dataclass(frozen=True, slots=True)
class _Marks:
    """Where the marks of one turn lead: each known number has a panel."""

    turn: int
    known: frozenset[int]

    def linked(self, text: str) -> str:
        """Escaped text with bold and with marks as links; what stands inside a quotation is the document's own."""
        pieces = _QUOTED.split(text)
        return "".join(escape(piece) if at % 2 else self._ours(escape(piece)) for at, piece in enumerate(pieces))

    def _ours(self, escaped: str) -> str:
        return _MARK.sub(self._link, _BOLD.sub(r"<strong>\1</strong>", escaped))

    def _link(self, mark: re.Match[str]) -> str:
        number = int(mark[1])
        return (
            f'<a class="cd-mark" href="#{_target(self.turn, number)}">[{number}]</a>'
            if number in self.known
            else mark[0]
        )


def _lead(text: str, strength: str, marks: _Marks) -> str:
    """The words on strength stand out; they are added where the text has none."""
    words, said = escape(strength), escape(f"The evidence is {strength}.")
    shown = f'<span class="cd-strength cd-{words}">{said}</span>'
    lead = marks.linked(text)
    return f'<p class="cd-lead">{lead.replace(said, shown, 1) if said in lead else f"{lead} {shown}"}</p>'


def _apart(paragraphs: list[str]) -> tuple[list[str], list[str]]:
    """What is near the question, and the further opinions below their heading."""
    heading = f"**{Place.FURTHER.heading}**"
    at = paragraphs.index(heading) if heading in paragraphs else len(paragraphs)
    return paragraphs[:at], paragraphs[at:]


def _paragraph(text: str, marks: _Marks) -> str:
    if heading := _BOLD.fullmatch(text.strip()):
        return f"<h4>{escape(heading[1])}</h4>"
    speaker = _SPEAKER.match(text)
    if not speaker:
        return f"<p>{marks.linked(text)}</p>"
    who = f'<span class="cd-speaker">{escape(speaker[1])}</span>'
    return f'<p class="cd-quotation">{who}{marks.linked(text[speaker.end() :])}</p>'


def _disagreement(found: Disagreement, marks: _Marks) -> str:
    sides = "".join(
        f'<li class="cd-side">{escape(side.stands_for)} '
        f"{marks.linked(' '.join(f'[{number}]' for number in side.citations))}</li>"
        for side in found.sides
    )
    return f'<aside class="cd-box"><h4>{escape(found.why.rstrip("."))}</h4><ul>{sides}</ul></aside>'


def _ask_first(points: Iterable[str]) -> str:
    lines = "".join(f"<li>{escape(point)}</li>" for point in points)
    return f'<aside class="cd-box"><h4>Find out first</h4><ul>{lines}</ul></aside>'


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
    as_of = f"as of {citation.as_of}" if citation.as_of else "undated"
    return (
        f'<details class="cd-panel"><summary><span class="cd-number">[{citation.number}]</span>'
        f'<span class="cd-label">{escape(citation.label)}'
        f'<span class="cd-tier">{escape(_opening(citation.tier.words))} · {escape(as_of)}</span></span></summary>'
        f'<div class="cd-inside" id="{_target(turn, citation.number)}">{inside}'
        f'<p class="cd-note">{_link(citation.url)}<a href="#turn-{turn}">Back to the question</a></p></div></details>'
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


def _link(url: str | None) -> str:
    """Only an address on the web becomes a link."""
    found = _ADDRESS.match(url or "")
    if not url or not found:
        return ""
    return f'<a href="{escape(url)}" target="_blank" rel="noopener noreferrer">Open {escape(found[1])}</a> · '


def _target(turn: int, number: int) -> str:
    return f"turn-{turn}-source-{number}"
