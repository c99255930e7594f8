"""Words of a growing base: what stands fast in a sentence, and what is drawn anew each time that it is told."""

from __future__ import annotations

import math
import random
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from indexer import codes, terms
from indexer.codes import Code

_WORD = re.compile(r"\w+")
# A procedure code: five digits, or a letter and four.
_CODE = re.compile(r"\b([A-Z](?=\d{4}\b)|(?=\d{5}\b))(\d+)\b")
_SLOT = re.compile(rf"{_CODE.pattern}|\b([A-Za-z]?[a-z]{{4,}})\b")
# A word that stands in more sentences than that is never drawn anew.
_RARE = 3
# Codes move by less than that, most by little.
_STEPS = 4


@dataclass(frozen=True, slots=True)
class Sentence:
    """``fixed`` are the pieces around ``slots``: procedure codes and rare words, which are drawn anew.

    ``terms`` are those of ``fixed``; ``length`` counts all words, ``codes`` are as they stood.
    """

    fixed: tuple[str, ...]
    slots: tuple[str, ...]
    terms: frozenset[str]
    length: int
    codes: tuple[Code, ...]


def sentences(texts: Sequence[str]) -> list[Sentence]:
    """Each of ``texts``; what is rare is counted over all of them."""
    counted = Counter(word for text in texts for word in {word.lower() for word in _WORD.findall(text)})
    return [_sentence(text, counted) for text in texts]


def _sentence(text: str, counted: Counter[str]) -> Sentence:
    fixed, slots, at = list[str](), list[str](), 0
    for match in _SLOT.finditer(text):
        if match[3] and counted[match[3].lower()] > _RARE:
            continue
        fixed.append(text[at : match.start()])
        slots.append(match[0])
        at = match.end()
    fixed.append(text[at:])
    known = frozenset(term for piece in fixed for term in terms.find(piece))
    found = codes.values(codes.find(text))
    return Sentence(tuple(fixed), tuple(slots), known, max(1, len(_WORD.findall(text))), found)


def moved(text: str, step: int) -> str:
    """Every procedure code in ``text`` by the same distance on."""
    return _CODE.sub(lambda match: f"{match[1]}{(int(match[2]) + step) % 10 ** len(match[2]):0{len(match[2])}}", text)


def step(drawn: random.Random) -> int:
    """How far the codes of a document move: evenly over the orders of magnitude, so that known codes stay frequent."""
    return int(10 ** drawn.uniform(0, _STEPS)) - 1


@dataclass(frozen=True, slots=True)
class Growth:
    """Heaps' law: ``words`` words of running text hold ``at_one * words ** power`` different terms."""

    at_one: float
    power: float

    @classmethod
    def of(cls, texts: Sequence[str]) -> Growth:
        """By what half of ``texts`` and all of them hold, read in a random order."""
        mixed = random.Random(0).sample(list(texts), len(texts))
        counts = list[tuple[int, int]]()
        for part in (mixed[: len(mixed) // 2], mixed):
            words = sum(len(_WORD.findall(text)) for text in part)
            counts.append((words, len({term for text in part for term in terms.find(text)})))
        (less, few), (more, many) = counts
        power = math.log(many / few) / math.log(more / less)
        return cls(many / more**power, power)

    def after(self, words: int) -> float:
        return self.at_one * math.pow(words, self.power)


class Tail:
    """Rare words as a text goes on: a new one whenever Heaps' law asks for it, else one that stood before, as likely as
    it stood often (Simon, "On a class of skew distribution functions", 1955).

    The first new ones are the real words of the slots, later ones are put together of two of them.
    """

    def __init__(self, growth: Growth, drawn: random.Random) -> None:
        self.different = set[str]()
        self.words = 0
        self._growth, self._drawn = growth, drawn
        self._stood = list[str]()

    def told(self, sentence: Sentence, step: int) -> str:
        """The sentence with its codes moved and its rare words drawn."""
        self.words += sentence.length
        self.different |= sentence.terms
        if not sentence.slots:
            return sentence.fixed[0]
        drawn = (self._code(slot, step) if slot[-1].isdigit() else self._word(slot) for slot in sentence.slots)
        return "".join(_woven(sentence.fixed, drawn))

    def _code(self, slot: str, step: int) -> str:
        code = moved(slot, step)
        self.different.add(code)
        return code

    def _word(self, slot: str) -> str:
        word = slot.lower()
        if len(self.different) < self._growth.after(self.words):
            while word in self.different:
                word = self._coined()
        elif self._stood:
            word = self._drawn.choice(self._stood)
        self._stood.append(word)
        self.different.add(word)
        return word.capitalize() if slot[0].isupper() else word

    def _coined(self) -> str:
        """The front of one word and the end of another."""
        front, end = self._drawn.choice(self._stood), self._drawn.choice(self._stood)
        kept = self._drawn.randrange(2, max(3, min(8, len(front))))
        return front[:kept] + end[-self._drawn.randrange(3, 8) :]


def _woven(fixed: Sequence[str], drawn: Iterable[str]) -> Iterable[str]:
    """A piece, a word, a piece, and so on."""
    pieces = iter(fixed)
    yield next(pieces)
    for word, piece in zip(drawn, pieces, strict=True):
        yield word
        yield piece
