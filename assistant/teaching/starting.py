"""Starts a lesson from an answer: its file as text, of what the answer quotes, for the trainer to edit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from assistant.answers import Answer, Quotation
from assistant.ask import Desk
from assistant.showing import phrases
from assistant.teaching import drafting, quiz_file
from assistant.teaching.drafting import Drafter
from assistant.teaching.lesson import Kind
from assistant.teaching.quiz import Item
from indexer.errors import RecordError
from indexer.sources import Tier

_HEAD = (
    "# A lesson, started from an answer. Edit freely: text, ask, options and notes are yours; says stands word for\n"
    "# word in source. docs/teaching.md has every field, `citedesk lesson NAME` says what no longer stands.\n"
)
# How much of each is taken.
_QUOTES, _QUESTIONS, _OPTIONS = 3, 4, 4
# In minutes, a first guess for the trainer to mend.
_MINUTES = {Kind.THREAD: 10, Kind.QUIZ: 10}
_EACH = 5


def started(found: Answer, desk: Desk, drafter: Drafter) -> str:
    """The text of the file. Raises RecordError for an answer that claims nothing: there is nothing to teach."""
    if not found.supported or found.headline is None:
        raise RecordError("no lesson: nothing in this base settles the question, so there is nothing to teach")
    point = drafting.opened_by(found, desk)
    items = drafter.items(point)[:_QUESTIONS] if point else ()
    steps = list(_steps(found, items))
    record: dict[str, Any] = {
        "title": _title(found),
        "goal": f"Answer “{phrases.line(found.question)}” with the text that says so.",
        "fingerprint": found.fingerprint,
        "agenda": [{"minutes": _MINUTES.get(step["kind"], _EACH), "on": _on(step)} for step in steps],
        "steps": [{**step, "kind": str(step["kind"])} for step in steps],
    }
    return _HEAD + quiz_file.dumped(record)


def _title(found: Answer) -> str:
    """What was asked, as a sentence."""
    return phrases.opening(phrases.line(found.question))


def _on(step: dict[str, Any]) -> str:
    return str(step.get("title") or step["kind"].heading)


def _steps(found: Answer, items: Sequence[Item]) -> Iterator[dict[str, Any]]:
    yield {"kind": Kind.CASE, "text": _title(found)}
    options = _options(found)
    if options:
        yield {"kind": Kind.VOTE, "ask": _title(found), "options": options}
    thread = next((one for one in found.quotations if one.passage.role), None)
    if thread:
        yield {"kind": Kind.THREAD, "thread": thread.passage.document_id}
    published = [one for one in found.quotations if one.passage.role is None and one.passage.tier is not Tier.HOUSE]
    then, now = (_quotes(one for one in published if bool(_replaced(one)) is old) for old in (True, False))
    if then:
        yield {"kind": Kind.THEN, "quotes": then}
    if now:
        yield {"kind": Kind.NOW, "quotes": now}
    assert found.headline is not None
    yield {
        "kind": Kind.RULING,
        "title": "What stands",
        "question": found.question,
        "answer": phrases.line(found.headline.text),
    }
    if items:
        yield {"kind": Kind.QUIZ, "items": quiz_file.plain(items)}


def _options(found: Answer) -> list[str]:
    """What a class may vote for: the codes of the cases, or yes and no where the answer is one of them."""
    told = dict.fromkeys(phrases.line(", ".join(case.report)) for case in found.cases if case.report)
    if len(told) > 1:
        return list(told)[:_OPTIONS]
    lead = (found.headline.lead or "").lower() if found.headline else ""
    return ["Yes", "No"] if lead.startswith(("yes", "no")) else []


def _quotes(found: Iterator[Quotation]) -> list[dict[str, str]]:
    """One a document."""
    said = {one.passage.document_id: phrases.line(one.short or one.text) for one in reversed(list(found))}
    return [{"source": source, "says": says} for source, says in reversed(said.items())][:_QUOTES]


def _replaced(one: Quotation) -> str | None:
    return one.replaced_by or one.passage.superseded_by
