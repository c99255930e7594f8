"""How a document is cut into passages: by posting or section and by sentence, within what the model reads."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from indexer import codes, sources
from indexer.codes import Code
from indexer.documents import Document, Excerpt, PartialDate, Thread
from indexer.sources import Tier

# A full stop after one of these ends no sentence.
_ABBREVIATIONS = frozenset(
    {
        "dr",
        "mr",
        "mrs",
        "ms",
        "no",
        "vs",
        "e.g",
        "i.e",
        "etc",
        "approx",
        "vol",
        "sec",
        "fig",
        "pt",
        "st",
        "inc",
        "jan",
        "feb",
        "mar",
        "apr",
        "jun",
        "jul",
        "aug",
        "sep",
        "sept",
        "oct",
        "nov",
        "dec",
    }
)
_END = re.compile(r"[.!?][\"')\]]*(?=\s+[\"'(\[]?[A-Z0-9])|\n\s*\n|\n(?=- )")
_LAST_WORD = re.compile(r"(?:^|[\s(])([A-Za-z.]+)$")


@dataclass(frozen=True, slots=True)
class Passage:
    """``text`` is quoted; ``context`` (title, and a thread's question) is searched with it, never quoted."""

    id: str
    document_id: str
    part: str
    role: str | None
    context: str
    text: str
    codes: tuple[Code, ...]
    tier: Tier
    date: PartialDate | None


def split(document: Document, count: Callable[[str], int], limit: int) -> list[Passage]:
    """Cuts ``document`` so that context and text together never exceed ``limit`` by ``count``, the model's own tokens.

    Context gives way first: at most half of the limit is spent on it. Nothing of a text is dropped.
    """
    tier = sources.tier(document)
    passages: list[Passage] = []
    for part, role, context, text, date in _units(document):
        context = _shorten(context, count, limit // 2)
        room = limit - count(context)
        pieces = list(_pack(text, count, room))
        for number, piece in enumerate(pieces, 1):
            name = part if len(pieces) == 1 else f"{part}.{number}"
            found = codes.values(codes.find(piece))
            passages.append(
                Passage(f"{document.id}#{name}", document.id, name, role, context, piece, found, tier, date)
            )
    return passages


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
    return word is not None and word[1].lower().strip(".") in _ABBREVIATIONS


def _units(document: Document) -> Iterator[tuple[str, str | None, str, str, PartialDate | None]]:
    match document:
        case Excerpt():
            yield "text", None, document.title, document.text, document.published
        case Thread():
            question = document.posts[0].text
            for number, post in enumerate(document.posts, 1):
                if post.text:
                    context = document.title if number == 1 else f"{document.title}\n{question}"
                    yield f"post-{number}", post.role, context, post.text, post.posted


def _shorten(text: str, count: Callable[[str], int], limit: int) -> str:
    words = text.split(" ")
    while len(words) > 1 and count(" ".join(words)) > limit:
        words = words[: max(1, len(words) * 9 // 10)]
    short = " ".join(words)
    return short if count(short) <= limit else ""


def _pack(text: str, count: Callable[[str], int], room: int) -> Iterator[str]:
    """Whole sentences while they fit; a sentence that is too long alone is cut between words, then between letters."""
    start = end = None
    for left, right in _fitting(text, count, room):
        if start is None:
            start, end = left, right
        elif count(text[start:right]) <= room:
            end = right
        else:
            yield text[start:end]
            start, end = left, right
    if start is not None:
        yield text[start:end]


def _fitting(text: str, count: Callable[[str], int], room: int) -> Iterator[tuple[int, int]]:
    waiting = sentences(text)[::-1]
    while waiting:
        left, right = waiting.pop()
        if count(text[left:right]) <= room or right - left <= 1:
            yield left, right
            continue
        middle = (left + right) // 2
        space = text.rfind(" ", left + 1, middle)
        cut = middle if space < 0 else space
        waiting += [(cut, right), (left, cut)] if space < 0 else [(cut + 1, right), (left, cut)]
