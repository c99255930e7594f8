"""Questions that are asked and meet no recorded point, alike ones together: candidates for an editor."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.answers import Answer, Quotation
from assistant.ask import Desk
from assistant.editing.pairs import Said, Told
from assistant.judgement import Voice
from assistant.keeping import reviews
from indexer.embedders import Vectors
from indexer.errors import QuestionError

# From this cosine on two questions are alike.
_ALIKE = 0.72
# How many sentences a group offers.
_OFFERED = 2
# The text of a question and the earlier ones, oldest first.
Asked = tuple[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Unmet:
    """Questions that are ``alike``, the first one first; ``voice`` is the boldest in which one of them is answered.

    ``said`` are the sentences that answer it or come nearest, none where nothing was found.
    """

    alike: tuple[str, ...]
    voice: Voice
    said: tuple[Said, ...]


def reviewed(index: Path) -> list[Asked]:
    """The reviewed questions whose text the user agreed to keep. Raises RecordError for what is no review."""
    return [(one.text, ()) for one in reviews.read(index) if one.text]


def find(asked: Sequence[Asked], desk: Desk, told: Told) -> list[Unmet]:
    """Of answered questions first, then by how many are alike; what is no question is left out."""
    answers: list[tuple[Answer, Vectors]] = []
    seen: set[str] = set()
    for at, (text, after) in enumerate(asked, 1):
        try:
            meeting = desk.met(text, after)
            if meeting.about is None and meeting.question.read_as.casefold() not in seen:
                seen.add(meeting.question.read_as.casefold())
                answers.append((desk.ask(text, after), desk.index.embedder.question(meeting.question.meaning)))
        except QuestionError:
            pass
        told(at, len(asked))
    found = [_group([answers[at][0] for at in members]) for members in _alike([vector for _, vector in answers])]
    order = list(Voice)
    return sorted(found, key=lambda one: (order.index(one.voice), -len(one.alike)))


def _alike(vectors: Sequence[Vectors]) -> list[list[int]]:
    """Each with the first earlier one that it is alike to, where there is one."""
    groups: list[list[int]] = []
    for at, vector in enumerate(vectors):
        near = next((one for one in groups if float(vectors[one[0]] @ vector) >= _ALIKE), None)
        near.append(at) if near else groups.append([at])
    return groups


def _group(alike: Sequence[Answer]) -> Unmet:
    boldest = min(alike, key=lambda answer: list(Voice).index(answer.voice))
    return Unmet(tuple(answer.question for answer in alike), boldest.voice, _said(boldest))


def _said(answer: Answer) -> tuple[Said, ...]:
    """What the first quotations show at first, the one of the headline before the others."""
    lead = answer.headline.citation if answer.headline else None
    ordered = sorted(answer.quotations, key=lambda one: one.citation != lead)[:_OFFERED]
    return tuple(_sentence(one, answer) for one in ordered)


def _sentence(one: Quotation, answer: Answer) -> Said:
    """The headline's words where they stand in it, or else what is shown of it at first."""
    lead = answer.headline
    words = lead.says if lead and lead.citation == one.citation and lead.says in one.text else one.short
    start = one.passage.text.index(words, one.start)
    return Said(one.passage, start, start + len(words))
