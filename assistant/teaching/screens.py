"""What a class sees: one thought a screen, cut so that it can be read from the last row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.answers import Answer
from assistant.dossiers.dossier import Said
from assistant.showing import dossiers, outline, phrases
from assistant.showing.phrases import Line
from assistant.teaching.lesson import Step
from assistant.teaching.quiz import Item, letter, lettered
from indexer import passages
from indexer.documents import Provenance
from indexer.passages import Passage

# In characters: what stands on a screen at 32 px of 1080 with room around it, and on one of lists.
ROOM, LISTED = 620, 700
_ALONE = "How would you code it?"
CHANGED = "Changed since this lesson was written. Then:"


@dataclass(frozen=True, slots=True)
class Screen:
    """``speaker`` stands above the ``text``, ``lines`` and ``source`` below it; ``right`` is the place of the right
    line. ``votes``: hands are counted for the lines. ``mark`` says what no longer stands as it was written.
    ``answers``: it tells what the class was asked.
    """

    text: str
    speaker: str | None = None
    lines: tuple[str, ...] = ()
    source: str | None = None
    mark: str | None = None
    right: int | None = None
    votes: bool = False
    answers: bool = False


def said(found: Said, mark: str | None = None) -> Iterator[Screen]:
    """The words with who says them."""
    speaker = f"{phrases.opening(found.passage.tier.words)}, {phrases.as_of(found.passage.date)}"
    source = dossiers.source(found.passage)
    for piece in pieces(found.words):
        yield Screen(phrases.words(piece, found.passage.provenance), speaker, source=source, mark=mark)


def own(text: str | None) -> Iterator[Screen]:
    """A trainer's words."""
    yield from (Screen(piece) for piece in pieces(text or ""))


def posting(found: Sequence[Passage], place: int, of: int) -> Iterator[Screen]:
    """The posting at ``place`` of ``of`` that are shown, whoever speaks in it."""
    for passage in found:
        whose, source = f"{passage.date or 'undated'}, {phrases.provenance(passage.provenance)}", None
        if passage.provenance is Provenance.REPORTED:
            whose, source = "quotes", dossiers.source(passage)
        speaker = f"Posting {place} of {of}: {passage.role or 'text'}, {whose}"
        for piece in pieces(passage.text):
            yield Screen(phrases.words(piece, passage.provenance), speaker, source=source)


def vote(step: Step) -> Iterator[Screen]:
    options = tuple(f"{letter(place)}. {text}" for place, text in enumerate(step.options))
    if options:
        yield Screen(step.ask or step.question or _ALONE, lines=options, votes=True)
    elif step.ask:
        yield Screen(step.ask)


def answered(found: Answer, pinned: str | None) -> Iterator[Screen]:
    """The headline, then the cases, then who differs; ``found`` claims to answer."""
    headline = found.headline
    assert headline is not None
    cited = next(one for one in found.citations if one.number == headline.citation)
    source = f"{phrases.line(cited.label)}, {phrases.provenance(cited.provenance)}"
    mark = f"{CHANGED} {pinned}" if pinned else None
    yield Screen(_plain(outline.headline(found)), source=source, mark=mark, answers=True)
    yield from _listed(phrases.CASES, [_plain(one) for one in outline.cases(found)])
    if found.disagreement:
        sides = [_plain(phrases.differs(side)) for side in found.disagreement.sides]
        yield from _listed(phrases.why(found.disagreement), sides)


def item(found: Item, told: Sequence[Said | None], number: int) -> Iterator[Screen]:
    """The question, then the same with the option that is right and why."""
    asked = f"{found.given} {found.ask}" if found.given else found.ask
    right = found.options.index(found.right)
    speaker = f"Question {number}" + (f", {phrases.opening(found.on)}" if found.on else "")
    yield Screen(asked, speaker, lettered(found.options), votes=True)
    because = told[right]
    why = f"{found.letter}. {phrases.line(found.right.text)}: {found.right.why}"
    words = f"{why}. {dossiers.quoted(because)}" if because else why
    yield Screen(words, speaker, source=dossiers.source(because.passage) if because else None, answers=True)


def pieces(text: str) -> list[str]:
    """``text`` in parts of whole sentences that fit on a screen; a longer sentence is parted between words."""
    found: list[str] = []
    for start, end in passages.sentences(text):
        for part in _parted(phrases.line(text[start:end])):
            if found and len(found[-1]) + 1 + len(part) <= ROOM:
                found[-1] += f" {part}"
            else:
                found.append(part)
    return [one for one in found if one]


def _parted(sentence: str) -> Iterator[str]:
    part = ""
    for word in sentence.split():
        if part and len(part) + 1 + len(word) > ROOM:
            yield part
            part = word
        else:
            part = f"{part} {word}".lstrip()
    yield part


def _listed(heading: str, lines: Sequence[str]) -> Iterator[Screen]:
    """As many lines a screen as fit, at least one."""
    shown: list[str] = []
    for line in lines:
        if shown and sum(map(len, shown)) + len(line) > LISTED:
            yield Screen(heading, lines=tuple(shown), answers=True)
            shown = []
        shown.append(line)
    if shown:
        yield Screen(heading, lines=tuple(shown), answers=True)


def _plain(found: Line) -> str:
    """Without marks: on a wall there is no list of citations to look into."""
    return phrases.line("".join(piece for piece in found if isinstance(piece, str)))
