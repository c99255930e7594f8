"""Whether a sentence turns its passage's rule round, as far as that shows without understanding either.

Measured against the nearest sentences of the passage: words that only one of both denies, a no in one alone, a word in
the place of its opposite, codes and figures that have changed places. ``benchmarks/fit_grounding.py`` fits how much of
that is too much.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.rewording import claims

_NO = re.compile(
    r"\b(?:not|never|neither|none|nothing|nobody|cannot|without|no(?! (?:longer|more|less|fewer) than)|nor|unable"
    r"|fail(?:s|ed)?|refus\w+|den(?:y|ies|ied|ial|ials)|reject\w*|exclud\w+|prohibit\w*|forbid\w*|unless|except"
    r"|unimportant|outside|stop(?:s|ped)?(?= \w+ing\b)|avoid\w*|warns? against|rather than|instead of|in place of"
    r"|free of|hardly)\b"
    r"|n['’]t\b|\bnon-?(?=[a-z])",
    re.IGNORECASE,
)
DENIED = "NO"
_BOUND = re.compile(r"\b(?:at (?:least|most)|(?:no|not) (?:more|less|fewer) than|or (?:more|less|fewer))\b", re.I)
_WORD = re.compile(r"[A-Za-z]+|\d\w*(?:\.\d+)*|[,;:().!?]")
_CLAUSE = re.compile(r"and|but|while|whereas|although|though|because|since|if|when|unless|which|who|then")
# What stands _HALF words off counts half for a word's surroundings; a clause and a sentence add so many words.
_HALF, _NEW_CLAUSE, _NEW_SENTENCE = 3, 3, 8
# "62369 instead of 62370", "from 2023 to 2024": with the two changed about it says the reverse.
_BETWEEN = tuple(
    re.compile(rf"\b(?:{words})\b", re.IGNORECASE)
    for words in ("instead of|in place of|rather than|and not|but not", "to|until|into", "before", "after", "than")
)
_BESIDE = 45
_OPPOSITES = tuple(
    tuple(frozenset(map(claims.stem, side.split())) for side in pair.split("|"))
    for pair in (
        "separate separately apart|bundled included integral",
        "include included includes including|exclude excluded excludes separate separately",
        "append add put|omit leave",
        "allow allowed permit permits accept accepts|deny denied denies refuse refused cannot reject",
        "pay paid payable|deny denied refuse refused unpaid",
        "must required requires require needed necessary|optional voluntary unnecessary",
        "always every|never rarely sometimes",
        "often usually commonly|rare rarely",
        "more most likelier greater|less fewer least",
        "several multiple multi many|only single one",
        "increase rise|decrease fall lower",
        "start begin began|stop end",
        "add|subtract",
        "initial first|subsequent",
        "same|different",
        "related|unrelated",
        "likely|unlikely",
        "before|after",
        "above|below",
        "inside|outside",
        "minimum|maximum",
        "lower|higher",
        "new|established",
        "temporary|permanent",
        "open|closed",
        "inpatient|outpatient",
        "simple|complex complicated",
    )
)


@dataclass(frozen=True, slots=True)
class Reversal:
    """``denied``: of the words common to sentence and evidence, how many only one denies, 0 to 1. ``one_sided``: 1
    where only one of both says no at all. ``opposed``: how alike the surroundings of a word and of its opposite are, 0
    to 1. ``swapped``: by how much two codes or figures fit better into each other's place, 0 to 1. ``cosine`` to the
    evidence is taken along: what is said in other words is denied in other words too.
    """

    denied: float
    one_sided: float
    opposed: float
    swapped: float
    cosine: float


@dataclass(frozen=True, slots=True)
class Word:
    """``text`` is cut to its stem unless ``named``: a code, a figure or an acronym. ``place`` counts words."""

    text: str
    place: int
    named: bool


def measure(sentence: str, nearest: str, passage: str, cosine: float) -> Reversal:
    """``nearest`` is what of ``passage`` says most nearly the same, by ``cosine``."""
    return Reversal(
        denied=_denied(words(sentence), words(nearest)),
        one_sided=float(denies(sentence) != denies(nearest)),
        opposed=_opposed(words(_BOUND.sub(" ", sentence)), words(_BOUND.sub(" ", nearest))),
        swapped=1.0 if _reordered(sentence, passage) else _swapped(words(sentence), words(passage)),
        cosine=cosine,
    )


def denies(text: str) -> bool:
    return bool(_NO.search(text))


def words(text: str) -> list[Word]:
    """The telling words in their order; a word that denies is DENIED."""
    found: list[Word] = []
    place = 0
    for token in _WORD.findall(_NO.sub(f" {DENIED} ", text)):
        lower = token.lower()
        if token in ".!?":
            place += _NEW_SENTENCE
        elif token in ",;:()":
            place += _NEW_CLAUSE
        else:
            place += 1 + _NEW_CLAUSE * bool(_CLAUSE.fullmatch(lower))
            if token == DENIED:
                found.append(Word(token, place, False))
            elif figure := claims.figure(lower):
                found.append(Word(figure, place, True))
            elif lower not in claims.PLAIN:
                named = len(token) > 1 and token.isupper()
                found.append(Word(lower if named else claims.stem(lower), place, named))
    return found


def _denied(sentence: Sequence[Word], evidence: Sequence[Word]) -> float:
    differing: list[float] = []
    for word in sentence:
        others = [_denial(other, evidence) for other in evidence if other.text == word.text != DENIED]
        if others:
            differing.append(min(abs(_denial(word, sentence) - other) for other in others))
    return sum(differing) / (len(differing) or 1)


def _denial(word: Word, among: Sequence[Word]) -> float:
    """1 beside a no, less the farther it stands off."""
    return max((_weight(word, other) for other in among if other.text == DENIED), default=0.0)


def _opposed(sentence: Sequence[Word], evidence: Sequence[Word]) -> float:
    have = {word.text for word in evidence}
    return max(
        (
            _alike(_surroundings(word, sentence), _surroundings(other, evidence))
            for word in sentence
            if word.text not in have
            for own, against in _sides()
            if word.text in own and not own & have
            for other in evidence
            if other.text in against
        ),
        default=0.0,
    )


def _sides() -> Iterator[tuple[frozenset[str], frozenset[str]]]:
    for one, other in _OPPOSITES:
        yield one, other
        yield other, one


def _swapped(sentence: Sequence[Word], passage: Sequence[Word]) -> float:
    have = {word.text for word in passage if word.named}
    named = [word for word in sentence if word.named and word.text in have]
    return max(
        (
            _gain(one, other, sentence, passage)
            for one, other in itertools.combinations(named, 2)
            if one.text != other.text and not _listed(one, other, sentence)
        ),
        default=0.0,
    )


def misplaced(sentence: str, evidence: str) -> float:
    """By how much another code or figure of ``evidence`` fits better than the sentence's own into its place, 0 to 1."""
    told, offered = words(sentence), words(evidence)
    named = {word.text for word in told if word.named}
    others = [word for word in offered if word.named and word.text not in named]
    return max((_better(word, others, told, offered) for word in told if word.named), default=0.0)


