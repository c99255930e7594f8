"""A lesson as lines for the terminal, and as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from assistant.dossiers.dossier import Said
from assistant.showing import phrases
from assistant.teaching.lesson import Lesson, Session
from assistant.teaching.playing import Played, PlayedItem
from assistant.teaching.screens import Screen
from indexer.reader import Problem


def listed(found: Sequence[Lesson | Problem]) -> Iterator[str]:
    """A line a lesson; one whose file cannot be read says why."""
    for one in found:
        if isinstance(one, Problem):
            yield f"left out: {one}"
        else:
            yield f"{one.name}: {phrases.line(one.title)} ({length(one)})"
            yield from (f"  {problem}" for problem in one.problems)


def length(one: Lesson) -> str:
    steps = f"{len(one.steps)} step{'' if len(one.steps) == 1 else 's'}"
    return f"{one.minutes} minutes, {steps}" if one.minutes else steps


def lines(found: Played) -> Iterator[str]:
    """The whole lesson with its notes, what no longer stands first."""
    lesson = found.lesson
    yield phrases.line(lesson.title)
    yield from (f"{label}: {said}" for label, said in (("Goal", lesson.goal), ("Level", lesson.level)) if said)
    yield f"{length(lesson)}; {found.standing}"
    yield from (f"! {problem}" for problem in found.problems)
    yield from (f"  {session(one)}" for one in lesson.agenda)
    yield from _notes(lesson.notes)
    for number, step in enumerate(found.steps, 1):
        yield ""
        yield f"{number}. {phrases.line(step.step.heading)} [{step.step.kind}]"
        for screen in step.screens:
            yield from (f"   {line}" for line in _screen(screen))
        yield from _notes(step.step.notes)


def session(one: Session) -> str:
    learnt = f": {phrases.line(one.learnt)}" if one.learnt else ""
    return f"{one.minutes} min, {phrases.line(one.on)}{learnt}"


def _screen(screen: Screen) -> Iterator[str]:
    if screen.speaker:
        yield phrases.line(screen.speaker)
    yield f"{'> ' if screen.answers else ''}{screen.text}"
    yield from (f"  {line}" for line in screen.lines)
    yield from (f"! {screen.mark}" for _ in [screen.mark] if screen.mark)
    yield from (f"  {screen.source}" for _ in [screen.source] if screen.source)


def _notes(text: str | None) -> Iterator[str]:
    yield from (f"   Note: {line}" for line in (text or "").splitlines() if line)


def plain_listed(found: Sequence[Lesson | Problem]) -> dict[str, Any]:
    known = [one for one in found if isinstance(one, Lesson)]
    return {
        "lessons": [
            {
                "name": one.name,
                "title": one.title,
                "minutes": one.minutes,
                "steps": len(one.steps),
                "problems": [str(problem) for problem in one.problems],
            }
            for one in known
        ],
        "left_out": [str(one) for one in found if isinstance(one, Problem)],
    }


def plain(found: Played) -> dict[str, Any]:
    lesson = found.lesson
    return {
        "name": lesson.name,
        "title": lesson.title,
        "goal": lesson.goal,
        "level": lesson.level,
        "valid": lesson.valid,
        "agenda": [asdict(one) for one in lesson.agenda],
        "notes": lesson.notes,
        "standing": found.standing,
        "problems": [str(problem) for problem in found.problems],
        "steps": [
            {
                "kind": step.step.kind,
                "heading": step.step.heading,
                "screens": [_plain_screen(screen) for screen in step.screens],
                "items": [plain_item(item) for item in step.items],
                "notes": step.step.notes,
            }
            for step in found.steps
        ],
        "fingerprint": found.fingerprint,
    }


def _plain_screen(screen: Screen) -> dict[str, Any]:
    return {
        "text": screen.text,
        "speaker": screen.speaker,
        "lines": list(screen.lines),
        "source": screen.source,
        "mark": screen.mark,
        "answers": screen.answers,
    }


def plain_item(found: PlayedItem) -> dict[str, Any]:
    """An option's ``says`` is None where no text of the base speaks to it."""
    return {
        "ask": found.item.ask,
        "given": found.item.given,
        "on": found.item.on,
        "options": [
            {"option": option.text, "right": option.right, "why": option.why, **_plain_said(said)}
            for option, said in zip(found.item.options, found.told, strict=True)
        ],
    }


def _plain_said(said: Said | None) -> dict[str, Any]:
    if said is None:
        return {"says": None, "source": None, "citation": None}
    return {"says": said.words, "source": said.passage.id, "citation": said.passage.citation}
