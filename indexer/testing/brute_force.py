"""What a store must answer, worked out over every passage in plain Python and NumPy, with formulas of its own."""

from __future__ import annotations

import calendar
import datetime
import functools
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import log

import pytest

from indexer import terms
from indexer.codes import Code
from indexer.documents import PartialDate
from indexer.embedders import Vectors
from indexer.passages import Passage
from indexer.stores import Filter, Match, Query

# The score of every passage that a signal may bring, by row.
Scores = dict[int, float]


def check(found: Sequence[Match], expected: Scores, top: int) -> None:
    """The best ``top`` of ``expected``: score by score, equal ones by row, and of equal ones the first."""
    best = sorted(expected.values(), reverse=True)[:top]
    assert [match.score for match in found] == [pytest.approx(score, rel=1e-4, abs=1e-6) for score in best]
    rows = [match.row for match in found]
    assert [match.score for match in found] == [
        pytest.approx(expected[row], rel=1e-4, abs=1e-6) for row in rows if row in expected
    ]
    assert list(found) == sorted(found, key=lambda match: (-match.score, match.row))
    assert len(set(rows)) == len(rows)
    left = {score: row for row, score in sorted(expected.items(), reverse=True) if row not in set(rows)}
    assert all(row < left.get(expected[row], row + 1) for row in rows)


@dataclass(frozen=True)
class BruteForce:
    """``length``: how the store counts a passage of so many terms, where it does not keep their number exactly."""

    passages: Sequence[Passage]
    vectors: Vectors
    length: Callable[[int], int]

    @functools.cached_property
    def searched(self) -> list[Counter[str]]:
        """The terms of each passage with their numbers, split once."""
        return [Counter(terms.find(passage.searched)) for passage in self.passages]

    def words(self, query: Query) -> Scores:
        searched = self.searched
        mean = sum(sum(one.values()) for one in searched) / max(1, len(searched))
        asked = list(dict.fromkeys(query.words))
        scores = []
        for one in searched:
            total = 0.0
            for term in asked:
                total += self._slip(term, one) if self._absent(term) else self._bm25(term, one, mean)
            for near in query.near:
                if near.term not in asked:
                    own, other = self._rarity(near.term), self._rarity(near.of)
                    total += near.score * min(1, other / max(own, 0.1)) * self._bm25(near.term, one, mean)
            scores.append(total)
        return self._allowed(query, {row: score for row, score in enumerate(scores) if score > 0})

    def meaning(self, query: Query) -> Scores:
        if query.vector is None:
            return {}
        return self._allowed(query, {row: float(vector @ query.vector) for row, vector in enumerate(self.vectors)})

    def codes(self, query: Query) -> Scores:
        scores = {}
        for row, passage in enumerate(self.passages):
            if worth := sum(self._code(code, passage) for code in query.codes):
                scores[row] = worth
        return self._allowed(query, scores)

    def rarity(self, asked: Sequence[str]) -> dict[str, float]:
        return {term: self._rarity(term) for term in asked}

    def known(self, asked: Sequence[Code]) -> frozenset[Code]:
        return frozenset(code for code in asked if any(_names(one, code) for one in self._named()))

    def _idf(self, named: int) -> float:
        return log(1 + (len(self.passages) - named + 0.5) / (named + 0.5))

    def _rarity(self, term: str) -> float:
        return self._idf(sum(term in one for one in self.searched))

    def _bm25(self, term: str, searched: Counter[str], mean: float) -> float:
        times, length = searched[term], self.length(sum(searched.values()))
        return self._rarity(term) * times * (1.2 + 1) / (times + 1.2 * (1 - 0.75 + 0.75 * length / mean))

    def _absent(self, term: str) -> bool:
        return not any(term in one for one in self.searched)

    def _slip(self, term: str, searched: Counter[str]) -> float:
        may_be = len(term) >= 5 and term.isalpha()
        return self._rarity(term) / 2 if may_be and any(one_letter_apart(term, one) for one in searched) else 0.0

    def _named(self) -> list[Code]:
        return [code for passage in self.passages for code in passage.searched_codes]

    def _code(self, asked: Code, passage: Passage) -> float:
        """The rarest of what anybody names of it decides; a neighbour is worth a quarter."""
        own = {one for one in self._named() if _means(asked, one)}
        near = {one for one in self._named() if _stands_beside(asked, one)}
        weight = max((self._idf(self._count(one)) for one in own or near), default=0.0)
        if own.intersection(passage.searched_codes):
            return weight
        return weight / 4 if near.intersection(passage.searched_codes) else 0.0

    def _count(self, code: Code) -> int:
        return sum(code in passage.searched_codes for passage in self.passages)

    def _allowed(self, query: Query, scores: Scores) -> Scores:
        return {row: score for row, score in scores.items() if allows(query.where, self.passages[row])}


def allows(where: Filter, passage: Passage) -> bool:
    named = (
        (where.tiers, passage.tier),
        (where.payers, passage.payer),
        (where.provenance, passage.provenance),
        (where.documents, passage.document_id),
    )
    if any(values and value not in values for values, value in named):
        return False
    if not (where.since or where.until):
        return True
    if passage.date is None:
        return False
    late_enough = where.since is None or _last(passage.date) >= _first(where.since)
    return late_enough and (where.until is None or _first(passage.date) <= _last(where.until))


def _first(date: PartialDate) -> datetime.date:
    return datetime.date(date.year, date.month or 1, date.day or 1)


def _last(date: PartialDate) -> datetime.date:
    month = date.month or 12
    return datetime.date(date.year, month, date.day or calendar.monthrange(date.year, month)[1])


def _means(asked: Code, named: Code) -> bool:
    """Each X at the end of a wildcard stands for one digit."""
    if asked.system == "modifier" or not asked.value.endswith("X"):
        return asked == named
    stem = asked.value.rstrip("X")
    pattern = re.escape(stem) + r"\d" * (len(asked.value) - len(stem))
    return asked.system == named.system and (asked == named or re.fullmatch(pattern, named.value) is not None)


def _names(named: Code, asked: Code) -> bool:
    """Whether who writes ``named`` speaks of ``asked``: a wildcard names its codes, at most a hundred."""
    return _means(asked, named) or (_means(named, asked) and not named.value.endswith("XXX"))


def _stands_beside(asked: Code, named: Code) -> bool:
    """Within two numbers, in the same system and, where they have one, with the same letter."""
    one, other = (re.fullmatch(r"([A-Z]?)(\d+)", code.value) for code in (asked, named))
    if asked.system not in {"CPT", "HCPCS"} or asked.system != named.system or not one or not other:
        return False
    return (one[1], len(one[2])) == (other[1], len(other[2])) and 0 < abs(int(one[2]) - int(other[2])) <= 2


def one_letter_apart(one: str, other: str) -> bool:
    """By a letter more, a letter less, another letter, or two neighbours that changed places."""
    if len(one) > len(other):
        one, other = other, one
    start = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(one))
    left, right = one[start:], other[start:]
    if len(one) < len(other):
        return left == right[1:]
    swapped = len(left) > 1 and left[:2] == right[1::-1] and left[2:] == right[2:]
    return left[1:] == right[1:] or swapped
