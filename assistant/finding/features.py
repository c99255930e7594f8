"""What speaks for and against the evidence that was found: the features that support is computed from."""

from __future__ import annotations

import math
from collections.abc import Container, Sequence, Sized
from dataclasses import astuple, dataclass

from assistant.answers import Candidate
from assistant.finding import demands, memo
from assistant.reading.question import Question
from indexer import codes, terms
from indexer.index import Index

# How many candidates the best raw score is sought in, which rank of document the first one's lead is measured to, and
# how many candidates two signals are compared over.
_HEAD, _LEAD, _POOL = 10, 5, 40
UNREAD = -6.0


@dataclass(frozen=True, slots=True)
class Features:
    """``cosine`` and ``bm25`` are the best raw scores, the latter a part of the question's whole rarity.

    ``coverage``: the part of the question's rarity that the first document has, near words by their score; of a
    follow-up the lesser part, with what it carries and without. ``rarest``: how many of the three rarest words it
    has. ``unknown_codes``, ``other_codes``, ``other_modifiers``: the parts of the asked codes that no document, or
    not the first one, names. ``coded``: 1 where codes were asked about. ``lead``: how far the first document stands
    above the fifth, which has 0 in a base of fewer. ``length``: the logarithm of the number of different search
    terms. ``agreement``: how many of the five best by words are among the five best by meaning. ``unmet``: figures
    asked for that the first document does not hold; ``other_party``, ``other_year``: 1 where it does not speak of
    the payer, state or year asked about. Where a reader read: its logits of the best window of the first document
    that it read (``read_first``), of any (``read_best``), of the next document (``read_next``), the mean of the next
    three (``read_others``), each at least UNREAD, which is also what is not there; without a reader all are 0.
    """

    cosine: float
    bm25: float
    coverage: float
    rarest: float
    unknown_codes: float
    other_codes: float
    other_modifiers: float
    coded: float
    lead: float
    length: float
    agreement: float
    unmet: float
    other_party: float
    other_year: float
    read_first: float = 0.0
    read_best: float = 0.0
    read_next: float = 0.0
    read_others: float = 0.0

    def values(self) -> tuple[float, ...]:
        return astuple(self)


def measure(question: Question, candidates: Sequence[Candidate], index: Index) -> Features:
    """``candidates`` are in their final order."""
    store = index.store
    rarity = memo.rarity(question.words, store)
    total = sum(rarity.values()) or 1.0
    document = "\n".join(_first_document(candidates, index))
    present = set(terms.find(document))
    rarest = sorted(rarity, key=lambda term: (-rarity[term], term))[:3]
    asked = [code for code in question.codes if not code.is_modifier]
    modifiers = [code for code in question.codes if code.is_modifier]
    named = set(codes.values(codes.find(document))) if question.codes else set()
    ranked = _best_scores(candidates)
    # What a follow-up carries along is covered by itself; its own words have to be covered too.
    texts = [question.words, question.own] if question.follow_up and terms.find(question.own) else [question.words]
    by_words = _leaders(candidates, "words")
    return Features(
        cosine=max((candidate.cosine for candidate in candidates[:_HEAD]), default=0.0),
        bm25=max((candidate.bm25 for candidate in candidates[:_HEAD]), default=0.0) / total,
        coverage=min(_coverage(text, present, index) for text in texts),
        rarest=sum(term in present for term in rarest) / len(rarest) if rarest else 0.0,
        unknown_codes=_part(asked, set(asked) - store.known(asked)),
        other_codes=_part(asked, [code for code in asked if code not in named]),
        other_modifiers=_part(modifiers, [code for code in modifiers if code not in named]),
        coded=float(bool(asked)),
        lead=ranked[0] - (ranked[_LEAD - 1] if len(ranked) == _LEAD else 0.0) if ranked else 0.0,
        length=math.log(1 + len(rarity)),
        agreement=_part(by_words, by_words & _leaders(candidates, "meaning")),
        unmet=float(demands.unmet(question.said, document)),
        other_party=float(demands.other_party(question.named, document)),
        other_year=float(demands.other_year(question.named, document)),
        **_read(candidates),
    )


def _read(candidates: Sequence[Candidate]) -> dict[str, float]:
    """By document, in the order of the candidates; nothing where none was read."""
    said: dict[str, float] = {}
    for one in candidates[:_POOL]:
        if one.read is not None:
            document = one.passage.document_id
            said[document] = max(one.read, said.get(document, UNREAD))
    if not said:
        return {}
    first, *others = said.values()
    others = sorted((*others, *[UNREAD] * 3), reverse=True)[:3]
    return {
        "read_first": first,
        "read_best": max(first, others[0]),
        "read_next": others[0],
        "read_others": sum(others) / len(others),
    }


def _coverage(text: str, present: Container[str], index: Index) -> float:
    rarity = memo.rarity(text, index.store)
    near: dict[str, float] = {}
    for other in index.vocabulary.near(text):
        if other.term in present:
            near[other.of] = max(near.get(other.of, 0.0), other.score)
    held = sum(weight * (1.0 if term in present else near.get(term, 0.0)) for term, weight in rarity.items())
    return held / (sum(rarity.values()) or 1.0)


def _best_scores(candidates: Sequence[Candidate]) -> list[float]:
    """Of the first documents, as many as ``lead`` looks at."""
    scores: dict[str, float] = {}
    for candidate in candidates:
        scores.setdefault(candidate.passage.document_id, candidate.score)
        if len(scores) == _LEAD:
            break
    return list(scores.values())


def _leaders(candidates: Sequence[Candidate], signal: str) -> set[str]:
    """The first documents by one signal alone, among the candidates that lead by all of them."""
    ordered = sorted(candidates[:_POOL], key=lambda one: (-getattr(one, signal), one.row))
    return set(list(dict.fromkeys(one.passage.document_id for one in ordered))[:_LEAD])


def _part(whole: Sized, part: Sized) -> float:
    return len(part) / len(whole) if whole else 0.0


def _first_document(candidates: Sequence[Candidate], index: Index) -> list[str]:
    if not candidates:
        return []
    first = candidates[0].passage
    stored = index.store.documents([first.document_id])[first.document_id]
    return [first.context, *(one.passage.text for one in stored)]
