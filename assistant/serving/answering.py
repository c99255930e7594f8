"""What each route gives: the line of JSON that the command of the same name prints. It runs in a thread."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from assistant.ask import Desk
from assistant.checking import check
from assistant.dossiers import gathering, typed
from assistant.keeping import reviews
from assistant.library import holdings
from assistant.serving.bodies import AskedInFull, Reviewed, Sought
from assistant.serving.desks import Open
from assistant.serving.problems import Kind, Problem
from assistant.showing import checked, dossier_exports, exports, library_exports
from indexer.errors import Courtesy, QuestionError

Line = dict[str, Any]
Draft = Callable[[str], None]


def ask(desk: Desk, asked: AskedInFull, draft: Draft | None = None) -> Line:
    """Raises QuestionError and CitationError as ``Desk.ask`` does."""
    try:
        found = desk.ask(asked.question, asked.history, asked.top, draft, full=asked.full, facts=asked.given.read())
    except Courtesy as courtesy:
        return exports.courtesy(courtesy, asked.id)
    return exports.answer(found, asked.id)


def search(desk: Desk, sought: Sought) -> Line:
    try:
        found = desk.search(sought.question, sought.history, sought.given.read())
    except Courtesy as courtesy:
        return exports.courtesy(courtesy, sought.id)
    return exports.search(found, sought.top, sought.id)


def claims(desk: Desk, text: str, between: Callable[..., None]) -> Line:
    """``between`` is called after each claim."""
    return checked.plain(check.check(text, desk, between))


def code(opened: Open, named: str, beside: str | None = None) -> Line:
    """A dossier, two of them side by side, or the shelves of a range or a family. Raises Problem where the base names
    no such code.
    """
    index = opened.desk.index
    try:
        asked = typed.read(named)
        if beside is not None:
            return dossier_exports.comparison(gathering.compared(typed.one(named), typed.one(beside), index))
        if not asked.one:
            return dossier_exports.shelves(opened.catalogue.found(asked))
    except QuestionError as error:
        raise Problem(Kind.UNKNOWN, str(error)) from error
    found = gathering.of(asked.one, index)
    if found.known:
        return dossier_exports.dossier(found)
    near = opened.catalogue.near(asked.one)
    told = dossier_exports.dossier(found, near)
    raise Problem(
        Kind.UNKNOWN,
        f"no document of this base names {asked.one.value}; codes near it that one names stand in near",
        code=told["code"],
        family=told["family"],
        near=told["near"],
    )


def codes(opened: Open) -> Line:
    return dossier_exports.shelves(opened.catalogue.shelves)


def document(desk: Desk, id: str) -> Line:
    """Raises Problem where there is none of that id."""
    try:
        return library_exports.whole(holdings.whole(desk.index.store, id), datetime.date.today())
    except QuestionError as error:
        raise Problem(Kind.UNKNOWN, str(error)) from error


def listed(folder: Path) -> Line:
    return {"reviews": [asdict(review) for review in reviews.read(folder)]}


def review(desk: Desk, told: Reviewed, folder: Path) -> Line:
    """Asks again, so that the review is of an answer that this desk gives. Raises Problem where that is another one."""
    answer = desk.ask(told.question, told.history, facts=told.given.read())
    if answer.fingerprint != told.fingerprint:
        raise Problem(
            Kind.CHANGED,
            f"the desk has changed since, its fingerprint is {answer.fingerprint}; ask again and review that answer",
        )
    when = told.asked or datetime.datetime.now(datetime.UTC)
    return asdict(reviews.give(answer, when, folder, told.verdict, told.reason, told.with_text))
