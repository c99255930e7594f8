"""The papers of a lesson: the handout without answers, the key apart, and a packet for continuing education.

Nothing that the lesson does not state stands on them: what is not known is a field to be filled in by hand.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.answers import Answer
from assistant.dossiers.dossier import Said
from assistant.showing import appeal, dossiers, outline, phrases
from assistant.showing.paper import Blank, Block, Paper, Part, Points, Quoted, Table, Words, clean, cleaned
from assistant.teaching.lesson import Kind
from assistant.teaching.playing import Played, PlayedItem, PlayedStep
from assistant.teaching.quiz import lettered
from indexer.documents import Provenance

_ANSWERS = frozenset({Kind.RULING})
_FIELDS = ("Participant", "Date", "Place or address of the session", "Trainer, signature")
_CREDIT = ("Continuing education units", "Approval number")


def handout(found: Played) -> Paper:
    """What is taught, its sources, and the questions without their answers."""
    parts = [_about(found), *(_part(step, list(_shown(step))) for step in found.steps)]
    return _paper(found, found.lesson.title, [*parts, Part("Notes", (Blank("Notes"), Blank("Notes")))])


def key(found: Played) -> Paper:
    """The answers: what stands, which option is right and why, what each other one is for, and the trainer's notes."""
    parts = [_part(step, list(_answers(step))) for step in found.steps]
    notes = [found.lesson.notes] if found.lesson.notes else []
    opening = Part("For the trainer", tuple(Words(clean(one)) for one in [found.standing + ".", *notes]))
    return _paper(found, f"Answer key: {found.lesson.title}", [opening, *parts, *_problems(found)])


def packet(found: Played) -> Paper:
    """What is handed in for continuing education: agenda, goal, level, what is learnt, post-test, certificate."""
    lesson = found.lesson
    rows = [(str(one.minutes), clean(one.on), clean(one.learnt or "")) for one in lesson.agenda]
    agenda = Table(("Minutes", "On", "What is learnt"), (*rows, (str(lesson.minutes), "In all", "")))
    learnt = [one.learnt for one in lesson.agenda if one.learnt]
    sources = list(dict.fromkeys(dossiers.source(said.passage) for said in _every(found)))
    test = [block for number, item in enumerate(found.items, 1) for block in _asked(item, number)]
    parts = [
        _about(found),
        Part("Agenda", (agenda if rows else Blank("Minutes and what is learnt"),)),
        Part("What is learnt", (Points(cleaned(learnt)) if learnt else Blank("What is learnt"),)),
        Part("Sources", (Points(cleaned(sources)),) if sources else ()),
        Part("Post-test", (Blank("Name"), *test) if test else (Words("This lesson has no quiz."),), page=True),
        _certificate(found),
    ]
    return _paper(found, f"Continuing education: {lesson.title}", [part for part in parts if part.blocks])


def quiz(title: str, items: Sequence[PlayedItem], fingerprint: str, answers: bool) -> Paper:
    """A quiz by itself, with or without its answers."""
    told = _told if answers else _asked
    blocks = tuple(block for number, item in enumerate(items, 1) for block in told(item, number))
    return Paper(clean(title), (Part("Questions", blocks),), f"{appeal.SIGNATURE} {fingerprint}", (appeal.NOTICE,))


def _paper(found: Played, title: str, parts: Sequence[Part]) -> Paper:
    retold = any(said.passage.provenance is Provenance.RETOLD for said in _every(found))
    notices = (appeal.RETOLD, appeal.NOTICE) if retold else (appeal.NOTICE,)
    told = [part for part in parts if part.blocks]
    return Paper(clean(title), tuple(told), f"{appeal.SIGNATURE} {found.fingerprint}", notices)


def _about(found: Played) -> Part:
    lesson = found.lesson
    stated = (("Goal", lesson.goal), ("Level", lesson.level), ("Minutes", str(lesson.minutes or "")))
    blocks: list[Block] = [Words(clean(text), label) if text else Blank(label) for label, text in stated]
    valid = f"for the calendar year {lesson.valid}" if lesson.valid else None
    return Part("About", (*blocks, Words(clean(valid), "Valid") if valid else Blank("Valid for the year")))


