"""Judges every sentence that a language model wrote: what its citations do not carry is dropped and counted."""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from assistant.answers import Quotation
from assistant.finding import memo
from assistant.fitted import logistic
from assistant.fitted.logistic import Logistic
from assistant.rewording import claims, drafts, instructions, turning
from assistant.rewording.drafts import Sentence
from assistant.rewording.turning import Reversal
from assistant.wording import Reworded
from indexer import codes, passages, scoring, terms
from indexer.embedders import Embedder, Vectors
from indexer.index import Index
from indexer.passages import Passage

# Longer sentences say several things at once, and likeness to a passage then tells little about each of them; what has
# fewer telling words says too little to be held against anything.
MOST_WORDS, FEWEST_STEMS = 60, 3
_POINTS_BACK = re.compile(
    r"^(?:this|that|these|those|it|they|he|she|such|however|but|also|then|otherwise|instead|therefore|thus|so)\b",
    re.IGNORECASE,
)


class Fault(StrEnum):
    """Why a sentence was dropped, in the words that follow its number."""

    MARKUP = "with markup or foreign characters"
    UNMARKED = "without a mark"
    UNKNOWN = "with a mark that was not offered"
    CODE = "with a code that the cited passage lacks"
    FIGURE = "with a number or date that the cited passage lacks"
    TURNED = "saying the reverse of the cited passage"
    WEAK = "too far from the cited passage"
    LEANING = "leaning on a dropped sentence"
    LENGTH = "too long"


@dataclass(frozen=True, slots=True)
class Judged:
    """A sentence as it may be shown, or the fault for which it is dropped; what is dropped has no marks."""

    sentence: Reworded
    fault: Fault | None

    @property
    def text(self) -> str:
        return self.sentence.text


@dataclass(frozen=True, slots=True)
class Likeness:
    """Of a sentence to a passage: cosine to ``nearest``, its nearest sentence or pair of them; the share of the
    sentence's words, weighted by rarity, that stand there and in the whole passage.
    """

    cosine: float
    near_words: float
    words: float
    nearest: str


class Ground:
    """One passage as evidence: its sentences without those that instruct a model, and their vectors."""

    def __init__(self, passage: Passage, index: Index) -> None:
        text = instructions.without(passage.text)
        single = [" ".join(text[start:end].split()) for start, end in passages.sentences(text)]
        self.text = " ".join(single)
        self.codes = frozenset(codes.values(codes.find(self.text)))
        self._values = frozenset(value for code in self.codes for value in _tokens(code.value))
        self._date = passage.date
        self._texts = [*single, *(f"{one} {next_one}" for one, next_one in itertools.pairwise(single))]
        self._index = index
        self._vectors: Vectors = index.embedder.passages(self._texts)

    def likeness(self, sentence: str) -> Likeness:
        if not self._texts:
            return Likeness(0.0, 0.0, 0.0, "")
        scores = self._vectors @ _vector(self._index.embedder, sentence)
        nearest = self._texts[int(scores.argmax())]
        return Likeness(
            float(scores.max()), self._covered(sentence, nearest), self._covered(sentence, self.text), nearest
        )

    def fault(self, sentence: str) -> Fault | None:
        """What the passage alone has against ``sentence``; its figures and codes are judged over all its citations."""
        like = self.likeness(sentence)
        if not fitted("likeness").passes(like) or len(claims.stems(sentence)) < FEWEST_STEMS:
            return Fault.WEAK
        turn = self.turn(sentence, like)
        if turn.swapped > most_swapped() or not fitted("turning").passes(turn):
            return Fault.TURNED
        return Fault.FIGURE if claims.changed(sentence, like.nearest) else None

    def turn(self, sentence: str, like: Likeness) -> Reversal:
        return turning.measure(sentence, like.nearest, self.text, like.cosine)

    def allowed(self) -> frozenset[str]:
        """Figures that codes written as a range or a list, and the passage's own date, say in another form."""
        return self._values | frozenset(re.findall(r"[a-z]{3,}|\d{4}", str(self._date or "").lower()))

    def _covered(self, sentence: str, text: str) -> float:
        return scoring.part(memo.rarity(sentence, self._index.store), set(terms.find(text)))


def judge(draft: str, quotations: Sequence[Quotation], index: Index) -> list[Judged]:
    """Every sentence of ``draft``, in its order. ``quotations`` are the evidence that was offered, by number."""
    offered = {quotation.citation: quotation.passage for quotation in quotations}
    grounds: dict[str, Ground] = {}
    judged: list[Judged] = []
    index, sentences = memo.over(index), drafts.sentences(draft)
    # Asked at once for all of them, and remembered.
    memo.rarity(" ".join(one.text for one in sentences), index.store)
    for sentence in sentences:
        cited = {mark: _ground(offered[mark], index, grounds) for mark in sentence.marks if mark in offered}
        follows = judged[-1].fault is None if judged else False
        judged.append(_verdict(sentence, cited, follows))
    return judged


def _ground(passage: Passage, index: Index, known: dict[str, Ground]) -> Ground:
    if passage.id not in known:
        known[passage.id] = Ground(passage, index)
    return known[passage.id]


def _verdict(sentence: Sentence, cited: dict[int, Ground], follows: bool) -> Judged:
    """The cheap tests first. A mark whose passage does not carry the sentence goes; one that does is needed."""
    dropped = functools.partial(Judged, Reworded(sentence.text, (), ""))
    if fault := next(_plain_faults(sentence, cited, follows), None):
        return dropped(fault)
    faults = {mark: ground.fault(sentence.text) for mark, ground in cited.items()}
    kept = tuple(mark for mark, fault in faults.items() if fault is None)
    if Fault.TURNED in faults.values():
        return dropped(Fault.TURNED)
    if not kept:
        return dropped(Fault.FIGURE if Fault.FIGURE in faults.values() else Fault.WEAK)
    grounds = [cited[mark] for mark in kept]
    if set(codes.values(codes.find(sentence.text))) - {code for ground in grounds for code in ground.codes}:
        return dropped(Fault.CODE)
    evidence = " ".join(ground.text for ground in grounds)
    if claims.unknown(sentence.text, evidence, frozenset().union(*(ground.allowed() for ground in grounds))):
        return dropped(Fault.FIGURE)
    end = sentence.text[-1] if sentence.text[-1] in ".!?" else "."
    return Judged(Reworded(sentence.text.rstrip(".!?:;, "), kept, end), None)


def _plain_faults(sentence: Sentence, cited: dict[int, Ground], follows: bool) -> Iterator[Fault]:
    if not sentence.plain:
        yield Fault.MARKUP
    if not sentence.marks:
        yield Fault.UNMARKED
    if len(cited) < len(sentence.marks):
        yield Fault.UNKNOWN
    if len(sentence.text.split()) > MOST_WORDS:
        yield Fault.LENGTH
    if _POINTS_BACK.match(sentence.text) and not follows:
        yield Fault.LEANING


def _tokens(value: str) -> list[str]:
    return [part.lower() for part in (value, *re.split(r"\W", value)) if part]


@functools.cache
def fitted(name: str) -> Logistic:
    """ "likeness" or "turning", as ``benchmarks/fit_grounding.py`` fits them."""
    return Logistic.read(logistic.shipped("grounding")[name])


def most_swapped() -> float:
    """More than hardly any true rewording has."""
    return float(logistic.shipped("grounding")["swapped"])


def _vector(embedder: Embedder, text: str) -> Vectors:
    vector: Vectors = embedder.passages([text])[0]
    return vector
