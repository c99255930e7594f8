"""How a document is cut into passages: by posting or section and by sentence, within what the model reads."""

from __future__ import annotations

import bisect
import functools
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import assert_never

from indexer import authority, codes, sources
from indexer.authority import Publication, Stretch
from indexer.codes import Code
from indexer.documents import Document, Excerpt, PartialDate, Provenance, Thread
from indexer.sources import Rule, Tier

# A full stop after one of these ends no sentence.
_ABBREVIATION = re.compile(
    r"dr|mrs?|ms|no|vs|e\.g|i\.e|etc|approx|vol|sec|fig|pt|st|inc|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec"
)
_END = re.compile(r"[.!?][\"')\]]*(?=\s+[\"'(\[]?[A-Z0-9])|\n\s*\n|\n(?=- )")
# A stretch has at most so many characters for each token that there is room for: a model may take a word without end,
# or a page of blanks, for one token.
_LETTERS = 40
_LAST_WORD = re.compile(r"(?:^|[\s(])([A-Za-z.]+)$")


@dataclass(frozen=True, slots=True)
class Passage:
    """``text`` is quoted; ``context`` (title, and a thread's question) is searched with it, never quoted.

    ``codes`` are those of ``text`` alone. ``tier``, ``date`` and ``citation`` are those of the publication where a
    reply takes these very words from one. ``payer`` is the canonical name of the payer whose text it is.
    """

    id: str
    document_id: str
    part: str
    role: str | None
    title: str
    context: str
    text: str
    codes: tuple[Code, ...]
    tier: Tier
    date: PartialDate | None
    source: str
    citation: str
    url: str | None
    superseded_by: str | None
    provenance: Provenance
    payer: str | None

    @property
    def searched(self) -> str:
        """What is embedded and counted: more than what is quoted."""
        return f"{self.context}\n{self.text}"

    @property
    def searched_codes(self) -> tuple[Code, ...]:
        """What a search by code looks through: a reply is found by the codes that its thread is about, too."""
        return tuple(dict.fromkeys([*self.codes, *_codes(self.title), *_codes(self.context)]))


@functools.lru_cache(64)
def _codes(text: str) -> tuple[Code, ...]:
    """The passages of a document stand together and share these texts."""
    return codes.values(codes.find(text))


@dataclass(frozen=True, slots=True)
class _Unit:
    part: str
    role: str | None
    context: str
    text: str
    date: PartialDate | None


