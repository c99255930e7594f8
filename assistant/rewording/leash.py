"""A language model on a leash: of its draft only the sentences that pass the check become part of an answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import cast

from assistant.answers import Quotation
from assistant.quoting import citations
from assistant.reading.question import Question
from assistant.rewording import generators, grounding, prompts
from assistant.rewording.generators import Generator
from assistant.rewording.grounding import Judged
from assistant.settings import AssistantSettings
from assistant.wording import Dropped, Reworded, Wording
from indexer import plugins
from indexer.errors import GeneratorError
from indexer.index import Index

# A text that lost more than half of its sentences no longer says what its writer meant.
ENOUGH = 0.5
_PLAIN = Wording("extractive", (), (), None)


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
    kept = tuple(dict.fromkeys(one.sentence for one in judged if one.fault is None))
    faults = Counter(one.fault.value for one in judged if one.fault)
    dropped = tuple(Dropped(why, count) for why, count in sorted(faults.items()))
    instead = _too_little(len(kept), judged, generator.apart) or _together(kept, quotations)
    return Wording(generator.name, () if instead else kept, dropped, instead)


def _together(kept: Sequence[Reworded], quotations: Sequence[Quotation]) -> str | None:
    """What is wrong with sentences that are each right: read in a row, they may name a code."""
    read = " ".join(sentence.text for sentence in kept)
    if citations.unsupported(read, citations.cited(quotations)):
        return "its sentences read together name a code that no cited passage has"
    return None


def _too_little(kept: int, judged: Sequence[Judged], apart: bool) -> str | None:
    if not judged:
        return "it wrote no sentence"
    failed = sum(one.fault is not None for one in judged)
    if kept and (apart or failed <= (1 - ENOUGH) * len(judged)):
        return None
    return f"{failed} of its {len(judged)} sentences failed the check against the cited passages"
