"""Which lines open a posting, judged on the whole file, and how sure it is that the file is a thread at all."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from indexer.privacy.vocabulary import vocabulary
from indexer.threads import dates, handles, headings, people
from indexer.threads.headings import Heading

ENOUGH = 3
_SECTION = re.compile(
    r"\d+(?:\.\d+)+\b|[§¶]|(?:chapter|section|part|appendix|table|article|figure|exhibit|attachment|rule|"
    r"step|example|note|subpart|title|volume|issue"
    r"|revision|rev|item|topic|q|a|question|answer|summary|background|overview|introduction|references?|"
    r"guidance|guidelines?|policy|coverage|coding"
    r"|billing|documentation|instructions?|definitions?|effective|transmittal|change\srequest|cr|mln|lcd|"
    r"ncd|purpose|scope|general)\b(?:\s\S|[.:]|$)",
    re.IGNORECASE,
)
_PUBLICATION = re.compile(
    r"\b(?:manual|assistant|guidelines?|newsletter|article|transmittal|bulletin|federal register|handbook|"
    r"medicare|cms|ncci|ama|aapc|cpt|faq|lcd|policy)\b",
    re.IGNORECASE,
)
_SMALL = frozenset(
    [
        "of",
        "for",
        "and",
        "the",
        "with",
        "to",
        "in",
        "on",
        "a",
        "an",
        "or",
        "by",
        "is",
        "are",
        "from",
        "at",
        "as",
        "not",
        "how",
        "what",
        "when",
        "who",
        "which",
        "does",
        "do",
        "can",
    ]
)
_LINES_ABOVE = 40  # that are looked at for a rule or a title
_BESIDE = ("re:", "page ", "http", "tags:", "#1", "#2", "#3", "#4", "#5", "#6", "#7", "#8", "#9")


@dataclass(frozen=True, slots=True)
class Judged:
    """``headings`` open postings, in the file's order. ``sure`` is between 0 and 1."""

    headings: tuple[Heading, ...]
    sure: float


@dataclass(frozen=True, slots=True)
class _Custom:
    """What the file's own headings have in common: rules before them, days in their dates, authors that come again."""

    rules: bool
    days: bool
    brackets: bool
    authors: Counter[str]


@dataclass(frozen=True, slots=True)
class _Scored:
    """``begins``: what stands before the heading; ``name``: how much its words look like a name."""

    heading: Heading
    score: int
    begins: str
    name: int


def judge(lines: list[str]) -> Judged:
    """The style of heading whose lines speak most for people wins; the others are text."""
    styles = dict[str, list[Heading]]()
    for found in headings.find(lines):
        styles.setdefault(found.style, []).append(found)
    best, most = Judged((), 0.0), 0
    for style, candidates in styles.items():
        scored = _scored(lines, candidates)
        accepted = [one for one in scored if one.score >= ENOUGH]
        if style == "level 1" or len(accepted) < 2:  # a title alone is no user
            accepted = [one for one in accepted if any(other.heading.date is not None for other in accepted)]
        total = sum(one.score for one in accepted)
        if total > most:
            best, most = Judged(tuple(one.heading for one in accepted), _sure(accepted, len(scored))), total
    return best


def _scored(lines: list[str], candidates: list[Heading]) -> list[_Scored]:
    begins = ["title", *(_begins(lines, heading) for heading in candidates[1:])]
    custom = _custom(candidates, begins)
    return [
        _Scored(heading, _score(heading, begin, custom), begin, _of_name(heading.author))
        for heading, begin in zip(candidates, begins, strict=True)
    ]


def _custom(candidates: list[Heading], begins: list[str]) -> _Custom:
    dated = [place for place, heading in enumerate(candidates) if heading.date is not None]
    judged = dated or range(len(candidates))  # of those without a date only where none has one
    within = [begins[place] for place in judged if begins[place] != "title"]
    precise = [dates.has_day(candidates[place].date or "") for place in dated]
    return _Custom(
        rules=bool(within) and within.count("rule") * 2 >= len(within),
        days=sum(precise) * 2 > len(precise),
        brackets=sum(candidates[place].bracketed for place in dated) * 2 > len(dated),
        authors=Counter(people.key(heading.author) for heading in candidates),
    )


