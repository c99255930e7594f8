"""The part of a quotation that is shown at first: the sentences that answer most, whole and able to stand alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assistant.answers import Candidate
from assistant.finding import asking
from assistant.quoting import spans
from indexer import passages, terms

# The most words that are shown at first; the reader's two sentences stay together up to there. What leads is shown with
# what follows it up to LEADING words.
LONGEST, LEADING = 45, 60


def shown(
    candidate: Candidate,
    start: int,
    end: int,
    stated: Sequence[tuple[int, int]],
    rarity: Mapping[str, float],
    leads: bool,
) -> str:
    """Of the characters ``start`` to ``end`` of a passage; what ``leads`` an answer is shown with what follows.

    ``stated`` are places of words that a recorded point quotes. Those come first, then what the reader read best, then
    what covers most of the question's ``rarity``.
    """
    text = candidate.passage.text
    inside = [(begins, ends) for begins, ends in passages.sentences(text) if start <= begins and ends <= end]
    if not inside:
        return text[start:end]
    said = next((place for place in stated if start <= place[0] and place[1] <= end), None)
    first, last = answering(text, *_chosen(text, inside, said or candidate.window, rarity), end)
    return text[first : min(end, followed(candidate, first, last))] if leads and not said else text[first:last]


def _chosen(
    text: str, inside: Sequence[tuple[int, int]], chosen: tuple[int, int] | None, rarity: Mapping[str, float]
) -> tuple[int, int]:
    run = [one for one in inside if chosen and one[0] < chosen[1] and chosen[0] < one[1]]
    if run and _words(text[run[0][0] : run[-1][1]]) <= LONGEST:
        return run[0][0], run[-1][1]
    told = [one for one in run or inside if asking.says(text[slice(*one)])] or run or inside
    best = max(told, key=lambda one: (_covered(text[slice(*one)], rarity), -one[0]))
    before = [one for one in inside if one[1] <= best[0]]
    if before and spans.points_back(text[slice(*best)]) and _words(text[before[-1][0] : best[1]]) <= LONGEST:
        return before[-1][0], best[1]
    return best


def answering(text: str, start: int, end: int, bound: int) -> tuple[int, int]:
    """``start`` to ``end`` without the sentences at either end that only ask, and where all of them ask with the next
    one before ``bound`` that answers in their place. What points back keeps the question that it points to.
    """
    sentences = [one for one in passages.sentences(text) if one[1] <= max(bound, end)]
    run = [one for one in sentences if one[1] > start and one[0] < end]
    told = [one for one in run if asking.says(text[slice(*one)])] or [
        one for one in sentences if one[0] >= end and asking.says(text[slice(*one)])
    ][:1]
    if not told:
        return start, end
    first, last = told[0], told[-1]
    before = [one for one in sentences if one[1] <= first[0]]
    if before and spans.points_back(text[slice(*first)]) and asking.asks(text[slice(*before[-1])]):
        first = before[-1]
    return max(first[0], start), last[1] if last[0] >= end else min(last[1], end)


def followed(candidate: Candidate, start: int, end: int) -> int:
    """Where the sentences end that follow ``start`` to ``end`` of a passage within LEADING words."""
    text = candidate.passage.text
    for begins, ends in passages.sentences(text):
        if begins >= end and _words(text[start:ends]) <= LEADING and asking.says(text[begins:ends]):
            end = ends
        elif begins >= end:
            break
    return end


def _covered(text: str, rarity: Mapping[str, float]) -> float:
    said = set(terms.find(text))
    return sum(weight for term, weight in rarity.items() if term in said)


def _words(text: str) -> int:
    return len(text.split())
