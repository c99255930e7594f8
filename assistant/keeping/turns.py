"""Answered questions as a browser keeps them: the masked question and what was answered in a line.

The same question gives the same answer, so an answer is made anew when a turn is opened, and nothing of it is kept.
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from assistant.answers import Answer
from assistant.ask import Desk
from assistant.reading import conversation
from assistant.reading.asking import Asking
from assistant.reading.given import NOT_GIVEN, Given
from assistant.showing import outline
from indexer import privacy
from indexer.errors import QuestionError

# No text of a turn is longer; what a browser hands back may be anything.
_LONGEST = 4_000


@dataclass(frozen=True, slots=True)
class Turn:
    """``question`` and ``given`` are masked. ``before`` is the turn that it follows in its conversation; ``untold``:
    the facts that were told before it were cleared.
    """

    id: str
    question: str
    asked: datetime.datetime
    headline: str
    fingerprint: str
    given: Given = NOT_GIVEN
    before: str | None = None
    untold: bool = False


def turn(
    answer: Answer, asked: datetime.datetime, given: Given = NOT_GIVEN, before: Turn | None = None, untold: bool = False
) -> Turn:
    mark = hashlib.blake2s(f"{asked.isoformat()} {answer.question}".encode(), digest_size=6).hexdigest()
    masked = Given(**{name: privacy.screen(value).text for name, value in asdict(given).items() if value})
    said = outline.said(answer)
    return Turn(mark, answer.question, asked, said, answer.fingerprint, masked, before.id if before else None, untold)


def after(last: Turn | None, turns: Sequence[Turn], untold: bool = False) -> list[str]:
    """The questions of the conversation up to ``last``, oldest first; those before facts were cleared without these.

    ``untold``: they are cleared now.
    """
    known = {one.id: one for one in turns}
    found: list[str] = []
    told = 0 if untold else None
    while last is not None:
        found.append(last.question)
        if last.untold and told is None:
            told = len(found)
        last = known.pop(last.before or "", None)
    found.reverse()
    cut = len(found) - told if told is not None else 0
    return [*conversation.untold(found[:cut]), *found[cut:]]


def asking(one: Turn, turns: Sequence[Turn]) -> Asking:
    known = {other.id: other for other in turns}
    return Asking(one.question, tuple(after(known.get(one.before or ""), turns, one.untold)), one.given)


def again(one: Turn, turns: Sequence[Turn], desk: Desk) -> Answer:
    """Its answer by today's desk; raises QuestionError as ``Desk.ask`` does."""
    asked = asking(one, turns)
    return desk.ask(asked.question, asked.after, facts=asked.given.read())


def record(one: Turn) -> dict[str, object]:
    """What is kept, ready for JSON."""
    given = {name: value for name, value in asdict(one.given).items() if value is not None}
    return asdict(one) | {"asked": one.asked.isoformat(), "given": given}


def read(records: object) -> tuple[Turn, ...]:
    """The turns of what a browser hands back, oldest first; what is no turn is left out."""
    listed = records if isinstance(records, Sequence) and not isinstance(records, str) else ()
    found = {one.id: one for entry in listed if (one := _read(entry))}
    return tuple(sorted(found.values(), key=lambda one: (one.asked, one.id)))


def _read(entry: object) -> Turn | None:
    if not isinstance(entry, Mapping):
        return None
    try:
        given = Given(**entry.get("given", {}))
        given.read()
        found = Turn(**{**entry, "given": given, "asked": datetime.datetime.fromisoformat(entry["asked"])})
    except (TypeError, ValueError, KeyError, AttributeError, QuestionError):
        return None
    texts = (found.id, found.question, found.headline, found.fingerprint, found.before or "")
    sound = all(isinstance(text, str) and len(text) <= _LONGEST for text in texts) and isinstance(found.untold, bool)
    return found if sound and found.asked.tzinfo and found.id.isalnum() and found.question.strip() else None
