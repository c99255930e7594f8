"""The reader's part in the order: it reads windows of the first passages, and what answers moves up."""

from __future__ import annotations

from dataclasses import replace

from assistant.finding import memo, windows
from assistant.finding.features import UNREAD
from assistant.finding.reader import Reader
from assistant.finding.retrieval import Candidates
from assistant.reading.question import Question
from indexer.index import Index

# What a logit of the reader above UNREAD is worth beside a fused score between 0 and 1. Over twelve bases the first
# document is right most often from .05 to .15.
SHARE = 0.075


def read(question: Question, found: Candidates, reader: Reader, index: Index) -> Candidates:
    """The same in their new order; those that were read have ``read``, and ``window`` is what was read best of them."""
    if not found:
        return found
    chosen = windows.choose(found, memo.rarity(question.meaning, index.store))
    said = reader.scores(question.meaning, [window.text for window in chosen])
    best: dict[int, tuple[float, tuple[int, int]]] = {}
    for read_, told in zip(chosen, said, strict=True):
        row = read_.candidate.row
        if row not in best or told > best[row][0]:
            best[row] = told, (read_.start, read_.end)
    judged = []
    for one in found[: windows.HEAD]:
        score, window = best.get(one.row, (None, None))
        moved = one.score + SHARE * (max(UNREAD, UNREAD if score is None else score) - UNREAD)
        judged.append(replace(one, score=moved, read=score, window=window))
    return found.led_by(sorted(judged, key=lambda one: (-one.score, one.row)))
