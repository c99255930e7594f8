"""What speaks for and against the evidence that was found: the features that support is computed from."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import astuple, dataclass

from assistant.answers import Candidate
from assistant.question import Question
from indexer import codes
from indexer.index import Index

# How many candidates the best raw score is sought in, and which rank of document the first one's lead is measured to.
_HEAD, _LEAD = 10, 5


@dataclass(frozen=True, slots=True)
class Features:
    """``cosine`` and ``bm25`` are the best raw scores, the latter a part of the question's whole rarity.

    ``coverage``: the part of the question's rarity that the first document has. ``rarest``: how many of the three
    rarest words it has. ``unknown_codes``, ``other_codes``: the parts of the asked codes that no document, or not the
    first one, names. ``coded``: 1 where codes were asked about. ``lead``: how far the first document stands above the
    fifth. ``length``: the logarithm of the number of different search terms.
    """

    cosine: float
    bm25: float
    coverage: float
    rarest: float
    unknown_codes: float
    other_codes: float
    coded: float
    lead: float
    length: float

    def values(self) -> tuple[float, ...]:
        return astuple(self)


def measure(question: Question, candidates: Sequence[Candidate], index: Index) -> Features:
    """``candidates`` are in their final order."""
    store = index.store
    rarity = store.rarity(f"{question.before} {question.search_text}".strip())
    total = sum(rarity.values()) or 1.0
    document = "\n".join(_first_document(candidates, index))
    present = store.rarity(document)
    rarest = sorted(rarity, key=lambda term: (-rarity[term], term))[:3]
    asked = [code for code in question.codes if code.system != "modifier"]
    named = set(codes.values(codes.find(document))) if asked else set()
    scores: dict[str, float] = {}
    for candidate in candidates:
        scores.setdefault(candidate.passage.document_id, candidate.score)
    ranked = list(scores.values())
    return Features(
        cosine=max((candidate.cosine for candidate in candidates[:_HEAD]), default=0.0),
        bm25=max((candidate.bm25 for candidate in candidates[:_HEAD]), default=0.0) / total,
        coverage=sum(weight for term, weight in rarity.items() if term in present) / total,
        rarest=sum(term in present for term in rarest) / len(rarest) if rarest else 0.0,
        unknown_codes=_part(asked, [code for code in asked if not store.knows(code)]),
        other_codes=_part(asked, [code for code in asked if code not in named]),
        coded=float(bool(asked)),
        lead=ranked[0] - ranked[min(_LEAD, len(ranked)) - 1] if ranked else 0.0,
        length=math.log(1 + len(rarity)),
    )


def _part(whole: Sequence[object], part: Sequence[object]) -> float:
    return len(part) / len(whole) if whole else 0.0


def _first_document(candidates: Sequence[Candidate], index: Index) -> list[str]:
    if not candidates:
        return []
    first = candidates[0].passage
    passages = index.store.passages(index.store.rows(first.document_id))
    return [first.context, *(passage.text for passage in passages)]
