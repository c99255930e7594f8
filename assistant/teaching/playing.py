"""A lesson over an open base: which steps play, screen by screen, and what of it no longer stands."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from assistant.answers import Answer
from assistant.ask import Desk
from assistant.dossiers.dossier import Said
from assistant.showing import phrases
from assistant.teaching import screens
from assistant.teaching.holding import Held, held
from assistant.teaching.lesson import Kind, Lesson, Step
from assistant.teaching.quiz import Item, Option
from assistant.teaching.screens import Screen
from indexer.errors import CitedeskError
from indexer.reader import Problem
from indexer.stores import Store

_LOST = "the text that said so no longer stands"


@dataclass(frozen=True, slots=True)
class PlayedItem:
    """A question of a quiz with the text behind each option, None where there is none."""

    item: Item
    told: tuple[Said | None, ...]


@dataclass(frozen=True, slots=True)
class PlayedStep:
    """A step that has something to show. ``quotes`` are the base's words in it, ``answer`` what it says today."""

    step: Step
    screens: tuple[Screen, ...]
    quotes: tuple[Said, ...] = ()
    items: tuple[PlayedItem, ...] = ()
    answer: Answer | None = None


@dataclass(frozen=True, slots=True)
class Played:
    """``problems`` are all of them, in the order of the file: what was left out, and what is marked."""

    lesson: Lesson
    steps: tuple[PlayedStep, ...]
    problems: tuple[Problem, ...]
    fingerprint: str

    @property
    def standing(self) -> str:
        """How much of it plays."""
        return f"{len(self.steps)} of {self.lesson.written} steps play"

    @property
    def items(self) -> tuple[PlayedItem, ...]:
        return tuple(item for step in self.steps for item in step.items)


def play(lesson: Lesson, desk: Desk) -> Played:
    """Asks the base every question of the lesson. What does not stand costs no more than itself."""
    texts = held(_sources(lesson), desk.index.store)
    problems = list(lesson.problems)
    steps = []
    for step in lesson.steps:
        run = _Run(lesson, step, texts, desk.ask)
        played = run.play()
        problems += run.problems
        if played.screens:
            steps.append(played)
        else:
            problems.append(Problem(lesson.path, step.line, "nothing of this step is left to show"))
    problems.sort(key=lambda one: (one.path != lesson.path, str(one.path), one.line or 0))
    return Played(lesson, tuple(steps), tuple(problems), desk.fingerprint)


def items(found: Sequence[Item], store: Store) -> tuple[PlayedItem, ...]:
    """Drafted questions with their texts; of one that no longer stands there is none."""
    texts = held([option.quote.source for item in found for option in item.options if option.quote], store)
    played = []
    for item in found:
        told = [texts.said(option.quote) if option.quote else None for option in item.options]
        if not any(isinstance(one, str) for one in told):
            played.append(PlayedItem(item, tuple(one for one in told if not isinstance(one, str))))
    return tuple(played)


def _sources(lesson: Lesson) -> Iterator[str]:
    for step in lesson.steps:
        yield from (quote.source for quote in step.quotes)
        if step.thread:
            yield step.thread
        yield from (option.quote.source for item in step.items for option in item.options if option.quote)


@dataclass(frozen=True, slots=True)
class _Run:
    """One step; ``problems`` grows as it is played."""

    lesson: Lesson
    step: Step
    texts: Held
    ask: Callable[[str], Answer]
    problems: list[Problem] = field(default_factory=list)

    def play(self) -> PlayedStep:
        step = self.step
        quotes = tuple(self._quotes())
        items = tuple(self._items())
        answer = self._answer()
        shown: list[Screen] = list(screens.own(step.text))
        shown += [screen for one in quotes for screen in screens.said(one, self._replaced(one))]
        shown += self._thread()
        shown += screens.vote(step)
        if answer:
            shown += screens.answered(answer, self._changed(answer))
        for number, one in enumerate(items, 1):
            shown += screens.item(one.item, one.told, number)
        return PlayedStep(step, tuple(shown), quotes, items, answer)

    def _tell(self, reason: str, line: int | None = None, left_out: bool = True) -> None:
        self.problems.append(Problem(self.lesson.path, line or self.step.line, reason, left_out=left_out))

    def _quotes(self) -> Iterator[Said]:
        for quote in self.step.quotes:
            found = self.texts.said(quote)
            if isinstance(found, str):
                self._tell(found, quote.line)
                continue
            yield found
            if self.step.kind is Kind.NOW and (later := found.passage.superseded_by):
                self._tell(f"{quote.source} was replaced by {later}; quote that one here", quote.line, False)

    def _replaced(self, found: Said) -> str | None:
        """On guidance of now that no longer is."""
        if self.step.kind is Kind.NOW and found.passage.superseded_by:
            return "Replaced since this lesson was written."
        return None

    def _thread(self) -> Iterator[Screen]:
        thread = self.step.thread
        if thread is None:
            return
        if missing := self.texts.missing(thread):
            self._tell(missing)
            return
        there = dict.fromkeys(one.part.partition(".")[0].removeprefix("post-") for one in self.texts.of(thread))
        wanted = [str(number) for number in self.step.posts] or list(there)
        for number in wanted:
            if number not in there:
                self._tell(f"{thread}#post-{number}: no such posting, or it says nothing")
        shown = [number for number in wanted if number in there]
        for place, number in enumerate(shown, 1):
            yield from screens.posting(self.texts.of(f"{thread}#post-{number}"), place, len(shown))

    def _answer(self) -> Answer | None:
        """What the base answers today; None where nothing is asked, or nothing settles it."""
        asked = self.step.question
        if asked is None:
            return None
        try:
            found = self.ask(asked)
        except CitedeskError as error:
            self._tell(f"question: {error}")
            return None
        if not found.supported:
            self._tell(f"nothing in this base settles “{asked}”, so no answer is shown")
            return None
        return found

    def _changed(self, found: Answer) -> str | None:
        """The pinned answer, where today's is another."""
        pinned = self.step.answer
        if pinned is None or (found.headline and phrases.line(found.headline.text) == pinned):
            return None
        now = phrases.line(found.headline.text) if found.headline else ""
        self._tell(f"the answer to “{self.step.question}” has changed: “{pinned}” is now “{now}”", None, False)
        return pinned

    def _items(self) -> Iterator[PlayedItem]:
        for item in self.step.items:
            told = [self.texts.said(option.quote) if option.quote else None for option in item.options]
            right = told[item.options.index(item.right)]
            wrong = right if isinstance(right, str) else self.texts.unnamed(item)
            if wrong:
                self._tell(f"“{item.ask}” is left out: {wrong}", item.line)
                continue
            for option, found in zip(item.options, told, strict=True):
                if isinstance(found, str) and option.quote:
                    self._tell(found, option.quote.line)
            options = tuple(map(_kept, item.options, told))
            said = tuple(None if isinstance(found, str) else found for found in told)
            yield PlayedItem(Item(item.ask, options, item.on, item.given, item.line), said)


def _kept(option: Option, found: Said | str | None) -> Option:
    return Option(option.text, option.right, _LOST) if isinstance(found, str) else option
