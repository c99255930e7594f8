"""The part of a passage that answers: whole sentences that cover most of the question and can stand alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.answers import Candidate, Quotation
from assistant.finding import asking
from assistant.reading.question import Question
from indexer import codes, passages
from indexer.codes import Code, is_wildcard
from indexer.passages import Passage
from indexer.points import PointCase, PointSide
from indexer.sources import Tier

_STANDS = 0.15
# What a character more is worth to a run of sentences.
_LONGER = 0.0002
# A quotation that shares this part of its words with one that is already chosen says nothing new.
_SAME = 0.7
_LIST_MARK = re.compile(r"[-*•]\s+")
_POINTS_BACK = re.compile(
    r"[\W_]*(?:yes|no|correct|right|agreed|nearly|sorry|neither|both|one|once|that|this|these|those|it|they|he|she|its"
    r"|their|his|her|however|but|so|also|and|or|then|otherwise|instead|even so|either|such|the same|here|there)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Span:
    candidate: Candidate
    start: int
    end: int
    covered: float
    named: frozenset[Code]
    replaced_by: str | None

    @property
    def score(self) -> float:
        """Guidance that stands is worth a little more than what ranks beside it: it is what an answer needs."""
        stands = self.replaced_by is None and published(self.candidate.passage)
        return self.candidate.score + 0.5 * self.covered + (_STANDS if stands else 0.0)

    @property
    def text(self) -> str:
        return self.candidate.passage.text[self.start : self.end]


def published(passage: Passage) -> bool:
    """Published guidance binds or advises by an office; vendors and posters give opinions."""
    return passage.tier <= Tier.SOCIETY


def points_back(text: str) -> bool:
    """Whether ``text`` opens with a word that means something only after what was said before it: "Yes", "It"."""
    return _POINTS_BACK.match(text) is not None


def best(
    candidate: Candidate, question: Question, rarity: dict[str, float], replaced_by: str | None, longest: int
) -> Span:
    """The run of whole sentences, at most ``longest`` characters, that covers most of the question.

    Of a passage that names codes asked about it holds as many of them as any run does, and then what the reader likes
    best of the passage.
    """
    text = candidate.passage.text
    asked = [code for code in question.codes if any(_is(code, one) for one in candidate.passage.codes)]
    windows = list(_windows(text, longest))
    part = any(window != (0, len(text)) for window in windows)
    mentions = codes.find(text) if asked and part else ()
    total = sum(rarity.values()) or 1.0
    found = []
    for start, end in windows:
        if mentions:
            inside = [code for one in mentions if start <= one.start and one.end <= end for code in one.codes]
            named = frozenset(code for code in asked if any(_is(code, one) for one in inside))
        else:
            named = frozenset(asked)
        lower = text[start:end].lower()
        words = sum(weight for word, weight in rarity.items() if word in lower) / total
        covered = (words + len(named) / len(question.codes)) / 2 if question.codes else words
        found.append(Span(candidate, start, end, covered, named, replaced_by))

    def worth(span: Span) -> tuple[int, bool, float]:
        start, end = candidate.window or (span.start, span.start)
        return (
            len(span.named),
            span.start <= start and end <= span.end,
            span.covered + _LONGER * (span.end - span.start),
        )

    return max(found, key=worth)


def around(candidate: Candidate, start: int, end: int, replaced_by: str | None) -> Span:
    """The sentences that hold ``start`` to ``end``."""
    text = candidate.passage.text
    sentences = passages.sentences(text)
    first = max(at for at, (begins, _) in enumerate(sentences) if begins <= start)
    last = next(at for at, (_, ends) in enumerate(sentences) if end <= ends)
    return Span(
        candidate, sentences[first][0], sentences[last][1], 1.0, frozenset(candidate.passage.codes), replaced_by
    )


def grown(span: Span, longest: int) -> Span:
    """With the sentence that it points back to, those after it and those before it, up to ``longest`` characters."""
    start, end = span.start, span.end
    sentences = passages.sentences(span.candidate.passage.text)
    before = [begins for begins, ends in sentences if ends <= start]
    if before and points_back(span.text) and end - before[-1] <= longest:
        start = before[-1]
    for begins, ends in sentences:
        if begins >= end and ends - start <= longest:
            end = ends
    for begins, ends in reversed(sentences):
        if ends <= start and end - begins <= longest:
            start = begins
    return replace(span, start=start, end=end)


def recorded(one: Quotation, stated: PointSide | PointCase) -> str | None:
    """The words of a side or case as the passage writes them, where the quotation holds them."""
    place = stated.place(one.passage)
    held = place is not None and one.start <= place[0] and place[1] <= one.end
    return one.passage.text[slice(*place)] if held and place else None


def within(inner: Span, outer: Span) -> bool:
    return overlap(inner, outer) and outer.start <= inner.start and inner.end <= outer.end


def overlap(one: Span, other: Span) -> bool:
    same = one.candidate.row == other.candidate.row
    return same and one.start < other.end and other.start < one.end


def _is(asked: Code, named: Code) -> bool:
    """A wildcard asks about each of its codes."""
    return asked == named or (
        is_wildcard(asked) and asked.system == named.system and named.value.startswith(asked.value.rstrip("X"))
    )


def _windows(text: str, longest: int) -> Iterator[tuple[int, int]]:
    """Runs of sentences from the first to the last that says something; the passage where none does.

    A window never opens with a sentence that points back to the one before it, unless nothing else fits.
    """
    sentences = passages.sentences(text)
    opened = False
    for first, (start, end) in enumerate(sentences):
        if not _opens(text, sentences, first) or (
            first and _hangs(text[start:end]) and end - sentences[first - 1][0] <= longest
        ):
            continue
        last = first
        while last + 1 < len(sentences) and sentences[last + 1][1] - start <= longest:
            last += 1
        while last > first and not asking.says(text[slice(*sentences[last])]):
            last -= 1
        mark = _LIST_MARK.match(text, start)
        opened = True
        yield mark.end() if mark else start, sentences[last][1]
    if not opened:
        yield sentences[0][0], sentences[-1][1]


def _opens(text: str, sentences: Sequence[tuple[int, int]], first: int) -> bool:
    """A question opens a quotation only where the next sentence answers it: "Is it yours? Then ..."."""
    if asking.says(text[slice(*sentences[first])]):
        return True
    following = text[slice(*sentences[first + 1])] if first + 1 < len(sentences) else ""
    return asking.is_question(text[slice(*sentences[first])]) and asking.says(following) and points_back(following)


def _hangs(sentence: str) -> bool:
    """Whether it means something only after what was said before it, as the second point of a list does."""
    return points_back(sentence) or (_LIST_MARK.match(sentence) is not None and sentence.lstrip("-*• ")[:1].islower())


def alike(one: Span, other: Span) -> bool:
    """Whether both say the same, or both tell of one publication that was replaced."""
    first, second = (set(re.findall(r"\w+", span.text.lower())) for span in (one, other))
    old, older = one.candidate.passage, other.candidate.passage
    if one.replaced_by and one.replaced_by == other.replaced_by and (old.tier, old.date) == (older.tier, older.date):
        return True
    return len(first & second) >= _SAME * min(len(first), len(second))
