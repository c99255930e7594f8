"""A screen as HTML. What documents, trainers and classes say is escaped here and nowhere read as HTML or Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from assistant.showing import appeal, phrases
from assistant.teaching import telling
from assistant.teaching.lesson import Lesson
from assistant.teaching.playing import Played
from assistant.teaching.position import Position
from assistant.teaching.screens import Screen

# Up to how many characters a thought is set large, and middling.
_LARGE, _MIDDLE = 220, 420


def shown(of: Played, at: Position, screen: Screen | None) -> str:
    """What the class sees: the title of the lesson, or a screen with where it stands."""
    if screen is None:
        return title(of.lesson)
    step = of.steps[at.step - 1]
    place = f"{phrases.line(step.step.heading)} · {at.step} of {len(of.steps)}"
    size = len(screen.text) + sum(map(len, screen.lines))
    grade = "large" if size <= _LARGE else "middle" if size <= _MIDDLE else "small"
    return (
        f'<section class="cd-wall cd-{grade}" aria-live="polite"><h1>{escape(place)}</h1>'
        f"{''.join(_inside(screen, at.votes))}</section>"
    )


def title(of: Lesson) -> str:
    said = (of.goal, of.level, telling.length(of), appeal.NOTICE)
    lines = "".join(f'<p class="cd-who">{escape(phrases.line(text))}</p>' for text in said if text)
    named = f'<h1 class="cd-thought">{escape(phrases.line(of.title))}</h1>'
    return f'<section class="cd-wall cd-large">{named}{lines}</section>'


def notes(text: str | None) -> str:
    """For the presenter alone."""
    lines = "".join(f"<p>{escape(line)}</p>" for line in (text or "").splitlines() if line)
    return f'<aside class="cd-box cd-notes"><h2>Notes, not on the projector</h2>{lines}</aside>' if lines else ""


def upcoming(screen: Screen | None) -> str:
    """The beginning of what comes next, for the presenter alone."""
    said = phrases.line(screen.text) if screen else "the next step"
    return f'<p class="cd-note">Next: {escape(said[:120])}{"…" if len(said) > 120 else ""}</p>'


def problems(of: Played) -> str:
    if not of.problems:
        return ""
    lines = "".join(f"<li>{escape(str(one))}</li>" for one in of.problems)
    lead = f"<p>{escape(of.standing)}. What no longer stands:</p>"
    return f'<div class="cd-problem" role="alert">{lead}<ul>{lines}</ul></div>'


def entry(of: Lesson) -> str:
    """A lesson in the list of them, above the button that opens it."""
    goal = f'<p class="cd-note">{escape(of.goal)}</p>' if of.goal else ""
    told = f"{telling.length(of)}{f'; {of.level}' if of.level else ''}"
    return f'<div class="cd-dossier"><h2>{escape(of.title)}</h2>{goal}<p class="cd-note">{escape(told)}</p></div>'


def agenda(of: Lesson) -> str:
    lines = "".join(f"<li>{escape(telling.session(one))}</li>" for one in of.agenda)
    return f'<aside class="cd-box"><h2>Agenda</h2><ul>{lines}</ul></aside>' if lines else ""


def _inside(screen: Screen, votes: Sequence[int]) -> Iterator[str]:
    if screen.speaker:
        yield f'<p class="cd-who">{escape(phrases.line(screen.speaker))}</p>'
    if screen.mark:
        yield f'<p class="cd-mark-changed">{escape(phrases.line(screen.mark))}</p>'
    yield f'<p class="cd-thought">{escape(screen.text)}</p>'
    if screen.lines:
        counted = votes if screen.votes and any(votes) else ()
        lines = (_line(line, counted[place : place + 1]) for place, line in enumerate(screen.lines))
        yield f'<ul class="cd-lines{" cd-lettered" if screen.votes else ""}">{"".join(lines)}</ul>'
    if screen.source:
        yield f'<p class="cd-who">{escape(screen.source)}</p>'


def _line(line: str, counted: Sequence[int]) -> str:
    hands = "".join(f' <b class="cd-hands">{count} hand{"" if count == 1 else "s"}</b>' for count in counted)
    return f"<li>{escape(line)}{hands}</li>"
