"""A conversation as one file with its sources: a page that prints, or Markdown."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from assistant.answers import Answer
from assistant.showing import appeal, html, phrases, plain
from indexer.documents import PartialDate

_STYLE = """
body { max-width: 46rem; margin: 2rem auto; padding: 0 1rem; font: 1rem/1.55 Georgia, "Times New Roman", serif;
  overflow-wrap: anywhere; }
h1 { font-size: 1.6rem; }
h2 { font-size: 1.25rem; margin: 2rem 0 0.3rem; }
h3 { font-size: 1rem; margin: 1rem 0 0.3rem; }
p { margin: 0 0 0.5rem; }
.cd-lead { font-size: 1.15rem; font-weight: bold; }
.cd-note, .cd-tier, footer { font-size: 0.85rem; }
.cd-tier { display: block; }
.cd-quotation, blockquote { margin: 0 0 0.5rem; padding-left: 1rem; border-left: 3px solid #888; }
table { border-collapse: collapse; width: 100%; } caption { text-align: left; font-weight: bold; }
th, td { border: 1px solid #888; padding: 0.3rem 0.5rem; text-align: left; vertical-align: top; font-weight: normal; }
a { color: inherit; }
@page { margin: 2cm; }
@media print { body { max-width: none; margin: 0; padding: 0; font-size: 11pt; } section { break-inside: auto; } }
"""


@dataclass(frozen=True, slots=True)
class Told:
    """An answered question of a conversation, and when it was asked."""

    asked: datetime.datetime
    answer: Answer


def page(told: Sequence[Told]) -> str:
    """One self-contained file; the panels of its sources open and close by themselves."""
    shown = "".join(
        f"<section>{html.question(one.answer, number)}<p class='cd-note'>Asked on {_day(one)}</p>"
        f"{html.answer(one.answer, number)}</section>"
        for number, one in enumerate(told, 1)
    )
    marks = "".join(f"<p>{escape(phrases.fingerprint(mark))}</p>" for mark in _marks(told))
    return "\n".join(
        [
            "<!doctype html>",
            '<html lang="en"><head><meta charset="utf-8"><title>Conversation</title>',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">",
            f"<style>{_STYLE}</style></head><body><h1>Questions and answers</h1>{shown}",
            f"<footer>{marks}<p>{escape(appeal.NOTICE)}</p></footer></body></html>",
            "",
        ]
    )


def markdown(told: Sequence[Told]) -> str:
    parts = ["# Questions and answers"]
    for one in told:
        cited = [f"{citation.number}. {citation.formal}" for citation in one.answer.citations]
        parts += [f"## {_plain(one.answer.question)}", f"Asked on {_day(one)}", plain.text(one.answer)]
        parts += ["**Citations**", "\n".join(cited)] if cited else []
    return "\n\n".join([*parts, *map(phrases.fingerprint, _marks(told)), appeal.NOTICE]) + "\n"


def _plain(text: str) -> str:
    return phrases.line(text).replace("#", "\\#")


def _marks(told: Sequence[Told]) -> list[str]:
    return list(dict.fromkeys(one.answer.fingerprint for one in told))


def _day(one: Told) -> str:
    day = one.asked.date()
    return str(PartialDate(day.year, day.month, day.day))