def _certificate(found: Played) -> Part:
    lesson = found.lesson
    said: list[Block] = [Words(clean(lesson.title), "Attended")]
    said += [Words(f"{lesson.minutes} minutes", "Length")] if lesson.minutes else [Blank("Length")]
    said += [Words(clean(lesson.valid), "Valid for the year")] if lesson.valid else [Blank("Valid for the year")]
    return Part("Certificate of attendance", (*said, *map(Blank, (*_FIELDS, *_CREDIT))), page=True)


def _part(step: PlayedStep, blocks: Sequence[Block]) -> Part:
    return Part(clean(step.step.heading), tuple(blocks))


def _shown(step: PlayedStep) -> Iterator[Block]:
    """A step as the class takes it home; what it is ruled stands in the key."""
    if step.step.text:
        yield Words(clean(step.step.text))
    yield from map(_quoted, step.quotes)
    if step.step.kind is Kind.THREAD:
        yield from (
            Quoted(clean(screen.text), clean(screen.speaker or "")) for screen in step.screens if not screen.answers
        )
    if step.step.ask or step.step.options:
        yield Words(clean(step.step.ask or step.step.question or "How would you code it?"))
    if step.step.options:
        yield Points(cleaned(step.step.options), chosen=True)
    if step.step.question and step.step.kind in _ANSWERS:
        yield Words(clean(step.step.question), "Asked")
        yield Blank("What stands")
    for number, item in enumerate(step.items, 1):
        yield from _asked(item, number)


def _answers(step: PlayedStep) -> Iterator[Block]:
    if step.answer:
        yield Words(clean(step.answer.question), "Asked")
        yield from _answered(step.answer)
        changed = next((screen.mark for screen in step.screens if screen.mark and screen.answers), None)
        if changed:
            yield Words(clean(changed), "Mark")
    for number, item in enumerate(step.items, 1):
        yield from _told(item, number)
    if step.step.notes:
        yield Words(clean(step.step.notes), "Notes")


def _answered(found: Answer) -> Iterator[Block]:
    yield Words(clean(phrases.written(outline.headline(found))), "Answer")
    for heading, lines in ((phrases.CASES, outline.cases(found)), *outline.lists(found)):
        if lines:
            yield Words(clean(heading))
            yield Points(cleaned([phrases.written(line) for line in lines]))
    yield Points(cleaned([f"[{one.number}] {one.formal}" for one in found.citations]))


def _asked(found: PlayedItem, number: int) -> Iterator[Block]:
    item = found.item
    yield Words(clean(f"{item.given} {item.ask}" if item.given else item.ask), f"{number}")
    if item.on:
        yield Words(clean(f"On {item.on}."))
    yield Points(cleaned(lettered(item.options)), chosen=True)


def _told(found: PlayedItem, number: int) -> Iterator[Block]:
    item = found.item
    yield Words(clean(f"{item.given} {item.ask}" if item.given else item.ask), f"{number}")
    yield Words(clean(f"{item.letter}. {item.right.text}"), "Right")
    for line, option, said in zip(lettered(item.options), item.options, found.told, strict=True):
        yield Words(clean(f"{line}: {option.why}."))
        if said:
            yield _quoted(said)


def _quoted(said: Said) -> Quoted:
    return Quoted(clean(dossiers.quoted(said)), clean(dossiers.source(said.passage)))


def _every(found: Played) -> Iterator[Said]:
    for step in found.steps:
        yield from step.quotes
        yield from (said for item in step.items for said in item.told if said)


def _problems(found: Played) -> Iterator[Part]:
    if found.problems:
        lines = cleaned([f"{one.path.name}:{one.line or 1}: {one.reason}" for one in found.problems])
        yield Part("What no longer stands", (Points(lines),))
