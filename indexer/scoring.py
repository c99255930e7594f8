"""What scores are made of, for every store alike, so that two of them rank alike.

A passage's score by words is BM25 (Robertson and Zaragoza, 2009) with K1 and B; its terms are those of
``Passage.searched``, its length is their number, which a store may keep as roughly as ``counted``. A rarity is counted
over the whole base, whatever a filter leaves out.
"""

from __future__ import annotations

import math
from collections.abc import Container, Mapping

from indexer.codes import Code, related

K1, B = 1.2, 0.75
# What a slip of one letter counts: this part of the searched term's rarity, so that exact words lead.
SLIP = 0.5
# What a code's neighbour is worth beside the code itself.
NEIGHBOUR = 0.25
# The fewest letters of a word that may be misspelt.
_LETTERS = 5
# Below this rarity a near word is in nearly every passage.
_LEAST = 0.1


def rarity(named: int, of: int) -> float:
    """Inverse document frequency of what ``named`` of all ``of`` passages have; never negative."""
    return math.log(1 + (of - named + 0.5) / (named + 0.5))


def counted(length: int) -> int:
    """A length as Tantivy keeps it, in a byte: exactly up to 40, then in steps that double after eight."""
    start, step = 40, 2
    while length >= start + 8 * step:
        start, step = start + 8 * step, 2 * step
    return length if length <= start else start + (length - start) // step * step


def may_be_slip(term: str) -> bool:
    """Whether ``term``, where no passage has it, may be a slip of one letter; what holds a digit never is."""
    return len(term) >= _LETTERS and term.isalpha()


def near_weight(score: float, own: float, asked: float) -> float:
    """What a near word's BM25 is multiplied by: it never weighs more than what it stands for, of rarity ``asked``."""
    return score * min(1.0, asked / max(own, _LEAST))


def code_weights(code: Code, named: Mapping[Code, int], of: int) -> dict[Code, float]:
    """What each code is worth to who asks about ``code``; a passage counts the best of those that it names.

    ``named``: how many of the ``of`` passages name a code; asked for are ``code``, those that it is written out as, and
    its neighbours. What no passage names is left out.
    """
    exact = [one for one in related.written_out(code) if named.get(one)]
    near = [one for one in related.neighbours(code) if named.get(one)]
    weight = max((rarity(named[one], of) for one in exact or near), default=0.0)
    return dict.fromkeys(exact, weight) | dict.fromkeys(near, weight * NEIGHBOUR)


def part(rarity: Mapping[str, float], held: Container[str]) -> float:
    """The part of all ``rarity``, term by term, that is of the terms in ``held``; 0 of none."""
    return sum(weight for term, weight in rarity.items() if term in held) / (sum(rarity.values()) or 1.0)