def _begins(lines: list[str], heading: Heading) -> str:
    """What stands before a heading: a "rule", a "title" (or the file's beginning), or "text"."""
    for place in range(heading.first - 1, max(-1, heading.first - _LINES_ABOVE), -1):
        line = lines[place]
        if not line.strip():
            continue
        if (title := headings.atx(line)) and not heading.style.endswith(str(title[0])):
            return "title"
        if headings.underlines(line) == "=" and place and lines[place - 1].strip():
            return "title"
        if headings.is_rule(line):
            return "rule"
        if not line.lstrip().lower().startswith(_BESIDE):
            return "text"
    return "title" if heading.first < _LINES_ABOVE else "text"


def _score(heading: Heading, begins: str, custom: _Custom) -> int:
    author = heading.author
    if people.ROLE.fullmatch(author):
        return 9
    name = _of_name(author)
    score = _of_date(heading, custom) + name
    if heading.date is None and name > 1 and not (begins == "text" and custom.rules):
        score += 1
    if begins == "rule":
        score += 2
    elif begins == "text" and custom.rules:
        score -= 1 if name > 2 else 3
    if custom.authors[people.key(author)] > 1 and not _SECTION.match(author):
        score += 2
    return score + (heading.number is not None) + (heading.rank is not None)


def _of_date(heading: Heading, custom: _Custom) -> int:
    text = heading.date
    if text is None:
        return 0
    if not dates.is_date(text):  # a form that is not known
        return 1 if re.match(r"\W*(?:rev|eff|v\.|ver|formerly|previously)", text, re.IGNORECASE) is None else -2
    points = 3 if dates.has_day(text) or not re.search(r"\d{4}", text) else 1
    return points - (points == 1 and custom.days) - (custom.brackets and not heading.bracketed)


def _of_name(author: str) -> int:
    """How much the words look like somebody's name rather than a heading of a text."""
    tokens = author.split()
    if people.is_guest(author):
        return 2
    if _SECTION.match(author) and not (len(tokens) == 1 and tokens[0].isalnum()):
        return -4
    if (
        len(tokens) > 5
        or len(author) > 50
        or author[-1:] in "?!:.;"
        or sum(token.lower() in _SMALL for token in tokens) > 1
    ):
        return -3
    if len(tokens) <= 3 and any(map(handles.is_mixed, tokens)):
        return 3 if re.search(r"[\d_]", author) else 2
    if len(tokens) == 1:
        return (
            1 if author.isdigit() or vocabulary().is_ordinary(author) or author.lower() in vocabulary().ordinary else 2
        )
    if _PUBLICATION.search(author):
        return -2
    known = [vocabulary().is_name(token.strip(".,()")) for token in tokens]
    if any(known) and len(tokens) <= 3:
        return 2
    return 1 if len(tokens) <= 3 and all(token[:1].isupper() or token[:1].isdigit() for token in tokens) else -1


def _sure(accepted: Sequence[_Scored], candidates: int) -> float:
    """Two headings of people with days are nearly sure; one alone, one among headings that are none, and words that
    are no names are guesses."""
    if not accepted:
        return 0.0
    if all(people.ROLE.fullmatch(one.heading.author) for one in accepted):
        return 0.99
    count = len(accepted)
    dated = [one.heading.date for one in accepted if one.heading.date is not None and dates.is_date(one.heading.date)]
    marked = count > len({people.key(one.heading.author) for one in accepted}) or any(
        one.begins == "rule" for one in accepted
    )
    sure = min(0.95, 0.25 + 0.1 * sum(min(one.score, 6) for one in accepted) / count + 0.1 * min(count, 3))
    if not dated:
        sure = 0.6 if marked and count > 1 else 0.4
    if not marked and all(one.name < 2 for one in accepted):
        sure *= 0.4
    if count == 1:
        sure *= 0.8 if any(map(dates.has_day, dated)) else 0.5
    return round(sure * math.pow(count / candidates, 0.25), 3)
