"""A dossier on the page. What documents, editors and users say is escaped here and nowhere read as HTML or Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from assistant.dossiers.browsing import Shelf
from assistant.dossiers.dossier import CaseOf, Comparison, Dossier, Naming, Recorded, Said
from assistant.showing import controls, dossiers, html, phrases, public_files, row_page
from indexer.codes import Code
from indexer.passages import Passage

TITLE = '<header class="cd-title cd-begun"><h1>Codes</h1></header>'
# What is shown at first of each kind.
_FIRST = 5


def opening(found: Dossier) -> str:
    family, *counts = dossiers.opening(found)
    lines = "".join(f'<p class="cd-note">{escape(line)}</p>' for line in counts)
    return f'<div class="cd-dossier"><h2>{escape(found.code.value)}</h2><p>{escape(family)}</p>{lines}</div>'


def unknown(found: Dossier, near: Sequence[Code]) -> str:
    return f'<p class="cd-nothing" role="status">{escape(dossiers.unknown(found, near))}</p>'


def recorded(found: Dossier) -> str:
    """Rules, cases, who differs, rulings, and what public files state."""
    return _whole(
        _part(dossiers.RULES, map(_point, found.rules)),
        _cases(dossiers.REPORTED, found.reported),
        _cases(dossiers.BARRED, found.barred),
        _part(dossiers.DISAGREEMENTS, map(_point, found.disagreements)),
        _part(dossiers.RULINGS, map(_naming, found.rulings)),
        stated(found),
    )


def stated(found: Dossier) -> str:
    """What public files state of the code; all there is on one that nothing else names."""
    return row_page.drawn(found.reference, asked=False, heading="h3", beside=public_files.paired(found.paired))


def documents(found: Dossier) -> str:
    """The documents by date and who asked."""
    return _whole(_part(dossiers.DOCUMENTS, map(_naming, found.documents)), _asked(found))


def differing(found: Comparison) -> str:
    """What public files state of the pair, the cases of either, and what is on both."""
    return _whole(
        row_page.drawn(found.reference, asked=False, heading="h3"),
        _cases(dossiers.APART, found.apart),
        _cases(dossiers.TOGETHER, found.together),
        *(
            _cases(f"{one.code.value}: {dossiers.REPORTED.lower()}", found.cases(one))
            for one in (found.one, found.other)
        ),
        _part(dossiers.BOTH, map(_point, found.points)),
        _part(f"{dossiers.BOTH}, by date", map(_naming, found.both)),
    )


def alone(found: Comparison, one: Dossier) -> str:
    """What is on one of them and not on the other."""
    papers, points = found.alone(one)
    value = one.code.value
    return _whole(
        _part(f"On {value} alone", map(_point, points)),
        _part(f"On {value} alone, by date", map(_naming, papers)),
    )


def by_date(found: Iterable[Naming]) -> str:
    """Documents in their order, each with its words and how it stands."""
    return _whole(_part("By date", map(_naming, found)))


def leading(code: Code) -> str:
    """A link to the page of ``code``."""
    return (
        f'<p class="cd-answer"><a href="{controls.code_address(code.value)}">Everything on {escape(code.value)}</a></p>'
    )


def shelf(found: Shelf) -> str:
    return f'<div class="cd-dossier"><h2 class="cd-shelf">{escape(found.name)} ({len(found.codes)})</h2></div>'


def _whole(*parts: str) -> str:
    return f'<div class="cd-answer cd-dossier">{"".join(parts)}</div>' if any(parts) else ""


def _part(heading: str, items: Iterable[str]) -> str:
    """The first ones, and the others behind one click."""
    told = list(items)
    if not told:
        return ""
    more = f'<details class="cd-whole"><summary>{len(told) - _FIRST} more</summary>{"".join(told[_FIRST:])}</details>'
    shown = "".join(told[:_FIRST]) + (more if len(told) > _FIRST else "")
    return f"<section><h3>{escape(heading)} ({len(told)})</h3>{shown}</section>"


def _point(point: Recorded) -> str:
    views = []
    for view in point.views:
        whose = dossiers.period(view)
        lead = f"<strong>{escape(whose)}:</strong> " if whose else ""
        views.append(f"<li>{lead}{_said(view.said)}{''.join(map(_source, view.others))}</li>")
    return f'<div class="cd-point"><p>{escape(dossiers.headline(point))}</p><ul>{"".join(views)}</ul></div>'


def _cases(heading: str, cases: Sequence[CaseOf]) -> str:
    """A table: when, report, not with, and the words of the source."""
    if not cases:
        return ""
    head = "".join(f'<th scope="col">{name}</th>' for name in ("When", "Report", "Not with", "It says"))
    rows = "".join(
        f'<tr><th scope="row">{escape(phrases.opening(phrases.line(case.when)))}</th>'
        f"<td>{_listed(case.report)}</td><td>{_listed(case.not_with)}</td><td>{_said(case.said)}</td></tr>"
        for case in cases
    )
    caption = f"{escape(heading)} ({len(cases)})"
    table = f'<table class="cd-cases"><caption>{caption}</caption><thead><tr>{head}</tr></thead>'
    return f'<div class="cd-wide" tabindex="0">{table}<tbody>{rows}</tbody></table></div>'


def _listed(codes: Sequence[str]) -> str:
    return escape(phrases.line(", ".join(codes)))


def _naming(naming: Naming) -> str:
    said, passage = naming.said, naming.passage
    standing = dossiers.standing(naming)
    badge = f' <span class="cd-badge">{escape(phrases.opening(standing))}</span>' if standing else ""
    text = html.highlighted(passage.text, [(said.start, said.start + len(said.words))])
    whole = (
        '<details class="cd-whole"><summary>The whole passage</summary>'
        f'<blockquote class="cd-passage">{text}</blockquote></details>'
    )
    return f'<div class="cd-point"><p>{escape(dossiers.dated(naming))}{badge}</p><p>{_said(said)}</p>{whole}</div>'


def _asked(found: Dossier) -> str:
    lines = (f'<p class="cd-asked">{escape(line)}</p>' for line in dossiers.asked(found))
    return _part(dossiers.ASKED, lines)


def _said(said: Said) -> str:
    return f"{escape(dossiers.quoted(said))}{_source(said.passage)}"


def _source(passage: Passage) -> str:
    return f'<span class="cd-source">{html.link(passage.url)}{escape(dossiers.source(passage))}</span>'
