"""The part of a quotation that is shown at first: the sentences that answer most, whole and able to stand alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assistant.answers import Candidate
from assistant.finding import asking
from assistant.quoting import spans
from indexer import passages, terms

# The most words that are shown at first; the reader's two sentences stay together up to there.
LONGEST = 45


def shown(
    candidate: Candidate, start: int, end: int, stated: Sequence[tuple[int, int]], rarity: Mapping[str, float]
) -> str:
    """Of the characters ``start`` to ``end`` of a passage. ``stated`` are places of words that a recorded point quotes.

    Those come first, then what the reader read best, then what covers most of the question's ``rarity``.
    """
    text = candidate.passage.text
    inside = [(begins, ends) for begins, ends in passages.sentences(text) if start <= begins and ends <= end]
    if not inside:
        return text[start:end]
    chosen = next((place for place in stated if start <= place[0] and place[1] <= end), None) or candidate.window
    run = [one for one in inside if chosen and one[0] < chosen[1] and chosen[0] < one[1]]
    if run and _words(text[run[0][0] : run[-1][1]]) <= LONGEST:
        return text[run[0][0] : run[-1][1]]
    told = [one for one in run or inside if asking.says(text[slice(*one)])] or run or inside
    best = max(told, key=lambda one: (_covered(text[slice(*one)], rarity), -one[0]))
    before = [one for one in inside if one[1] <= best[0]]
    if before and spans.points_back(text[slice(*best)]) and _words(text[before[-1][0] : best[1]]) <= LONGEST:
        return text[before[-1][0] : best[1]]
    return text[slice(*best)]


def _covered(text: str, rarity: Mapping[str, float]) -> float:
    said = set(terms.find(text))
    return sum(weight for term, weight in rarity.items() if term in said)


def _words(text: str) -> int:
    return len(text.split())