def _better(word: Word, others: Sequence[Word], told: Sequence[Word], offered: Sequence[Word]) -> float:
    own = _surroundings(word, told)
    straight = max((_alike(own, _surroundings(one, offered)) for one in offered if one.text == word.text), default=0.0)
    return max(0.0, max((_alike(own, _surroundings(one, offered)) for one in others), default=0.0) - straight)


def _listed(one: Word, other: Word, among: Sequence[Word]) -> bool:
    """Whether nothing but codes and figures stands between the two: their order in a list means nothing."""
    return all(word.named for word in among if one.place < word.place < other.place)


def _gain(one: Word, other: Word, sentence: Sequence[Word], passage: Sequence[Word]) -> float:
    pair = frozenset((one.text, other.text))
    places = {text: [_surroundings(word, passage, pair) for word in passage if word.text == text] for text in pair}

    def fit(word: Word, text: str) -> float:
        own = _surroundings(word, sentence, pair)
        return max(_alike(own, place) for place in places[text])

    crossed, straight = fit(one, other.text) + fit(other, one.text), fit(one, one.text) + fit(other, other.text)
    return max(0.0, crossed - straight) / (crossed + straight or 1.0)


def _surroundings(word: Word, among: Sequence[Word], left_out: frozenset[str] = frozenset()) -> dict[str, float]:
    found: dict[str, float] = {}
    for other in among:
        if other is not word and other.text != word.text and other.text not in left_out:
            found[other.text] = max(found.get(other.text, 0.0), _weight(word, other))
    return found


def _weight(one: Word, other: Word) -> float:
    return float(0.5 ** (abs(one.place - other.place) / _HALF))


def _alike(one: dict[str, float], other: dict[str, float]) -> float:
    """Cosine."""
    common = sum(weight * other.get(text, 0.0) for text, weight in one.items())
    size = sum(weight**2 for weight in one.values()) * sum(weight**2 for weight in other.values())
    return float(common / size**0.5) if size else 0.0


def _reordered(sentence: str, passage: str) -> bool:
    for between in _BETWEEN:
        told = _beside(passage, between)
        if any((right, left) in told and (left, right) not in told for left, right in _beside(sentence, between)):
            return True
    return False


def _beside(text: str, between: re.Pattern[str]) -> set[tuple[str, str]]:
    """The last code or figure before ``between`` with the first and the last soon after it."""
    found: set[tuple[str, str]] = set()
    for match in between.finditer(text):
        left = [word.text for word in words(text[max(0, match.start() - _BESIDE) : match.start()]) if word.named]
        right = [word.text for word in words(text[match.end() : match.end() + _BESIDE]) if word.named]
        found |= {(left[-1], other) for other in (right[:1] + right[-1:] if left else ())}
    return found
