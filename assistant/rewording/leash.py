"""A language model on a leash: of its draft only the sentences that pass the check stand above the quotations."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import cast

from assistant.answers import Citation, Dropped, Quotation, Wording
from assistant.quoting import citations
from assistant.quoting.citations import CitationError
from assistant.reading.question import Question
from assistant.rewording import generators, grounding, prompts
from assistant.rewording.generators import Generator
from assistant.rewording.grounding import Judged
from assistant.settings import AssistantSettings
from indexer import plugins
from indexer.errors import GeneratorError
from indexer.index import Index

HEADING = "In other words"
# A text that lost more than half of its sentences no longer says what its writer meant.
ENOUGH = 0.5
_PLAIN = Wording("extractive", (), (), None)


@dataclass(frozen=True, slots=True)
class Words:
    """An answer's text, and who worded it."""

    text: str
    wording: Wording


def generator(settings: AssistantSettings) -> Generator | None:
    """The one that ``settings`` name, not loaded yet. Raises SettingsError where none is, or a setting is missing."""
    own = settings.plugins.of(generators, settings.generator)
    return cast(generators.Module, plugins.load(generators, settings.generator)).open(settings, own)


def reword(
    generator: Generator | None,
    question: Question,
    quotations: Sequence[Quotation],
    index: Index,
    draft: Callable[[str], None] | None = None,
) -> Wording:
    """What ``generator`` makes of the quotations, or why that is not shown."""
    if generator is None:
        return _PLAIN
    so_far: list[str] = []

    def show(piece: str) -> None:
        so_far.append(piece)
        if draft:
            draft("".join(so_far))

    try:
        text = generator.write(prompts.build(question, quotations), show)
    except GeneratorError as error:
        return Wording(generator.name, (), (), str(error))
    judged = grounding.judge(text[: generators.MOST_CHARACTERS], quotations, index)
    kept = tuple(dict.fromkeys(one.text for one in judged if one.fault is None))
    faults = Counter(one.fault.value for one in judged if one.fault)
    dropped = tuple(Dropped(why, count) for why, count in sorted(faults.items()))
    short = _too_little(len(kept), judged, generator.apart)
    return Wording(generator.name, () if short else kept, dropped, short)


def above(quoted: str, worded: Wording, quotations: Sequence[Quotation], cited: Sequence[Citation]) -> Words:
    """The generated sentences in one paragraph behind the lead, checked once more as part of the whole text."""
    if not worded.sentences:
        return Words(quoted, worded)
    lead, *rest = quoted.split("\n\n")
    text = "\n\n".join([lead, f"**{HEADING}**", " ".join(worded.sentences), *rest])
    try:
        citations.check(text, quotations, cited)
    except CitationError:
        why = "its sentences read together name a code that no cited passage has"
        return Words(quoted, replace(worded, sentences=(), instead=why))
    return Words(text, worded)


def note(worded: Wording) -> str | None:
    """One line for the reader: who worded the answer, what was dropped, or why the quotations stand alone."""
    dropped = "; ".join(f"{one.count} {one.why}" for one in worded.dropped)
    if worded.instead:
        return f"The quotations stand alone, without {worded.generator}: {worded.instead}." + (
            f" Dropped: {dropped}." if dropped else ""
        )
    if not worded.sentences:
        return None
    return f"{HEADING}: {worded.generator}, each sentence checked against its citation; " + (
        f"dropped: {dropped}." if dropped else "none dropped."
    )


def _too_little(kept: int, judged: Sequence[Judged], apart: bool) -> str | None:
    if not judged:
        return "it wrote no sentence"
    failed = sum(one.fault is not None for one in judged)
    if kept and (apart or failed <= (1 - ENOUGH) * len(judged)):
        return None
    return f"{failed} of its {len(judged)} sentences failed the check against the cited passages"
