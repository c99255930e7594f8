"""The first candidates in an order to which a cross-encoder adds its say, where the user has one."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

from assistant.finding import rerankers
from assistant.finding.rerankers import Reranker
from assistant.finding.retrieval import Candidates
from assistant.reading.question import Question
from assistant.settings import AssistantSettings
from indexer import plugins

# How many candidates it reads, and its share beside the fused score. Half and half is a choice, not a measurement: no
# real cross-encoder could be had to fit it on.
HEAD, SHARE = 20, 0.5
_DEFAULT = "cross_encoder"


def reranker(settings: AssistantSettings) -> Reranker | None:
    """The one that ``settings`` name, not loaded yet: a folder is a cross-encoder's, a bare word a plug-in's name.

    Raises ModelError or SettingsError where it cannot be had.
    """
    chosen = settings.reranker
    if chosen is None:
        return None
    bare = chosen.name == str(chosen) and not chosen.exists() and chosen.name in plugins.names(rerankers)
    name, folder = (chosen.name, None) if bare else (_DEFAULT, chosen)
    own = settings.plugins.of(rerankers, name)
    return cast(rerankers.Module, plugins.load(rerankers, name)).open(folder, own)


def rerank(question: Question, found: Candidates, reranker: Reranker | None) -> Candidates:
    """Its scores are laid between the lowest and the highest fused score of the head, so the tail stays below."""
    head = found[:HEAD]
    if reranker is None or len(head) < 2:
        return found
    said = reranker.scores(question.meaning, [one.passage.searched for one in head])
    low, high = min(one.score for one in head), max(one.score for one in head)
    least, width = min(said), (max(said) - min(said)) or 1.0
    mixed = [
        replace(one, score=(1 - SHARE) * one.score + SHARE * (low + (high - low) * (score - least) / width))
        for one, score in zip(head, said, strict=True)
    ]
    return found.led_by(sorted(mixed, key=lambda one: (-one.score, one.row)))
