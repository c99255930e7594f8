"""How a document is cut into passages: by posting or section and by sentence, within what the model reads."""

from __future__ import annotations

import bisect
import functools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, assert_never

from indexer import codes, cutting, sources
from indexer.codes import Code
from indexer.cutting import sentences as sentences
from indexer.documents import Document, Excerpt, PartialDate, Provenance, Thread
from indexer.sources import Rule, Tier

if TYPE_CHECKING:
    from indexer.voices import Voice


@dataclass(frozen=True, slots=True)
class Passage:
    """``text`` is quoted; ``context`` (title, a thread's question, whom the posting quotes) is searched with it, never
    quoted. Rows of a table that was cut stand below its header in each passage.

    ``codes`` are those of ``text`` alone, ``about`` those of title and context. ``tier``, ``date`` and ``citation`` are
    those of the publication where a reply takes these very words from one. ``payer`` is the canonical name of the payer
    whose text it is. What it says held from ``effective`` ``until``, as far as the document says so; ``date`` is when
    it was written or published. ``licensed``: it is shown whole on the screen alone.
    """

    id: str
    document_id: str
    part: str
    role: str | None
    title: str
    context: str
    text: str
    codes: tuple[Code, ...]
    about: tuple[Code, ...]
    tier: Tier
    date: PartialDate | None
    source: str
    citation: str
    url: str | None
    superseded_by: str | None
    provenance: Provenance
    payer: str | None
    effective: PartialDate | None = None
    until: PartialDate | None = None
    licensed: bool = False

    @property
    def searched(self) -> str:
        """What is embedded and counted: more than what is quoted."""
        return f"{self.context}\n{self.text}"

    @property
    def searched_codes(self) -> tuple[Code, ...]:
        """What a search by code looks through: a reply is found by the codes that its thread is about, too."""
        return tuple(dict.fromkeys((*self.codes, *self.about)))


@functools.lru_cache(64)
def about(title: str, context: str) -> tuple[Code, ...]:
    """Their codes; the passages of a document stand together and share these texts."""
    return codes.values((*codes.find(title), *codes.find(context)))


@dataclass(frozen=True, slots=True)
class _Unit:
    part: str
    role: str | None
    context: str
    text: str
    date: PartialDate | None
    voices: tuple[Voice, ...]


def split(document: Document, count: Callable[[str], int], limit: int, rules: Sequence[Rule]) -> list[Passage]:
    """Cuts ``document`` so that context and text together never exceed ``limit`` by ``count``, the model's own tokens.

    Context gives way first: at most half of the limit is spent on it. Nothing of a text is dropped but the words of
    another user that a posting quotes: they are context.
    ``rules`` tell the tier.
    """
    tier = sources.tier(document, rules)
    # Most replies of a thread have one context.
    shortened = functools.lru_cache(8)(lambda context: _shorten(context, count, limit // 2))
    found: list[Passage] = []
    for unit in _units(document):
        context, taken = shortened(unit.context)
        found += _cut(document, tier, unit, context, count, limit - taken)
    return found


def _cut(
    document: Document, tier: Tier, unit: _Unit, context: str, count: Callable[[str], int], room: int
) -> Iterator[Passage]:
    cuts = [
        (voice, voice.start + cut.start, voice.start + cut.end, cut.of(said))
        for voice in unit.voices
        for said in [unit.text[voice.start : voice.end]]
        for cut in cutting.pack(said, count, room)
    ]
    for number, (voice, start, end, text) in enumerate(cuts, 1):
        publication = voice.publication
        part = unit.part if len(cuts) == 1 else f"{unit.part}.{number}"
        rank = publication.tier if publication else tier
        label = publication.label if publication else None
        role = f"quoted by {unit.role}" if voice.quoted else unit.role
        yield Passage(
            id=f"{document.id}#{part}",
            document_id=document.id,
            part=part,
            role=unit.role,
            title=document.title,
            context=context,
            text=text,
            codes=codes.values(codes.find(text)),
            about=about(document.title, context),
            tier=rank,
            date=publication.date if publication and publication.date else unit.date,
            source=document.source,
            citation=sources.citation(_on_its_page(document, start, end), role, unit.date, label),
            url=document.url if isinstance(document, Thread) else document.seen_in,
            superseded_by=document.superseded_by,
            provenance=_provenance(document, voice),
            payer=sources.payer(document.source, rank),
            effective=document.effective,
            until=document.until,
            licensed=document.licensed is True,
        )


def _on_its_page(document: Document, start: int, end: int) -> Document:
    """A passage of a paged excerpt cites the pages that it stands on."""
    if isinstance(document, Excerpt) and document.pages:
        return replace(document, page=document.page_of(start, end))
    return document


def _provenance(document: Document, voice: Voice) -> Provenance:
    match document:
        case Excerpt():
            return Provenance.RETOLD if document.retold else Provenance.VERBATIM
        case Thread():
            if voice.publication or voice.quoted:
                return Provenance.REPORTED
            return Provenance.RETOLD if document.retold else Provenance.SAID
    assert_never(document)


def _units(document: Document) -> Iterator[_Unit]:
    # Who asks cuts nothing, and reading threads takes a twentieth of a cold start.
    from indexer import voices

    match document:
        case Excerpt():
            whole = voices.Voice(0, len(document.text))
            yield _Unit("text", None, document.title, document.text, document.published, (whole,))
        case Thread():
            question = document.question
            for number, post in enumerate(document.posts, 1):
                if post.text and not (post.nothing and post.role != "asker"):
                    context = document.title if post.text == question else f"{document.title}\n{question}".strip()
                    said = voices.Voices((voices.Voice(0, len(post.text)),), ())
                    if post.role != "asker":
                        said = voices.of(post.text, post.posted, post.quoted)
                    context = "\n".join([context, *said.aside])
                    yield _Unit(f"post-{number}", post.role, context, post.text, post.posted, said.heard)


def _shorten(text: str, count: Callable[[str], int], limit: int) -> tuple[str, int]:
    """As many words from the beginning as fit, shorter by a tenth at every step, and the tokens of these."""
    words = text.split(" ")
    lengths = [len(words)]
    while lengths[-1] > 1:
        lengths.append(max(1, lengths[-1] * 9 // 10))
    # The whole text is not counted where it is much too long: a question may be as long as a book.
    start = 0 if len(text) <= cutting.LETTERS * limit else 1
    fits = bisect.bisect_left(lengths, True, start, key=lambda length: count(" ".join(words[:length])) <= limit)
    short = " ".join(words[: lengths[fits]]) if fits < len(lengths) else ""
    return short, count(short)