def split(document: Document, count: Callable[[str], int], limit: int, rules: Sequence[Rule]) -> list[Passage]:
    """Cuts ``document`` so that context and text together never exceed ``limit`` by ``count``, the model's own tokens.

    Context gives way first: at most half of the limit is spent on it. Nothing of a text is dropped.
    ``rules`` tell the tier.
    """
    tier = sources.tier(document, rules)
    # All replies of a thread have one context.
    shortened = functools.cache(lambda context: _shorten(context, count, limit // 2))
    found: list[Passage] = []
    for unit in _units(document):
        context, taken = shortened(unit.context)
        found += _cut(document, tier, unit, context, count, limit - taken)
    return found


def _cut(
    document: Document, tier: Tier, unit: _Unit, context: str, count: Callable[[str], int], room: int
) -> Iterator[Passage]:
    spans = [
        (stretch.start + start, stretch.start + end, stretch.publication)
        for stretch in _voices(unit)
        for start, end in _pack(unit.text[stretch.start : stretch.end], count, room)
    ]
    for number, (start, end, publication) in enumerate(spans, 1):
        part = unit.part if len(spans) == 1 else f"{unit.part}.{number}"
        rank = publication.tier if publication else tier
        label = publication.label if publication else None
        yield Passage(
            id=f"{document.id}#{part}",
            document_id=document.id,
            part=part,
            role=unit.role,
            title=document.title,
            context=context,
            text=unit.text[start:end],
            codes=codes.values(codes.find(unit.text[start:end])),
            tier=rank,
            date=publication.date if publication and publication.date else unit.date,
            source=document.source,
            citation=sources.citation(_on_its_page(document, start, end), unit.role, unit.date, label),
            url=document.url if isinstance(document, Thread) else document.seen_in,
            superseded_by=None if isinstance(document, Thread) else document.superseded_by,
            provenance=_provenance(document, publication),
            payer=sources.payer(document.source, rank),
        )


def _voices(unit: _Unit) -> list[Stretch]:
    """A responder's own words, and those that he takes over from a publication; a stretch without a word is none."""
    if unit.role in {None, "asker"}:
        return [Stretch(0, len(unit.text), None)]
    found = authority.speaking(unit.text, unit.date)
    return [stretch for stretch in found if re.search(r"\w", unit.text[stretch.start : stretch.end])]


def _on_its_page(document: Document, start: int, end: int) -> Document:
    """A passage of a paged excerpt cites the pages that it stands on."""
    if isinstance(document, Excerpt) and document.pages:
        return replace(document, page=document.page_of(start, end))
    return document


def _provenance(document: Document, publication: Publication | None) -> Provenance:
    match document:
        case Excerpt():
            return Provenance.RETOLD if document.retold else Provenance.VERBATIM
        case Thread():
            return Provenance.REPORTED if publication else Provenance.SAID
    assert_never(document)


def sentences(text: str) -> list[tuple[int, int]]:
    """Offsets of each sentence of ``text``, in order, without the space around it."""
    spans: list[tuple[int, int]] = []
    start = 0
    for end in [*(match.end() for match in _END.finditer(text) if not _abbreviated(text, match)), len(text)]:
        piece = text[start:end]
        if piece.strip():
            left = start + len(piece) - len(piece.lstrip())
            spans.append((left, left + len(piece.strip())))
        start = end
    return spans


def _abbreviated(text: str, match: re.Match[str]) -> bool:
    if match[0] != ".":
        return False
    word = _LAST_WORD.search(text, max(0, match.start() - 12), match.start())
    return word is not None and bool(_ABBREVIATION.fullmatch(word[1].lower().strip(".")))


def _units(document: Document) -> Iterator[_Unit]:
    match document:
        case Excerpt():
            yield _Unit("text", None, document.title, document.text, document.published)
        case Thread():
            question = document.question
            for number, post in enumerate(document.posts, 1):
                if post.text and not (post.nothing and post.role != "asker"):
                    context = document.title if post.text == question else f"{document.title}\n{question}".strip()
                    yield _Unit(f"post-{number}", post.role, context, post.text, post.posted)


def _shorten(text: str, count: Callable[[str], int], limit: int) -> tuple[str, int]:
    """As many words from the beginning as fit, shorter by a tenth at every step, and the tokens of these."""
    words = text.split(" ")
    lengths = [len(words)]
    while lengths[-1] > 1:
        lengths.append(max(1, lengths[-1] * 9 // 10))
    # The whole text is not counted where it is much too long: a question may be as long as a book.
    start = 0 if len(text) <= _LETTERS * limit else 1
    fits = bisect.bisect_left(lengths, True, start, key=lambda length: count(" ".join(words[:length])) <= limit)
    short = " ".join(words[: lengths[fits]]) if fits < len(lengths) else ""
    return short, count(short)


def _pack(text: str, count: Callable[[str], int], room: int) -> Iterator[tuple[int, int]]:
    """Whole sentences while they fit; a sentence that is too long alone is cut between words, then between letters."""
    start = end = most = 0
    marks = count("")
    for left, right, tokens in _fitting(text, count, room):
        # The parts have no fewer tokens than the whole, if each character between them is one.
        most = most - marks + left - end + tokens if end else tokens
        if not end:
            start = left
        elif most > room or right - start > _LETTERS * room:
            most = _tokens(text[start:right], count, room)
            if most > room:
                yield start, end
                start, most = left, tokens
        end = right
    if end:
        yield start, end


def _fitting(text: str, count: Callable[[str], int], room: int) -> Iterator[tuple[int, int, int]]:
    """Stretches that fit, each with its tokens."""
    waiting = sentences(text)[::-1]
    while waiting:
        left, right = waiting.pop()
        tokens = _tokens(text[left:right], count, room)
        if tokens <= room or right - left <= 1:
            yield left, right, tokens
            continue
        middle = (left + right) // 2
        space = text.rfind(" ", left + 1, middle)
        cut = middle if space < 0 else space
        waiting += [(cut, right), (left, cut)] if space < 0 else [(cut + 1, right), (left, cut)]


def _tokens(text: str, count: Callable[[str], int], room: int) -> int:
    """More than ``room`` where it is much too long to be counted."""
    return count(text) if len(text) <= _LETTERS * room else room + 1
