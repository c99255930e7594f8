"""How the words of a passage bear on a claim: whether they say the same, say the reverse, or leave it open.

Nothing is understood. What counts as the same must have nearly every telling word of the claim, its codes and figures
in their places, and no denial, opposite or bound more or less than the claim. The bounds are set by hand on the claims
of ``benchmarks/claims.jsonl`` that are not kept aside; ``benchmarks/checking.py`` measures what they come to.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.answers import Candidate
from assistant.checking import allotment
from assistant.checking.allotment import Share
from assistant.finding import asking, memo
from assistant.finding.features import UNREAD
from assistant.finding.reader import Reader
from assistant.finding.recognition import Met
from assistant.finding.retrieval import Candidates
from assistant.reading import polarity
from assistant.reading.question import Question
from assistant.rewording import claims, turning
from assistant.rewording.grounding import Ground
from assistant.rewording.turning import Reversal
from indexer import codes, passages
from indexer.index import Index
from indexer.points import NO, YES

# How many passages are weighed, and how far down the order they are looked for.
PASSAGES, HEAD = 7, 40
# The part of a claim's telling words that words saying the same may lack, and words saying the reverse.
SAME, REVERSE = 0.25, 0.6
# The part of what a claim says of a code that its passage may say of other codes alone; from where on it says another.
ALLOTTED, OTHERS = 0.25, 0.4
# From this logit of the reader on, words speak of what the claim speaks of.
SPEAKS = 2.0
# What follows from a rule, or is its reason, may be left out.
_CLAUSE = re.compile(r"(?<=[.;:?!])\s+|(?<=,)\s+(?=(?:so|since|because|which)\b)")
# Words that draw a bound: a claim that has one more than its passage says more, and one of CLOSING less says other.
_BOUND = re.compile(
    r"\b(?:only|just|solely|alone|always|never|each|every|all|both|either|neither|any|whoever|whatever|none|nothing|same"
    r"|different|once|twice|first|second|last|before|after|above|below|more|less|fewer|over|under|most|least|unless"
    r"|without|instead|rather|usually|rarely|mandatory|optional|still|until|initial|subsequent)\b",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_CLOSING = frozenset({"only", "just", "never", "always", "unless", "except", "neither"})


@dataclass(frozen=True, slots=True)
class Stance:
    """What is measured between a claim and the words nearest to it; all but ``read`` and the counts from 0 to 1.

    ``novel``: the part of the claim's telling words that they lack. ``parity``: one of both denies, counting an
    opposite as a denial; ``apart``: but not of what they say of the claim's codes; ``denying``: both do.
    ``misplaced``: by how much another code fits better than the claim's own; ``share``: of what the claim says of a
    code, where they part it from others. ``strange``: codes and figures that they lack; ``changed``: counted figures in
    whose place they have another. ``bounds``: words that draw a bound in one of both. ``recorded``: what a recorded
    verdict says of the claim, -1 (against it) to 1.
    """

    read: float
    novel: float
    denied: float
    parity: bool
    apart: bool
    denying: bool
    opposed: float
    swapped: float
    misplaced: float
    share: Share | None
    strange: int
    changed: int
    bounds: int
    recorded: float

    @property
    def same(self) -> bool:
        sound = self.denied <= 0.05 and not self.parity and self.opposed < 0.05 and self.recorded > -0.5
        placed = (self.share.foreign <= ALLOTTED if self.share else self._in_order) and not self.strange
        return sound and placed and not self.bounds and self.novel <= SAME

    @property
    def reverse(self) -> bool:
        # Where both deny, it tells nothing how far off the no stands and which of two codes comes first.
        turned = (self.parity and not self.apart) or (self.denied > 0.5 and not self.denying) or self.opposed > 0.15
        misplaced = self.swapped > 0.1 or (self.misplaced > 0.3 and not self.denying)
        if self.share:
            misplaced = self.share.foreign >= OTHERS and not self.share.own
        placed_otherwise = misplaced or self.changed > 0
        speaks = self.read >= SPEAKS and self.novel <= REVERSE and self.recorded < 0.5
        return speaks and (turned or placed_otherwise)

    @property
    def _in_order(self) -> bool:
        return self.swapped < 0.05 and self.misplaced < 0.1


@dataclass(frozen=True, slots=True)
class Bearing:
    """``start`` and ``end``: the sentences, in the text of the candidate's passage, that hold the nearest words."""

    candidate: Candidate
    start: int
    end: int
    stance: Stance


def weigh(claim: Question, found: Candidates, met: Sequence[Met], reader: Reader | None, index: Index) -> list[Bearing]:
    """Of the first PASSAGES that may answer, in their order. What an instruction to a model parts is left out."""
    index = memo.over(index)
    memo.rarity(claim.typed, index.store)
    head = [one for one in found[:HEAD] if asking.may_answer(one.passage)][:PASSAGES]
    likes = [Ground(one.passage, index).likeness(claim.typed).nearest for one in head]
    logits = _read(claim, head, likes, reader)
    told = recorded(claim.typed, met)
    bearings = []
    for one, nearest, logit in zip(head, likes, logits, strict=True):
        if place := _place(nearest, one.passage.text):
            start, end = _closest(claim.typed, one.passage.text, *place)
            stance = measure(claim.typed, one.passage.text[start:end], one.passage.title, logit, told)
            bearings.append(Bearing(one, *_whole(one.passage.text, start, end), stance))
    return bearings


def measure(claim: str, words: str, title: str, read: float, told: float) -> Stance:
    """``title`` is their document's, which names what they speak of and says nothing of it; ``read`` the reader's logit
    of the words, ``told`` what is recorded of the claim.
    """
    turn = turning.measure(claim, words, words, 0.0)
    parity = _parity(turn)
    allotted = allotment.of(claim, words)
    own, said = claims.stems(claim), claims.stems(f"{title}. {words}")
    held = codes.values(codes.find(f"{title}. {words}"))
    named = set(codes.values(codes.find(claim))) - set(held)
    # A year that nothing is set against says for when it is claimed, and another place asks what was in force then.
    years = frozenset() if _YEAR.search(words) else frozenset(_YEAR.findall(claim))
    own -= years
    unknown = claims.unknown(claim, words, years | {code.value.lower() for code in held})
    return Stance(
        read=read,
        novel=len(own - said) / (len(own) or 1),
        denied=turn.denied,
        parity=parity,
        apart=parity and not _parity(turning.measure(claim, allotted.own, words, 0.0)),
        denying=not turn.one_sided and turning.denies(claim),
        opposed=turn.opposed,
        swapped=turn.swapped,
        misplaced=turning.misplaced(claim, words),
        share=allotted.share,
        strange=len(named) + len(unknown),
        changed=len(claims.changed(claim, words)),
        bounds=_bounds(claim, words),
        recorded=told,
    )


def _parity(turn: Reversal) -> bool:
    return bool(turn.one_sided) != (turn.opposed > 0.25)


def recorded(claim: str, met: Sequence[Met]) -> float:
    """What the likeliest recorded yes or no says of ``claim``: its chance, below 0 where it says the reverse."""
    best = 0.0
    for one in met:
        if one.point.verdict in {YES, NO} and polarity.polar(one.nearest):
            agrees = (one.point.verdict == YES) == polarity.same_way(claim, one.nearest)
            best = max(best, one.chance if agrees else -one.chance, key=abs)
    return best


def _read(claim: Question, head: Sequence[Candidate], likes: Sequence[str], reader: Reader | None) -> list[float]:
    """Without a reader nothing is known to speak of the claim, so that nothing says the reverse."""
    if not reader:
        return [UNREAD] * len(head)
    return reader.scores(claim.meaning, [f"{one.passage.title}. {said}" for one, said in zip(head, likes, strict=True)])


def _bounds(claim: str, words: str) -> int:
    own, said = ({word.lower() for word in _BOUND.findall(text)} for text in (claim, words))
    return len(own - said) + len((said - own) & _CLOSING)


def _closest(claim: str, text: str, start: int, end: int) -> tuple[int, int]:
    """Of the clauses between ``start`` and ``end`` the run that holds most of the claim and little else."""
    own = claims.stems(claim)
    cuts = [start, *(start + match.end() for match in _CLAUSE.finditer(text[start:end])), end]
    runs = [(one, other) for at, one in enumerate(cuts[:-1]) for other in cuts[at + 1 :]]
    return max(runs, key=lambda run: _held(own, text[slice(*run)]))


def _held(own: frozenset[str], words: str) -> float:
    said = claims.stems(words)
    both = len(own & said)
    return 0.0 if asking.is_question(words.strip()) else both / (len(own) or 1) + 0.25 * both / (len(said) or 1)


def _whole(text: str, start: int, end: int) -> tuple[int, int]:
    touched: list[tuple[int, int]] = list(_touched(text, start, end))
    return touched[0][0], touched[-1][1]


def _touched(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for begins, ends in passages.sentences(text):
        if begins < end and start < ends:
            yield begins, ends


def _place(words: str, text: str) -> tuple[int, int] | None:
    found = re.search(r"\s+".join(map(re.escape, words.split())), text) if words else None
    return found.span() if found else None
